"""What a decision owes and unlocks, read from the record that was kept. The one place that knows its shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sepas.warranty.models import Decision

OWED_BY_US = frozenset({"supplier", "seller", "producer", "agency", "importer", "repairer"})


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation whose clock starts with something that happens in the case."""

    name: str
    source: str
    provision: str
    title: dict[str, str]
    text: dict[str, str]
    amount: int
    unit: str
    month_calendar: str
    starts: frozenset[str]
    pausable_by: tuple[str, ...] = ()
    remedies: tuple["Remedy", ...] = ()
    """What a breach of it unlocks."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a breach unlocks. `amount` in the organisation's currency, as far as facts give it."""

    name: str
    source: str
    provision: str
    title: dict[str, str]
    text: dict[str, str]
    amount: int | None = None
    per: str = ""
    extends: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder of complaints."""

    name: str
    body: str
    body_title: dict[str, str]
    text: dict[str, str]
    amount: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one decision says, as far as a case needs it."""

    owed: tuple[Owed, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    ladder: tuple[Step, ...] = ()
    missing: tuple[str, ...] = ()
    lines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def unlocked_by(self, names: Iterable[str], obligation: str) -> list[Remedy]:
        raise NotImplementedError


def terms_of(decision: Decision | None) -> Terms:
    raise NotImplementedError
