"""GET /me/units/<id>/ : bar, next service, history, documents, and the owner's verbs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.assets import policies as assets_policies
from sepas.assets import queries as assets
from sepas.cases.queries.service import last_services, service_history
from sepas.catalogue.queries import manuals_for_owners
from sepas.kernel import clock
from sepas.kernel.errors import DomainError, Invalid
from sepas.warranty import owning, policies
from sepas.warranty.cards import rights_card
from sepas.warranty.days import local_day
from sepas.web.answer import page
from sepas.web.codes import unit_link
from sepas.web.portal.me.gate import customers_only
from sepas.web.portal.me.tracks import track_of
from sepas.web.portal.visitors import visitor
from sepas.web.services import services_for


@never_cache
@customers_only
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    return unit_page(request, pk)


def unit_page(request: HttpRequest, pk: int, *, error: DomainError | None = None) -> HttpResponse:
    """The page of one unit, again with what is wrong when a form on it needs attention. About fourteen queries."""
    actor = visitor(request)
    unit = assets.unit(actor, pk)
    card = rights_card(unit, as_of=local_day(clock.now(), unit.organisation))
    last = last_services([unit]).get(unit.pk)
    serviced_on = local_day(last, unit.organisation) if last else None
    fields: dict[str, Any] = dict(error.fields) if isinstance(error, Invalid) else {}
    if error is not None and not isinstance(error, Invalid):
        fields = {error.field or "unit": error.message}
    context = {
        "section": "me",
        "unit": unit,
        "card": card,
        "track": track_of(card),
        "service": owning.next_service(unit, last=serviced_on, as_of=card.as_of),
        "manuals": manuals_for_owners(unit.model),
        "services": services_for(unit, clock.now()),
        "history": service_history(actor, unit),
        "invoices": owning.invoices_of(actor, unit),
        "handover": owning.open_handover(actor, unit),
        "may_hand_over": policies.may_offer_handover(actor, unit),
        "may_report": assets_policies.may_report_unit(actor, unit),
        "link": unit_link(unit),
        "errors": fields,
        "values": request.POST if error else {},
    }
    return page(request, "portal/me/units/show.html", context, status=error.status if error else 200)
