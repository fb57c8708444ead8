"""What happens to an organisation's own promises."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("service_promise.set", subject="service_promise", settles=True)
@dataclass(frozen=True, slots=True)
class ServicePromiseSet:
    """`kind` is empty for every kind of case without a promise of its own."""

    kind: str
    name: str
    amount: int
    unit: str
    pausable_by: list[str]


@event("service_promise.removed", subject="service_promise", settles=True)
@dataclass(frozen=True, slots=True)
class ServicePromiseRemoved:
    kind: str
    name: str
