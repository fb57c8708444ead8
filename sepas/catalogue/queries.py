"""Reads of the catalogue."""

from datetime import date

from django.db.models import Q

from sepas import rules
from sepas.assets.models import ProductModel
from sepas.catalogue.models import Manual, Part, PhotoHint
from sepas.catalogue.readiness import Known
from sepas.kernel import epoch
from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.kernel.text import alphabetical
from sepas.offers.queries import standing
from sepas.teamwork.queries import branches_with_skill
from sepas.warranty.library import library_for

OWNERS = "owners read what belongs to their product, whoever they are"


def parts(actor: Actor, model: ProductModel) -> list[Part]:
    """The parts list of a model, by code. One query."""
    return list(Part.objects.visible_to(actor).filter(model=model).order_by("code"))


def manuals(actor: Actor, model: ProductModel) -> list[Manual]:
    """The manuals of a model for its staff, by language. One query."""
    return list(Manual.objects.visible_to(actor).filter(model=model).order_by("language"))


def manuals_for_owners(model: ProductModel) -> list[Manual]:
    """The manuals of a model for whoever has one, or wants one. One query."""
    found = Manual.objects.unscoped(OWNERS).filter(model=model, organisation_id=model.organisation_id)
    return list(found.order_by("-language"))


def manual_by_key(key: str) -> Manual:
    """The manual at this address; `NotFound` when there is none. One query."""
    found = Manual.objects.unscoped("whoever has the address may read the manual").filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def photo_hints(actor: Actor, *, model: ProductModel | None = None) -> list[PhotoHint]:
    """What is worth a photo, with the models; with `model`, what concerns things of it. One query."""
    found = PhotoHint.objects.visible_to(actor).select_related("model")
    if model is not None:
        found = found.filter(Q(model=model) | Q(product_class=model.product_class))
    rows = found.order_by("product_class", "kind", "pk")
    return sorted(
        rows,
        key=lambda row: (row.product_class, alphabetical(row.model.name_fa) if row.model else "", row.kind),
    )


def photo_hint(actor: Actor, pk: int) -> PhotoHint:
    """One query; `NotFound` when there is none that the actor may see."""
    found = PhotoHint.objects.visible_to(actor).select_related("model", "organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def photo_hints_for(organisation_id: int, model: ProductModel | None, product_class: str) -> list[PhotoHint]:
    """What is worth a photo of a thing of this model or kind, for whoever asks for service; those of the model first.

    One query an epoch.
    """
    wanted = model.product_class if model is not None else product_class

    def read() -> list[PhotoHint]:
        return list(PhotoHint.objects.unscoped(OWNERS).filter(organisation_id=organisation_id).order_by("pk"))

    found = [
        hint
        for hint in epoch.kept(organisation_id, "photo hints", read)
        if (model is not None and hint.model_id == model.pk)
        or (hint.model_id is None and hint.product_class == wanted)
    ]
    return sorted(found, key=lambda hint: hint.model_id is None)


def known_of(actor: Actor, model: ProductModel, day: date) -> Known:
    """What the check-list of a model rests on. Eight queries at most. Select `model.organisation`."""
    listed = parts(actor, model)
    services = standing(model.organisation_id, model=model, day=day)
    return Known(
        guarantee=_promised(model, day),
        parts=len(listed),
        orderable=sum(part.orderable for part in listed),
        manual=bool(model.manual_url) or Manual.objects.visible_to(actor).filter(model=model).exists(),
        trained_branches=len(branches_with_skill(actor, model.product_class, day)),
        services=frozenset(str(each.kind) for each in services),
        serviced=model.service_interval_months is not None,
        photos=bool(photo_hints(actor, model=model)),
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
