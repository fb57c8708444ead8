"""From when until when a unit is covered, as the packs count it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sepas.assets.models import Unit
from sepas.rules.exports import PackPeriod, guarantee_periods
from sepas.warranty.facts import known_facts
from sepas.warranty.library import library_for
from sepas.warranty.models import Registration


@dataclass(frozen=True, slots=True)
class Found:
    """The earliest start and the latest end of the guarantees of all packs; None while a pack cannot say.

    `missing` names the facts that would tell.
    """

    starts_on: date | None
    ends_on: date | None
    missing: tuple[str, ...]
    each: tuple[PackPeriod, ...]


def of_unit(unit: Unit, *, registration: Registration | None, as_of: date) -> Found:
    """The guarantee of `unit` by every pack in force for it. Select `unit.model` and `unit.organisation`."""
    library = library_for(unit.organisation, unit.model).library
    facts = library.parse_facts(known_facts(unit, registration=registration))
    decision = library.decide(facts, as_of=as_of, jurisdiction=unit.organisation.jurisdiction)
    return together(guarantee_periods(decision))


def together(each: list[PackPeriod]) -> Found:
    """Rights add up: the guarantee starts when the first pack's does and ends with the last."""
    starts = [period.starts_on for period in each if period.starts_on is not None]
    ends = [period.ends_on for period in each if period.ends_on is not None]
    missing = dict.fromkeys(fact for period in each for fact in period.missing)
    return Found(min(starts, default=None), max(ends, default=None), tuple(missing), tuple(each))
