"""GET /desk/units/<id>/label/ : one label with the unit's code, for printing."""

from django.http import HttpRequest
from django.http.response import HttpResponse
from django.views.decorators.http import require_safe

from sepas.assets import queries as assets
from sepas.warranty import owning, policies
from sepas.web.desk.cards.labels import label_of
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "units.view")
    unit = assets.unit(actor, pk)
    card = owning.card_of(actor, unit)
    context = {
        "unit": unit,
        "labels": [label_of(unit, card)],
        "card": card,
        "may_card": policies.may_issue_cards(actor, unit.organisation_id),
    }
    return page(request, "desk/units/label.html", context, section="units")
