"""Working time: the time during which a place is open, exact across changes of the clock.

Moments are aware; results are in UTC. Hours are read on the wall clock of the calendar's zone: on a night
that loses an hour an opening inside the gap happens when the gap ends, and a time that comes twice means its
first coming. Durations are time that really passes, so a day open round the clock may have 23 or 25 hours.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from .calendars import WorkingCalendar

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_NONE = timedelta(0)

DAYS_KEPT = 2000
"""Days of a calendar whose opening moments are remembered at most."""

Span = tuple[datetime, datetime]


def add_working_time(start: datetime, duration: timedelta, calendar: WorkingCalendar) -> datetime:
    """The first moment, not before `start`, at which `duration` of working time has passed since `start`.

    What ends exactly at closing time ends then, not at the next opening; no duration at all ends at `start`.
    Raises ValueError for a naive moment or a negative duration, OverflowError beyond the year 9999.
    """
    if duration < _NONE:
        raise ValueError("working time can only be added, not taken away")
    start = in_utc(start)
    if duration == _NONE:
        return start
    day, left = calendar.local_day(start), duration
    while True:
        if day.day == 1 and start < day_start(day, calendar):
            whole = _month_total(day, calendar)
            if whole < left:
                left -= whole
                day = _next_month(day)
                continue
        for opens, closes in working_spans(day, calendar):
            begin = max(opens, start)
            if begin >= closes:
                continue
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        day += _DAY


def working_time_between(a: datetime, b: datetime, calendar: WorkingCalendar) -> timedelta:
    """Working time from `a` to `b`; negative when `b` is earlier. Raises ValueError for naive moments."""
    a, b = in_utc(a), in_utc(b)
    if b < a:
        return -working_time_between(b, a, calendar)
    total = _NONE
    day, last = calendar.local_day(a), calendar.local_day(b)
    while day <= last:
        if day.day == 1 and (day.year, day.month) < (last.year, last.month) and a < day_start(day, calendar):
            total += _month_total(day, calendar)
            day = _next_month(day)
            continue
        for opens, closes in working_spans(day, calendar):
            total += max(min(closes, b) - max(opens, a), _NONE)
        if day == date.max:
            break
        day += _DAY
    return total


def working_spans(day: date, calendar: WorkingCalendar) -> list[Span]:
    """Moments (UTC) between which the place is open on that local day, in order. Kept with the calendar: not to be
    changed.
    """
    known = calendar.working_days
    found = known.get(day)
    if found is None:
        if len(known) >= DAYS_KEPT:
            known.clear()
        found = known[day] = _spans(day, calendar)
    return found


def _spans(day: date, calendar: WorkingCalendar) -> list[Span]:
    return [
        (
            _moment(day, hours.opens, calendar.zone),
            day_start(day + _DAY, calendar)
            if hours.closes == time.min
            else _moment(day, hours.closes, calendar.zone),
        )
        for hours in calendar.hours_on(day)
    ]


def open_from(moment: datetime, calendar: WorkingCalendar, *, days: int = 60) -> datetime | None:
    """`moment` itself (UTC) where the place is open then, else the next opening within `days`, else None.

    At closing time the place is closed.
    """
    moment = in_utc(moment)
    first = calendar.local_day(moment)
    for day in (first + _DAY * number for number in range(days + 1)):
        for opens, closes in working_spans(day, calendar):
            if moment < closes:
                return max(moment, opens)
    return None


def day_start(day: date, calendar: WorkingCalendar) -> datetime:
    """The moment (UTC) at which a local day begins."""
    return _moment(day, time.min, calendar.zone)


def day_end(day: date, calendar: WorkingCalendar) -> datetime:
    """The last microsecond (UTC) of a local day."""
    return day_start(day + _DAY, calendar) - _TICK


def closing_time(day: date, calendar: WorkingCalendar) -> datetime:
    """When the place closes for the day; the day's last microsecond where it never does, or has no hours."""
    hours = calendar.hours_on(day)
    if not hours or hours[-1].closes == time.min:
        return day_end(day, calendar)
    return _moment(day, hours[-1].closes, calendar.zone)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; raises ValueError for a naive one, which is no moment at all."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} carries no time zone")
    return moment.astimezone(UTC)


@lru_cache(maxsize=16_384)
def _moment(day: date, clock: time, zone: tzinfo) -> datetime:
    wall = datetime.combine(day, clock, zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    # The clock skips this time. Read with the old offset it is after the jump, with the new one before it.
    before, after = wall.replace(fold=1).astimezone(UTC), moment
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > _TICK:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after


def _month_total(first: date, calendar: WorkingCalendar) -> timedelta:
    known = calendar.working_months
    key = (first.year, first.month)
    if key not in known:
        day, total, until = first, _NONE, _next_month(first)
        while day < until:
            total += sum((closes - opens for opens, closes in working_spans(day, calendar)), _NONE)
            day += _DAY
        known[key] = total
    return known[key]


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
