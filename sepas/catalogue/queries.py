"""Reads of the catalogue."""

from datetime import date

from sepas import rules
from sepas.assets.models import ProductModel
from sepas.catalogue.models import Part
from sepas.catalogue.readiness import Known
from sepas.kernel.actor import Actor
from sepas.offers.queries import standing
from sepas.teamwork.queries import branches_with_skill
from sepas.warranty.library import library_for


def parts(actor: Actor, model: ProductModel) -> list[Part]:
    """The parts list of a model, by code. One query."""
    return list(Part.objects.visible_to(actor).filter(model=model).order_by("code"))


def known_of(actor: Actor, model: ProductModel, day: date) -> Known:
    """What the check-list of a model rests on. Six queries at most. Select `model.organisation`."""
    listed = parts(actor, model)
    services = standing(model.organisation_id, model=model, day=day)
    return Known(
        guarantee=_promised(model, day),
        parts=len(listed),
        orderable=sum(part.orderable for part in listed),
        manual=bool(model.manual_url),
        trained_branches=len(branches_with_skill(actor, model.product_class, day)),
        services=frozenset(str(each.kind) for each in services),
        serviced=model.service_interval_months is not None,
    )


def _promised(model: ProductModel, day: date) -> bool:
    """Whether somebody who buys it on `day` gets a guarantee of the company's own."""
    library = library_for(model.organisation, model).library
    facts = {"product_class": model.product_class, "purchase_date": day, "delivery_date": day}
    if model.vehicle_class:
        facts["vehicle_class"] = model.vehicle_class
    decision = library.decide(
        library.parse_facts(facts), as_of=day, jurisdiction=model.organisation.jurisdiction
    )
    law = {pack.id for pack in rules.standard_library().packs}
    return any(pack.id not in law for pack in decision.packs)
