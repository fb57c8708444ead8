"""Free times: when somebody of the branch could come, or the device be brought."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sepas.cases import appointment_policies as policies
from sepas.cases.appointment_lifecycle import LONGEST, SHORTEST
from sepas.cases.appointments import suits
from sepas.cases.models import Case
from sepas.cases.queries.appointments import expected
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.offers.lifecycle import DurationUnit
from sepas.parties.arranged import assignable
from sepas.parties.models import Staff
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import Span, working_spans
from sepas.teamwork.models import Absence

GRID = timedelta(minutes=30)
"""Times begin at whole and half hours of the branch's clock."""
LEAD = timedelta(hours=1)
"""Nobody can be there sooner."""
LOOKED_AT = 30
"""Days ahead that are looked at."""
MOST = 12
A_DAY = 4
"""Times told of one day, so that a quiet day does not hide the others."""
USUAL = timedelta(hours=2)
WHY = "somebody is away, whoever sees why"


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A window of time within the branch's hours; who is free then, whoever has the fewest appointments of that day
    first; whether it is what the customer wished.
    """

    begins_at: datetime
    ends_at: datetime
    people: Sequence[Staff]
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Diary:
    """When somebody is expected somewhere, and on which days they are away."""

    busy: Sequence[Span] = ()
    away: Sequence[tuple[date, date]] = ()

    def free(self, span: Span, day: date) -> bool:
        begin, end = span
        return not any(first <= day <= last for first, last in self.away) and not any(
            begin < until and end > since for since, until in self.busy
        )

    def on(self, day: date, calendar: WorkingCalendar) -> int:
        return sum(calendar.local_day(begin) == day for begin, _end in self.busy)


def free_times(
    actor: Actor,
    *,
    case: Case,
    technician: Staff | None = None,
    length: timedelta | None = None,
    now: datetime,
    most: int = MOST,
) -> list[FreeTime]:
    """The next windows of `length` (`length_of` the case unless said) at which `technician`, or else anybody who may be
    given work at the case's branch, is expected nowhere else and not away: the first `most`, and as many again of those
    that the customer wished, in the order of time. Two queries, and those for what is arranged. Raises `Refused` for
    whoever may not appoint, `Invalid` on `length`.
    """
    require(policies.may_appoint(actor, case))
    length = length or length_of(case)
    if not SHORTEST <= length <= LONGEST:
        raise Invalid({"length": _("A quarter of an hour to ten hours.")})
    people = [technician] if technician is not None else assignable(actor, case.branch)
    return told_of(case, people, length=length, first=now + LEAD, now=now, most=most)


def length_of(case: Case) -> timedelta:
    """How long an appointment of this case takes: as long as its service was promised to take, where that is told in
    minutes or hours and can be appointed; else as long as is usual.
    """
    promised = (case.offer or {}).get("duration") or {}
    unit = {DurationUnit.MINUTE: timedelta(minutes=1), DurationUnit.HOUR: timedelta(hours=1)}.get(
        promised.get("unit", "")
    )
    length = promised["amount"] * unit if unit else USUAL
    return length if SHORTEST <= length <= LONGEST else USUAL


def told_of(
    case: Case,
    people: Sequence[Staff],
    *,
    length: timedelta,
    first: datetime,
    now: datetime,
    most: int = MOST,
) -> list[FreeTime]:
    """Windows from `first` on at which one of `people` is free, as `free_times` tells them. Two queries."""
    case.branch.organisation = case.organisation
    calendar = calendar_of(case.branch)
    found = windows(calendar, diaries(people, case, now), length=length, first=first, now=now)
    by_id = {person.pk: person for person in people}
    wish = case.preference or {}
    told: list[FreeTime] = []
    wished = 0
    for (begin, end), free in found:
        suit = suits(wish, begin, end, calendar)
        if len(told) - wished < most or (suit and wished < most):
            told.append(FreeTime(begin, end, [by_id[pk] for pk in free], suit))
            wished += suit
    return told


def windows(
    calendar: WorkingCalendar,
    diaries: Mapping[int, Diary],
    *,
    length: timedelta,
    first: datetime | None = None,
    now: datetime,
) -> list[tuple[Span, list[int]]]:
    """Windows of `length` that begin at `first` or later (by itself an hour from now), at most `A_DAY` a day, with
    whoever of `diaries` is free. Pure.
    """
    first = first or now + LEAD
    today = calendar.local_day(now)
    found: list[tuple[Span, list[int]]] = []
    for ahead in range(LOOKED_AT + 1):
        day = today + timedelta(days=ahead)
        load = Counter({pk: diary.on(day, calendar) for pk, diary in diaries.items()})
        left = A_DAY
        for opens, closes in working_spans(day, calendar):
            begin = _on_grid(max(opens, first), opens)
            while begin + length <= closes and left:
                span = (begin, begin + length)
                free = [pk for pk, diary in diaries.items() if diary.free(span, day)]
                if free:
                    found.append((span, sorted(free, key=lambda pk: load[pk])))
                    left -= 1
                begin += _stride(length) if free else GRID
    return found


def _on_grid(moment: datetime, opens: datetime) -> datetime:
    """The first whole half hour from `opens` on that is not before `moment`."""
    return opens + -(-(moment - opens) // GRID) * GRID


def _stride(length: timedelta) -> timedelta:
    return -(-length // GRID) * GRID


def diaries(people: Sequence[Staff], case: Case, now: datetime) -> dict[int, Diary]:
    """What each of `people` has to do in the days that are looked at, besides this case. Two queries."""
    until = now + timedelta(days=LOOKED_AT + 1)
    busy: defaultdict[int, list[Span]] = defaultdict(list)
    appointed = expected(people, now, until, besides=case)
    for pk, begin, end in appointed.values_list("technician_id", "begins_at", "ends_at"):
        busy[pk].append((begin, end))
    away: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    absences = Absence.objects.unscoped(WHY).filter(
        staff__in=people, last__gte=now.date() - timedelta(days=1), first__lte=until.date()
    )
    for pk, first, last in absences.values_list("staff_id", "first", "last"):
        away[pk].append((first, last))
    return {person.pk: Diary(busy[person.pk], away[person.pk]) for person in people}
