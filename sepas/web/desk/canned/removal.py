"""POST /desk/canned/<id>/removal : a ready text that nobody needs any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.teamwork import queries as teamwork
from sepas.teamwork.actions.canned import remove_canned_reply
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def run() -> str:
        remove_canned_reply(actor, kept=teamwork.canned_reply(actor, pk), now=now)
        messages.success(request, _("The text is gone."))
        return "/desk/canned/"

    return once_then(request, run, now=now)
