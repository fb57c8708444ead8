"""GET, POST /office/services/<id>/ : one service; POST changes it. Below it, offering and withdrawing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.assets import vocabulary
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.offers import policies, queries
from sepas.offers.actions.keep import edit_offer
from sepas.offers.actions.life import make_offer, withdraw_offer
from sepas.offers.lifecycle import OFFER, OfferState
from sepas.offers.models import ServiceOffer
from sepas.offers.terms import stands
from sepas.warranty.days import local_day
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.services.form import context_of, given_in
from sepas.web.once import once_then
from sepas.web.services import service_of


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    offer = queries.offer(actor, pk)
    if request.method != "POST":
        return _page(request, offer)

    def run() -> None:
        edit_offer(actor, offer=offer, now=now, **given_in(request, offer))
        messages.success(
            request, _("The service is kept. Open requests keep the price that they were promised.")
        )

    return _then(request, offer, run)


@staff_only
@require_POST
def offering(request: HttpRequest, pk: int) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    offer = queries.offer(actor, pk)

    def run() -> None:
        make_offer(actor, offer=offer, day=local_day(now, organisation), now=now)
        messages.success(request, _("Customers can ask for it now."))

    return _then(request, offer, run)


@staff_only
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    offer = queries.offer(actor, pk)

    def run() -> None:
        withdraw_offer(actor, offer=offer, why=request.POST.get("why", ""), now=now)
        messages.success(
            request, _("Nobody can ask for it any more. Who asked before keeps what was promised.")
        )

    return _then(request, offer, run)


def _then(request: HttpRequest, offer: ServiceOffer, act: Callable[[], None]) -> HttpResponse:
    def run() -> str:
        act()
        return f"/office/services/{offer.pk}/"

    try:
        return once_then(request, run, now=clock.now())
    except Invalid as error:
        return _page(request, queries.offer(actor_of(request), offer.pk), error)


def _page(request: HttpRequest, offer: ServiceOffer, error: Invalid | None = None) -> HttpResponse:
    typed = request.resolver_match is not None and request.resolver_match.func == show
    context = context_of(request, offer, error if typed else None)
    if error and not typed:
        context |= {"problem": error.message, "errors": dict(error.fields)}
    context |= {
        "may": policies.may_edit_offer(actor_of(request), offer),
        "service": service_of(offer),
        "kind": vocabulary.choices("product_class").get(offer.product_class),
        "verbs": OFFER.verbs_from(offer.state),
        "waits": offer.state == OfferState.OFFERED
        and not stands(offer, local_day(clock.now(), organisation_of(request))),
    }
    status = error.status if error else 200
    return page(request, "office/services/show.html", context, section="services", status=status)
