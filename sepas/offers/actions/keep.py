"""Writing down a service, and changing it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import vocabulary
from sepas.assets.models import ProductModel
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.policy import Denied, require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.offers import policies
from sepas.offers.events import OfferAdded, OfferEdited
from sepas.offers.lifecycle import OFFER, DurationUnit, OfferState, Pricing, ServiceKind, Way
from sepas.offers.models import ServiceOffer
from sepas.offers.terms import promised
from sepas.parties.models import Organisation

EDITABLE = (
    "kind", "model", "product_class", "name_fa", "name_en", "text_fa", "text_en", "way", "duration", "duration_unit",
    "pricing", "price", "prepare_fa", "prepare_en", "valid_from", "valid_to",
)  # fmt: skip
LONGEST = {
    "name_fa": 120,
    "name_en": 120,
    "text_fa": 2000,
    "text_en": 2000,
    "prepare_fa": 1000,
    "prepare_en": 1000,
}
CHOICES = {"kind": ServiceKind, "way": Way, "pricing": Pricing}
DEAREST = 10**15
"""Smallest units; more is a slip of the finger."""
LONGEST_DURATION = 999


def add_offer(actor: Actor, *, organisation: Organisation, now: datetime, **given: Any) -> ServiceOffer:
    """Write down a service, as a draft that customers do not see yet. `given`: any of `EDITABLE`.

    Raises `Invalid` by field with everything that is wrong at once; on `price` for a fixed one from somebody who does
    not see amounts.
    """
    require(policies.may_edit_offers(actor, organisation.pk))
    _known(given)
    blank: dict[str, Any] = dict.fromkeys(EDITABLE, "") | dict.fromkeys(
        ("model", "duration", "price", "valid_from", "valid_to")
    )
    values = _checked({**blank, **given}, organisation_id=organisation.pk)
    if values["pricing"] == Pricing.FIXED:
        _priced_by(actor)
    with transaction.atomic():
        offer = ServiceOffer.objects.create(organisation=organisation, state=OfferState.DRAFT, **values)
        terms = promised(offer, currency=organisation.currency)
        record(
            OfferAdded(offer.pk, offer.kind, offer.model_id, terms),
            actor=actor,
            organisation_id=organisation.pk,
            subject_id=offer.pk,
            at=now,
        )
    return offer


def edit_offer(actor: Actor, *, offer: ServiceOffer, now: datetime, **changes: Any) -> ServiceOffer:
    """Change fields of `EDITABLE`; nothing happens when nothing differs. Open cases keep what they were promised.

    Select `offer.model`. Whoever does not see amounts changes no price. Raises `Invalid`, `Stale`, `IllegalMove` for
    one that is withdrawn.
    """
    require(policies.may_edit_offer(actor, offer))
    _known(changes)
    OFFER.after(offer.state, "edit")
    before = {name: getattr(offer, name) for name in EDITABLE}
    after = _checked({**before, **changes}, organisation_id=offer.organisation_id)
    differing = {name: value for name, value in after.items() if value != before[name]}
    if not differing:
        return offer
    if differing.keys() & {"pricing", "price"}:
        _priced_by(actor)
    told = {name: [_plain(before[name]), _plain(value)] for name, value in differing.items()}
    with transaction.atomic():
        swap(offer, **differing)
        record(
            OfferEdited(offer.pk, told),
            actor=actor,
            organisation_id=offer.organisation_id,
            subject_id=offer.pk,
            at=now,
        )
    return offer


def _priced_by(actor: Actor) -> None:
    answer = policies.may_set_price(actor)
    if isinstance(answer, Denied):
        raise Invalid({"price": answer.reason}, code=answer.code)


def _known(given: dict[str, Any]) -> None:
    unknown = sorted(set(given) - set(EDITABLE))
    if unknown:
        raise TypeError(f"not editable: {', '.join(unknown)}")


def _checked(values: dict[str, Any], *, organisation_id: int) -> dict[str, Any]:
    problems: dict[str, type_of_text] = {}
    for name, longest in LONGEST.items():
        values[name] = normalise(str(values[name] or ""))
        if len(values[name]) > longest:
            problems[name] = _("This is too long.")
    if not values["name_fa"]:
        problems["name_fa"] = _("This cannot be empty.")
    for name, choices in CHOICES.items():
        if values[name] not in choices.values:
            problems[name] = _("Choose one from the list.")
    problems |= _about(values, organisation_id) | _price(values) | _duration(values)
    first, last = values["valid_from"], values["valid_to"]
    if first and last and last < first:
        problems["valid_to"] = _("It cannot end before it begins.")
    if problems:
        allowed = {name: choices.values for name, choices in CHOICES.items() if name in problems}
        raise Invalid(problems, data={"allowed": allowed} if allowed else {})
    return values


def _about(values: dict[str, Any], organisation_id: int) -> dict[str, type_of_text]:
    model: ProductModel | None = values["model"]
    if model is not None and model.organisation_id != organisation_id:
        return {"model": _("There is no model with this code.")}
    if model is not None and values["product_class"]:
        return {"product_class": _("Choose a model or a kind of product, not both.")}
    try:
        vocabulary.checked({"product_class": values["product_class"]})
    except Invalid as error:
        return dict(error.fields)
    return {}


def _price(values: dict[str, Any]) -> dict[str, type_of_text]:
    price = values["price"]
    if values["pricing"] != Pricing.FIXED:
        values["price"] = None
        return {}
    if price is None:
        return {"price": _("Say the price, or that it is told after an estimate.")}
    if not 0 < price <= DEAREST:
        return {
            "price": _("Write the price as a whole number above zero; what costs nothing is free of charge.")
        }
    return {}


def _duration(values: dict[str, Any]) -> dict[str, type_of_text]:
    if values["duration"] is None:
        values["duration_unit"] = ""
        return {}
    if not 1 <= values["duration"] <= LONGEST_DURATION:
        return {"duration": _("Write a whole number from 1 to 999.")}
    if values["duration_unit"] not in DurationUnit.values:
        return {"duration_unit": _("Choose one from the list.")}
    return {}


def _plain(value: Any) -> Any:
    if isinstance(value, ProductModel):
        return value.code
    return value.isoformat() if isinstance(value, date) else value
