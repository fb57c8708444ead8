"""POST /desk/macros/<id>/removal : a macro that nobody needs any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.teamwork import queries as teamwork
from sepas.teamwork.actions.macros import remove_macro
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def run() -> str:
        remove_macro(actor, kept=teamwork.macro(actor, pk), now=now)
        messages.success(request, _("The macro is gone."))
        return "/desk/macros/"

    return once_then(request, run, now=now)
