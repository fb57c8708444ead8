"""GET /handover/<secret>/ : what is offered, and how to take it. POST …/acceptance/ and …/refusal/ : the answer."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sepas.kernel import clock
from sepas.warranty import owning
from sepas.warranty.actions.handovers import accept_handover, decline_handover
from sepas.warranty.lifecycle import HandoverState
from sepas.web.answer import page, see_other
from sepas.web.once import once_then
from sepas.web.portal.me.gate import customers_only
from sepas.web.portal.visitors import visitor
from sepas.web.preferences import current


@never_cache
@require_safe
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """The product and the company; nothing of who gives it. The number it is for is shown by its ending."""
    offer, now = owning.handover_by_secret(secret), clock.now()
    waits = offer.state == HandoverState.OFFERED and offer.expires_at > now
    context = {
        "section": "me",
        "offer": offer,
        "waits": waits,
        "mine": visitor(request).mobile == offer.to_mobile,
        "signed_in": bool(visitor(request).mobile),
        "ending": offer.to_mobile[-4:],
    }
    response = page(request, "portal/handover/show.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@customers_only
@require_POST
def acceptance(request: HttpRequest, secret: str) -> HttpResponseBase:
    actor, now = replace(visitor(request), language=current().language), clock.now()
    offer = owning.handover_by_secret(secret)

    def act() -> str:
        taken = accept_handover(actor, handover=offer, name=request.POST.get("name", ""), now=now)
        messages.success(request, _("It is yours now, and the guarantee goes on."))
        return reverse("me-unit", args=[taken.unit_id])

    return once_then(request, act, now=now)


@customers_only
@require_POST
def refusal(request: HttpRequest, secret: str) -> HttpResponseBase:
    decline_handover(visitor(request), handover=owning.handover_by_secret(secret), now=clock.now())
    messages.success(request, _("Declined. Nothing has changed."))
    return see_other(reverse("me"))
