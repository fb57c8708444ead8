"""What a chosen service costs beside what the guarantee gives: two things that are easily taken for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sepas.cases.kinds import GIVING_BACK
from sepas.cases.lifecycle import Kind
from sepas.offers.lifecycle import Pricing
from sepas.web.explain import Explained
from sepas.web.services import price_in_words

ABOUT_THE_FAULT = frozenset({Kind.GUARANTEE_REPAIR, Kind.PAID_REPAIR, Kind.COMPLAINT, *GIVING_BACK})
"""Kinds whose decision is about the very thing that was asked for; of others it tells what holds for a fault."""


@dataclass(frozen=True, slots=True)
class Costs:
    """`service` stands by the price of the chosen service, `decision` above the decision; both may be empty."""

    service: str = ""
    decision: str = ""


def costs_of(kind: str, offer: Mapping[str, Any] | None, decision: Explained | None) -> Costs:
    """What is to be paid and what is not, where a page would otherwise leave that open.

    `offer`: the terms that a case keeps.
    """
    if decision is None:
        return Costs()
    pricing = Pricing(offer["price"]["kind"]) if offer else None
    if kind not in ABOUT_THE_FAULT:
        return Costs(_apart(pricing), _if_faulty(offer, pricing))
    if pricing in {None, Pricing.FREE} or not decision.free_repair:
        return Costs()
    return Costs(
        _(
            "As far as is known now this repair is free for you, and this price is not yours to pay. It would hold "
            "only for work that the guarantee does not cover, and not before you agree to it."
        ),
        _(
            "This is about the fault itself. Work that the guarantee does not cover has the price that stands with "
            "the service."
        ),
    )


def _apart(pricing: Pricing | None) -> str:
    if pricing == Pricing.FIXED:
        return _(
            "This is what you pay for the service itself. Repairing a fault is another matter: what the guarantee "
            "gives is further down."
        )
    if pricing == Pricing.ESTIMATE:
        return _(
            "You are told the price before work begins. Repairing a fault is another matter: what the guarantee "
            "gives is further down."
        )
    return ""


def _if_faulty(offer: Mapping[str, Any] | None, pricing: Pricing | None) -> str:
    if offer is None or pricing is None:
        return _("If the product has a fault:")
    if pricing == Pricing.FIXED:
        price = price_in_words(offer["price"])
        return _("The service that you asked for costs %(price)s. If the product has a fault:") % {
            "price": price
        }
    if pricing == Pricing.FREE:
        return _("The service that you asked for is free of charge. If the product has a fault:")
    return _(
        "The price of the service that you asked for comes after an estimate. If the product has a fault:"
    )
