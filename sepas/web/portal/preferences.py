"""POST /preferences/ : language, calendar, digits, light or dark."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.actor import GUEST, Actor
from sepas.parties import queries as parties
from sepas.parties.actions.language import choose_language
from sepas.web.answer import safe_next, see_other
from sepas.web.preferences import CHOICES, choose


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie of this browser; the language of staff in their profile too, for other browsers and messages."""
    response = see_other(safe_next(request))
    choose(request, response, **{key: request.POST[key] for key in CHOICES if key in request.POST})
    actor: Actor = getattr(request, "actor", GUEST)
    language = request.POST.get("language", "")
    if actor.is_staff and actor.id is not None and language in CHOICES["language"]:
        staff = parties.staff_member(actor, actor.id).staff
        choose_language(actor, staff=staff, language=language, now=clock.now())
    return response
