"""POST /desk/handovers/<id>/acceptance, …/cancellation : for people who stand at the desk with their papers."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty import owning
from sepas.warranty.actions.handovers import accept_handover, cancel_handover
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.handovers.list import handovers_page
from sepas.web.once import once_then


@staff_only
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    offer = owning.handover(actor, pk)

    def run() -> str:
        accept_handover(actor, handover=offer, why=request.POST.get("why", ""), now=now)
        messages.success(request, _("The unit has its new owner, and the guarantee goes on."))
        return f"/desk/units/{offer.unit_id}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return handovers_page(request, wrong=offer.pk, error=error)


@staff_only
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    offer = owning.handover(actor, pk)

    def run() -> str:
        cancel_handover(actor, handover=offer, now=now)
        messages.success(request, _("The offer is withdrawn."))
        return f"/desk/units/{offer.unit_id}/"

    return once_then(request, run, now=now)
