"""GET /desk/units/<id>/ : one product: facts, guarantees as bars, registrations, decisions, cases."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas import rules
from sepas.assets import policies
from sepas.assets.outside_sale import outside_sale
from sepas.cases.queries.related import related
from sepas.kernel import clock
from sepas.warranty import owning
from sepas.warranty import policies as warranty_policies
from sepas.warranty import queries as warranty
from sepas.warranty.cards import rights_card
from sepas.warranty.days import local_day
from sepas.warranty.facts import known_facts
from sepas.web.desk import decision as decisions
from sepas.web.desk import facts
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    need(actor, "units.view")
    shown = warranty.unit_page(actor, pk)
    card = rights_card(shown.unit, as_of=local_day(now, shown.unit.organisation))
    known = rules.standard_library().schema.facts
    context = {
        "unit": shown.unit,
        "shown": shown,
        "may_edit": policies.may_edit_unit(actor, shown.unit),
        "outside_sale": outside_sale(shown.unit.model, _bought(shown)),
        "card": card,
        "levels": decisions.LEVELS,
        "known": [
            (
                known[name].title if name in known else {"fa": name, "en": name},
                facts.show(known.get(name), value),
            )
            for name, value in known_facts(shown.unit, registration=shown.active).items()
        ],
        "guarantee_card": owning.card_of(actor, shown.unit),
        "handover": owning.open_handover(actor, shown.unit),
        "may_hand_over": warranty_policies.may_offer_handover(actor, shown.unit),
        "may_extend": warranty_policies.may_extend_guarantee(actor, shown.unit),
        "invoices": owning.invoices_of(actor, shown.unit),
        "cases": related(actor, unit_id=shown.unit.pk),
        "decision": decisions.present(card.decision),
        "now": now,
    }
    return page(request, "desk/units/show.html", context, section="units")


def _bought(shown: warranty.UnitPage) -> date | None:
    """The day of its purchase: as its registration or the unit says, else the day on which it was registered."""
    registered = shown.active
    if registered is None or registered.purchased_on or shown.unit.sold_on:
        return (registered.purchased_on if registered else None) or shown.unit.sold_on
    return local_day(registered.created_at, shown.unit.organisation)
