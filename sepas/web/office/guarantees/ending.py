"""POST /office/guarantees/<id>/ending : a guarantee is promised for no further purchases."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty import queries as warranty
from sepas.warranty.actions.end_guarantee import end_guarantee
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.forms import read_date
from sepas.web.office.guarantees.list import whole_page
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = warranty.guarantee(actor, pk)

    def run() -> str:
        end_guarantee(
            actor,
            guarantee=row,
            last_day=read_date(request.POST, "last_day"),
            why=request.POST.get("why", ""),
            now=now,
        )
        messages.success(request, _("It is promised for no later purchases. Who has it keeps it."))
        return "/office/guarantees/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return whole_page(request, error)
