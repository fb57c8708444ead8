"""What happens to the services that are offered. Subject: the offer, by its id."""

from dataclasses import dataclass
from typing import Any

from sepas.kernel.activity.registry import event


@event("service_offer.added", subject="service_offer")
@dataclass(frozen=True, slots=True)
class OfferAdded:
    """`terms` as `terms.promised` gives them."""

    offer_id: int
    kind: str
    model_id: int | None
    terms: dict[str, Any]


@event("service_offer.edited", subject="service_offer")
@dataclass(frozen=True, slots=True)
class OfferEdited:
    """`changes`: field to `[before, after]`. Whoever asked for it before keeps what was promised."""

    offer_id: int
    changes: dict[str, Any]


@event("service_offer.offered", subject="service_offer")
@dataclass(frozen=True, slots=True)
class OfferMade:
    """Customers can ask for it from now on, on these terms."""

    offer_id: int
    terms: dict[str, Any]


@event("service_offer.withdrawn", subject="service_offer")
@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    offer_id: int
    why: str = ""
