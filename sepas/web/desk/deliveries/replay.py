"""POST /desk/deliveries/<id>/replay : run a failed reaction again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import NotFound
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.replay import replay
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    delivery = Delivery.objects.filter(pk=pk, organisation_id=actor.organisation_id).first()
    if delivery is None:
        raise NotFound

    def run() -> str:
        replay(actor, delivery=delivery, now=now)
        messages.success(request, _("The work waits to be done again."))
        return "/desk/deliveries/"

    return once_then(request, run, now=now)
