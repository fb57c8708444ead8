"""The rights card: what covers a unit until when, by which text. Shown to whoever asks about a serial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sepas import rules
from sepas.assets.models import Unit
from sepas.rules.exports import PackPeriod, guarantee_periods
from sepas.rules.model import Text
from sepas.warranty.days import local_day
from sepas.warranty.facts import known_facts
from sepas.warranty.library import libraries_for, library_for
from sepas.warranty.lifecycle import RegistrationState
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

    @property
    def commitment_until(self) -> date | None:
        """The last day on which parts and service are owed against payment, where a text says so."""
        owed = (row for row in self.decision.obligations if row.obligation == "spare_parts")
        return max((row.due for row in owed if row.due is not None), default=None)


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


def rights_cards(units: Sequence[Unit], *, now: datetime) -> dict[int, RightsCard]:
    """The cards of several units by their ids, each on the day it is where its organisation is.

    Two queries however many units, once compiled; select `model` and `organisation` with them.
    """
    held = libraries_for(unit.model for unit in units) if units else {}
    rows = Registration.objects.unscoped("the dates of a unit's guarantee are facts for the rules")
    active = (
        {row.unit_id: row for row in rows.filter(unit__in=units, state=RegistrationState.ACTIVE)}
        if units
        else {}
    )
    found = {}
    for unit in units:
        registration, as_of = active.get(unit.pk), local_day(now, unit.organisation)
        decision = decided(
            held[unit.model_id].library,
            known_facts(unit, registration=registration),
            as_of=as_of,
            jurisdiction=unit.organisation.jurisdiction,
        )
        bars = tuple(bar(period, as_of) for period in guarantee_periods(decision))
        found[unit.pk] = RightsCard(unit, as_of, registration, bars, decision)
    return found


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
