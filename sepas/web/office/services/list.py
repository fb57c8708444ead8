"""GET /office/services/ : the services that the company offers, drafts and withdrawn ones too."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.assets import vocabulary
from sepas.offers import policies, queries
from sepas.offers.lifecycle import OfferState
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.services import service_of

SHOWN = 200


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    state = request.GET.get("state", "")
    state = state if state in OfferState.values else ""
    rows = queries.in_order(queries.offers(actor, state=state)[:SHOWN])
    classes = vocabulary.choices("product_class")
    context = {
        "offers": [(row, service_of(row), classes.get(row.product_class)) for row in rows],
        "state": state,
        "states": OfferState.choices,
        "may": policies.may_edit_offers(actor, organisation_of(request).pk),
    }
    return page(request, "office/services/list.html", context, section="services")
