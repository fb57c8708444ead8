"""Calendars of branches, and what the organisation promises."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from django.db.models import Q

from sepas.kernel import epoch
from sepas.kernel.actor import Actor
from sepas.parties.hours import Intervals, default_hours
from sepas.parties.models import Branch, Organisation, SpecialDay
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.models import ServicePromise
from sepas.service_levels.official import (
    KNOWN_YEARS,
    HolidayName,
    estimated_holidays,
    holiday_dates,
    official_holidays,
)

WHY = "a calendar is the same for everybody who counts by it"

Special = tuple[tuple[date, str], ...]


def calendar_of(branch: Branch) -> WorkingCalendar:
    """When a branch works: its hours, its jurisdiction's official holidays, and special days of the
    organisation, of the branches above, and of its own, the nearest winning.

    At most one query (two if the branch came without its organisation): kept for as long as nothing is arranged
    anew. Calendars are kept by what they are made of, so the same hours and days always give the same object.
    """
    return calendars_of([branch])[branch.pk]


def calendars_of(branches: Sequence[Branch]) -> dict[int, WorkingCalendar]:
    """Calendars of several branches by id; one query for each organisation that was not asked for in its epoch."""
    return {
        branch.pk: epoch.kept(
            branch.organisation_id, ("calendar", branch.pk), partial(_read_calendar, branch)
        )
        for branch in branches
    }


@dataclass(frozen=True, slots=True)
class Holiday:
    """An official holiday as a branch keeps it; `hours` are those of the special day that overrides it."""

    day: date
    name: HolidayName
    estimated: bool
    special: SpecialDay | None
    hours: Intervals

    @property
    def is_open(self) -> bool:
        return bool(self.hours)


def holidays_of(
    organisation: Organisation, branch: Branch | None, *, first: date, last: date
) -> list[Holiday]:
    """Official holidays from `first` to `last`, with what the organisation or branch makes of them.

    One query. A holiday without a special day is closed.
    """
    code = organisation.jurisdiction
    years = range(first.year, last.year + 1)
    named = {day: name for day, name in official_holidays(code, years).items() if first <= day <= last}
    guessed = estimated_holidays(code, years)
    own = _nearest(branch.ancestor_ids if branch else [], _rows(organisation.pk, branch, list(named)))
    return [
        Holiday(day, name, day in guessed, own.get(day), own[day].intervals if day in own else [])
        for day, name in named.items()
    ]


def promises_for(organisation: Organisation, kind: str) -> list[ServicePromise]:
    """What is promised for this kind of case: per name the kind's own promise, else the general one."""

    def read() -> list[ServicePromise]:
        rows = ServicePromise.objects.unscoped("a promise binds whoever opens the case")
        found: dict[str, ServicePromise] = {}
        for row in rows.filter(organisation=organisation, kind__in={"", kind}).order_by("kind", "name"):
            found[row.name] = row
        return sorted(found.values(), key=lambda row: row.name)

    return list(epoch.kept(organisation.pk, ("promises", kind), read))


def promises(actor: Actor) -> list[ServicePromise]:
    """All promises of the actor's organisation, general ones first."""
    return list(ServicePromise.objects.visible_to(actor).order_by("kind", "name"))


@lru_cache(maxsize=512)
def _calendar(hours: str, jurisdiction: str, zone: str, special: Special) -> WorkingCalendar:
    weekly = json.loads(hours) or default_hours(jurisdiction)
    return WorkingCalendar.of(
        {int(weekday): intervals for weekday, intervals in weekly.items()},
        holidays=holiday_dates(jurisdiction, KNOWN_YEARS[0], KNOWN_YEARS[-1]),
        timezone=zone,
        special_days={day: json.loads(intervals) for day, intervals in special},
    )


def _read_calendar(branch: Branch) -> WorkingCalendar:
    of = branch.organisation
    special = SpecialDay.objects.unscoped(WHY).filter(organisation=of)
    days = _nearest(branch.ancestor_ids, epoch.kept(of.pk, "special days", lambda: list(special)))
    return _calendar(
        json.dumps(branch.hours, sort_keys=True),
        of.jurisdiction,
        of.time_zone,
        tuple((day, json.dumps(row.intervals)) for day, row in sorted(days.items())),
    )


def _rows(organisation_id: int, branch: Branch | None, days: list[date]) -> list[SpecialDay]:
    where = Q(branch=None) | Q(branch__in=branch.ancestor_ids if branch else [])
    return list(SpecialDay.objects.unscoped(WHY).filter(where, organisation=organisation_id, day__in=days))


def _nearest(ancestors: list[int], rows: Iterable[SpecialDay]) -> dict[date, SpecialDay]:
    rank = {pk: depth for depth, pk in enumerate(ancestors, start=1)}
    found: dict[date, SpecialDay] = {}
    for row in rows:
        if row.branch_id is not None and row.branch_id not in rank:
            continue
        held = found.get(row.day)
        if held is None or rank.get(row.branch_id or 0, 0) > rank.get(held.branch_id or 0, 0):
            found[row.day] = row
    return found
