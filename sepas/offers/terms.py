"""What an offer promises on the day it is asked for, as it is remembered; and for what it fits."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sepas.assets.models import ProductModel
from sepas.offers.lifecycle import OfferState, Pricing
from sepas.offers.models import ServiceOffer


def promised(offer: ServiceOffer, *, currency: str, day: date | None = None) -> dict[str, Any]:
    """The terms as plain JSON: what a case keeps, whatever becomes of the offer later.

    `{id, version, kind, name: {fa, en}, way, price: {kind, amount, currency}, duration: {amount, unit} or null,
    prepare: {fa, en}, promised_on}`; amounts in the smallest unit of the currency.
    """
    return {
        "id": offer.pk,
        "version": offer.version,
        "kind": str(offer.kind),
        "name": {"fa": offer.name_fa, "en": offer.name_en or offer.name_fa},
        "way": str(offer.way),
        "price": {
            "kind": str(offer.pricing),
            "amount": offer.price if offer.pricing == Pricing.FIXED else None,
            "currency": currency,
        },
        "duration": {"amount": offer.duration, "unit": str(offer.duration_unit)} if offer.duration else None,
        "prepare": {"fa": offer.prepare_fa, "en": offer.prepare_en or offer.prepare_fa},
        "promised_on": day.isoformat() if day else None,
    }


def amount_of(price: Mapping[str, Any]) -> int | None:
    """The amount of a promised `price`, in the smallest unit of its currency: nought where it is free, None where it is
    to be estimated."""
    return 0 if price["kind"] == Pricing.FREE else price["amount"]


def stands(offer: ServiceOffer, day: date) -> bool:
    """Whether it can be asked for on `day`."""
    return (
        offer.state == OfferState.OFFERED
        and (offer.valid_from is None or offer.valid_from <= day)
        and (offer.valid_to is None or day <= offer.valid_to)
    )


def fits(offer: ServiceOffer, model: ProductModel | None, product_class: str = "") -> bool:
    """Whether it is for a thing of this model, or, where the model is not known, of this kind of product."""
    if offer.model_id is not None:
        return model is not None and offer.model_id == model.pk
    if not offer.product_class:
        return True
    return offer.product_class == (model.product_class if model is not None else product_class)


def fitting(
    offers: Iterable[ServiceOffer], model: ProductModel | None, product_class: str = ""
) -> list[ServiceOffer]:
    """Those that fit, the ones made for this very model first, then those for its kind, in their order."""
    found = [offer for offer in offers if fits(offer, model, product_class)]
    return sorted(found, key=lambda offer: (offer.model_id is None, not offer.product_class))
