"""What happens to guarantees, registrations and decisions."""

from dataclasses import dataclass, field
from typing import Any

from sepas.kernel.activity.registry import event


@event("guarantee.published", subject="guarantee", settles=True)
@dataclass(frozen=True, slots=True)
class GuaranteePublished:
    guarantee_id: int
    pack: str
    version: str
    level: str
    product_model_ids: list[int] = field(default_factory=list)
    less_than_law: bool = False


@event("guarantee.ended", subject="guarantee", settles=True)
@dataclass(frozen=True, slots=True)
class GuaranteeEnded:
    """It is promised for no purchase after `last_day` (ISO); who bought by then keeps it."""

    guarantee_id: int
    pack: str
    version: str
    last_day: str
    why: str = ""


@event("guarantee.registered", subject="registration")
@dataclass(frozen=True, slots=True)
class GuaranteeRegistered:
    """A registration is active. Dates in ISO form; empty when the packs do not say yet."""

    registration_id: int
    unit_id: int
    customer_id: int
    starts_on: str = ""
    ends_on: str = ""


@event("registration.disputed", subject="registration")
@dataclass(frozen=True, slots=True)
class RegistrationDisputed:
    """Somebody registered a unit and it cannot be active: `reason` and `signs` say why (`reasons`).

    `present_owner_id` is the customer whose active registration it meets, who is to be told; or None.
    """

    registration_id: int
    unit_id: int
    customer_id: int
    reason: str
    signs: list[str] = field(default_factory=list)
    present_registration_id: int | None = None
    present_owner_id: int | None = None


@event("registration.reviewed", subject="registration")
@dataclass(frozen=True, slots=True)
class RegistrationReviewed:
    registration_id: int
    unit_id: int
    customer_id: int
    accepted: bool
    why: str
    ended_registration_id: int | None = None


@event("registration.ended", subject="registration")
@dataclass(frozen=True, slots=True)
class RegistrationEnded:
    """`reason`: `replaced`, `transferred`, `returned` or `other_owner`."""

    registration_id: int
    unit_id: int
    customer_id: int
    reason: str


@event("card.issued", subject="card")
@dataclass(frozen=True, slots=True)
class CardIssued:
    """`ending`: the code's last four digits; the code itself opens something and is in no event."""

    card_id: int
    unit_id: int
    ending: str
    instead_of_id: int | None = None


@event("invoice.received", subject="invoice")
@dataclass(frozen=True, slots=True)
class InvoiceReceived:
    invoice_id: int
    customer_id: int
    unit_id: int | None
    number: str
    dated_on: str
    sha256: str


@event("invoice.settled", subject="invoice")
@dataclass(frozen=True, slots=True)
class InvoiceSettled:
    invoice_id: int
    customer_id: int
    accepted: bool
    why: str
    unit_id: int | None = None
    registration_id: int | None = None


@event("handover.offered", subject="handover")
@dataclass(frozen=True, slots=True)
class HandoverOffered:
    handover_id: int
    unit_id: int
    from_customer_id: int
    to_ending: str
    expires_at: str


@event("handover.accepted", subject="handover")
@dataclass(frozen=True, slots=True)
class HandoverAccepted:
    handover_id: int
    unit_id: int
    from_customer_id: int
    to_customer_id: int
    registration_id: int | None = None
    why: str = ""


@event("handover.ended", subject="handover")
@dataclass(frozen=True, slots=True)
class HandoverEnded:
    """It came to nothing. `how`: `declined`, `cancelled` or `expired`."""

    handover_id: int
    unit_id: int
    from_customer_id: int
    how: str


@event("decision.made", subject="decision")
@dataclass(frozen=True, slots=True)
class DecisionMade:
    decision_id: int
    unit_id: int | None
    as_of: str
    lines: dict[str, str]
    provisional: bool
    result_hash: str


@event("decision.changed", subject="decision")
@dataclass(frozen=True, slots=True)
class DecisionChanged:
    """`decision_id` takes the place of `supersedes_id`; `change` as `Decision.change` keeps it."""

    decision_id: int
    supersedes_id: int
    unit_id: int | None
    change: dict[str, Any]
    provisional: bool
    result_hash: str


@event("invoice.erased", subject="invoice")
@dataclass(frozen=True, slots=True)
class InvoiceErased:
    """Paper and words went at the customer's wish. `redacted`: see `kernel.activity.redact`."""

    redacted: list[list[Any]] = field(default_factory=list)


@event("handover.erased", subject="handover")
@dataclass(frozen=True, slots=True)
class HandoverErased:
    """Number and words went at the wish of one of both."""

    redacted: list[list[Any]] = field(default_factory=list)


@event("registration.erased", subject="registration")
@dataclass(frozen=True, slots=True)
class RegistrationErased:
    """What was written about it went at the customer's wish."""

    redacted: list[list[Any]] = field(default_factory=list)
