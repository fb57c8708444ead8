"""What happens to product models and to the things in people's hands."""

from dataclasses import dataclass, field
from typing import Any

from sepas.kernel.activity.registry import event


@event("model.added", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ModelAdded:
    model_id: int
    code: str
    product_class: str


@event("model.edited", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ModelEdited:
    """`changes`: field to `[before, after]`."""

    model_id: int
    changes: dict[str, Any]


@event("model.put_on_sale", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ModelPutOnSale:
    """Nothing that its owners will need was missing; `day` (ISO) is the first on which it can be bought."""

    model_id: int
    day: str


@event("model.discontinued", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ModelDiscontinued:
    """The last unit was sold on `day`; parts and service are owed until `service_until`. Days in ISO form."""

    model_id: int
    day: str
    service_until: str | None = None


@event("model.service_ended", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ModelServiceEnded:
    model_id: int


@event("model.outside_sale", subject="model")
@dataclass(frozen=True, slots=True)
class UnitsOutsideSale:
    """So many units were `sold` or `registered` while the model was in `state`, not on sale; the first ones by id."""

    model_id: int
    state: str
    how: str
    units: int
    unit_ids: list[int]


@event("unit.added", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitAdded:
    unit_id: int
    model_id: int
    serial: str
    dates: dict[str, Any] = field(default_factory=dict)


@event("unit.edited", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitEdited:
    """`changes`: field to `[before, after]`; dates in ISO form. `why` as the person wrote it."""

    unit_id: int
    changes: dict[str, Any]
    why: str = ""


@event("unit.guarantee_extended", subject="unit")
@dataclass(frozen=True, slots=True)
class GuaranteeExtended:
    """The company keeps this unit under guarantee until `until`; `was`: until when it had been extended before, or
    empty. Days in ISO form.
    """

    unit_id: int
    until: str
    was: str
    why: str


@event("unit.extension_ended", subject="unit")
@dataclass(frozen=True, slots=True)
class ExtensionEnded:
    """What had been extended until `was` is so no more: it was a mistake, or is taken back."""

    unit_id: int
    was: str
    why: str


@event("unit.transferred", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitTransferred:
    unit_id: int
    from_customer_id: int | None
    to_customer_id: int
    why: str = ""


@event("unit.replaced", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitReplaced:
    """`unit_id` left the customer's hands; `by_unit_id` took its place and its dates."""

    unit_id: int
    by_unit_id: int
    serial: str
    by_serial: str
    why: str = ""


@event("unit.released", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitReleased:
    """Its owner said that it is theirs no more; who has it now is not known."""

    unit_id: int
    from_customer_id: int
    why: str = ""


@event("unit.reported_lost", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitReportedLost:
    unit_id: int
    customer_id: int | None


@event("unit.found", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitFound:
    unit_id: int
    customer_id: int | None


@event("unit.returned", subject="unit")
@dataclass(frozen=True, slots=True)
class UnitReturned:
    """It went back to the seller and the sale is undone; nobody owns it."""

    unit_id: int
    from_customer_id: int | None
    why: str = ""
