"""The rights card: what covers a unit until when, by which text. Shown to whoever asks about a serial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sepas import rules
from sepas.assets.models import Unit
from sepas.rules.exports import PackPeriod, guarantee_periods
from sepas.rules.model import Text
from sepas.warranty.facts import known_facts
from sepas.warranty.library import library_for
from sepas.warranty.models import Registration
from sepas.warranty.queries import active_registration, decided

BarState = Literal["running", "over", "not_started", "unknown"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a right is written: the provision, its instrument and article, and how well the source was read."""

    provision: str
    title: Text
    text: Text
    instrument: Text
    article: str
    status: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One guarantee over time. `share` is how much of it is gone, 0 to 100; None while a day is unknown.

    `days_left` counts the days after today up to the last one; 0 on the last day and after it. `missing` names the
    facts that would tell a day or may still move it.
    """

    pack: str
    level: str
    title: Text
    state: BarState
    starts_on: date | None
    ends_on: date | None
    days_left: int | None
    share: int | None
    km: int | None
    missing: tuple[str, ...]
    rests_on_unverified: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class RightsCard:
    """`decision` is what would be decided for a fault of unknown cause that appears on `as_of`."""

    unit: Unit
    as_of: date
    registration: Registration | None
    bars: tuple[Bar, ...]
    decision: rules.Decision

    @property
    def best(self) -> Bar | None:
        """The bar that lasts longest, for a page that shows one."""
        known = [bar for bar in self.bars if bar.ends_on is not None]
        return max(known, key=lambda bar: bar.ends_on or date.min, default=None)


def rights_card(unit: Unit, *, as_of: date) -> RightsCard:
    """The card of a unit on a day. Two queries once compiled; select `unit.model` and `unit.organisation`."""
    registration = active_registration(unit)
    decision = decided(
        library_for(unit.organisation, unit.model).library,
        known_facts(unit, registration=registration),
        as_of=as_of,
        jurisdiction=unit.organisation.jurisdiction,
    )
    bars = tuple(bar(period, as_of) for period in guarantee_periods(decision))
    return RightsCard(unit, as_of, registration, bars, decision)


def bar(period: PackPeriod, as_of: date) -> Bar:
    """A pack's period as it stands on a day."""
    start, end = period.starts_on, period.ends_on
    left = share = None
    state: BarState = "unknown"
    if end is not None:
        left = max((end - as_of).days, 0)
        state = "over" if as_of > end else "running"
    if start is not None and end is not None:
        whole = (end - start).days + 1
        gone = min(max((as_of - start).days, 0), whole)
        share = 100 if as_of > end else gone * 100 // whole
        state = "not_started" if as_of < start else state
    return Bar(
        period.pack,
        period.level,
        period.title,
        state,
        start,
        end,
        left,
        share,
        period.km,
        period.missing,
        period.rests_on_unverified,
        tuple(
            _citation(item.provision, item.title, item.text, item.cite, item.status)
            for item in period.provisions
        ),
    )


def _citation(provision: str, title: Text, text: Text, cite: Mapping[str, object], status: str) -> Citation:
    instrument = cite["instrument"]
    assert isinstance(instrument, Mapping)
    return Citation(provision, title, text, dict(instrument), str(cite["article"]), status)
