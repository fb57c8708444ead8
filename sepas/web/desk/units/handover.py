"""POST /desk/units/<id>/handover : the unit is offered to its next owner, as the present one asked."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.assets import queries as assets
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty.actions.handovers import offer_handover
from sepas.web.answer import error_page
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    unit = assets.unit(actor, pk)

    def run() -> str:
        offer_handover(actor, unit=unit, mobile=request.POST.get("mobile", ""), now=now)
        messages.success(request, _("Offered. The new owner was sent a link; it is theirs once they accept."))
        return f"/desk/units/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return error_page(request, error)
