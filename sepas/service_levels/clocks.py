"""Clocks of promises: when something is due, when it is at risk, and how it stands.

How each unit counts:

* `hour`: time that passes, to the microsecond.
* `opening_hour`: time during which the place is open.
* `day`: ends with the n-th local day; the starting day is not counted.
* `business_day`: ends at closing time of the n-th working day; the starting day is not counted.
* `month`: ends with the local day of the same number n months later, in the Jalali or Gregorian calendar.

Pauses extend a clock by what was paused, in its own counting. Hours and opening hours stand still. A day
(of `day`, `month`) does not count when its end, and a business day when its closing, falls in a pause; a
pause that begins and ends between two such moments costs nothing. What was due before a pause stays due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from .calendars import MonthCalendar, WorkingCalendar, add_months
from .worktime import add_working_time, closing_time, day_end, in_utc, working_time_between

Unit = Literal["hour", "opening_hour", "day", "business_day", "month"]
Pause = tuple[datetime, datetime | None]

UNITS: tuple[Unit, ...] = ("hour", "opening_hour", "day", "business_day", "month")
HALF_SHARE = Fraction(1, 2)
RISK_SHARE = Fraction(3, 4)


class ClockState(StrEnum):
    RUNNING = "running"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a promise may take, such as two business days. An amount of zero days is the starting day."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"an allowance can't be negative: {self.amount}")
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}; known are {', '.join(UNITS)}")


@dataclass(frozen=True)
class Clock:
    """One promise that runs: its start, allowance, calendar and pauses, and when it was met, if it was."""

    started_at: datetime
    allowance: Allowance
    calendar: WorkingCalendar
    pauses: tuple[Pause, ...] = ()
    month_calendar: MonthCalendar = "jalali"
    met_at: datetime | None = None
    risk_share: Fraction = RISK_SHARE

    def due_at(self) -> datetime | None:
        """See the function `due_at`."""
        return due_at(self.started_at, self.allowance, self.calendar, self.pauses, self.month_calendar)

    def at_risk_at(self) -> datetime | None:
        """See the function `at_risk_at`."""
        return at_risk_at(
            self.started_at,
            self.allowance,
            self.calendar,
            self.pauses,
            self.month_calendar,
            share=self.risk_share,
        )

    def state(self, now: datetime) -> ClockState:
        """How the promise stands at `now`. At the due moment itself it is still in time.

        One that was met while paused is met; one that broke before its pause stays broken during it.
        """
        due = self.due_at()
        if self.met_at is not None and self.met_at <= now:
            return ClockState.MET if due is None or self.met_at <= due else ClockState.MET_LATE
        if due is not None and now > due:
            return ClockState.BREACHED
        if any(begin <= now and (end is None or now < end) for begin, end in self.pauses):
            return ClockState.PAUSED
        risk = self.at_risk_at()
        return ClockState.AT_RISK if risk is not None and now >= risk else ClockState.RUNNING

    def remaining(self, now: datetime) -> timedelta:
        """Time left at `now`, or when it was met; negative when overdue.

        Working time for business days and opening hours, else time that passes. During a pause: what would
        be left if it ended now. Before the start: what there is at the start.
        """
        now = max(in_utc(now if self.met_at is None else min(now, self.met_at)), in_utc(self.started_at))
        known = tuple(
            (begin, now if end is None or end > now else end) for begin, end in self.pauses if begin <= now
        )
        due = _certain(due_at(self.started_at, self.allowance, self.calendar, known, self.month_calendar))
        if _counts_working_time(self.allowance):
            return working_time_between(now, due, self.calendar)
        return due - now


def due_at(
    started_at: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    month_calendar: MonthCalendar = "jalali",
) -> datetime | None:
    """The last moment (UTC) in time, or None while an unfinished pause keeps it open.

    Pauses may come in any order, overlap, begin before the start; one that ends before it begins is empty.
    Raises ValueError for a naive moment, OverflowError for a due time beyond the calendar.
    """
    start = in_utc(started_at)
    stops = _merged(pauses, start)
    if allowance.unit in ("hour", "opening_hour"):
        return _advance(
            start, timedelta(hours=allowance.amount), calendar, stops, allowance.unit == "opening_hour"
        )
    return _nth_day(start, allowance, calendar, stops, month_calendar)


def at_risk_at(
    started_at: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    month_calendar: MonthCalendar = "jalali",
    *,
    share: Fraction = RISK_SHARE,
) -> datetime | None:
    """When `share` of the allowance is used up, never after the due time; None while a pause keeps it open.

    Measured in working time for business days and opening hours, else in time that passes.
    """
    return marks(started_at, allowance, calendar, pauses, month_calendar, shares=(share,))[1][0]


def marks(
    started_at: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
    month_calendar: MonthCalendar = "jalali",
    *,
    shares: Sequence[Fraction] = (HALF_SHARE, RISK_SHARE),
) -> tuple[datetime | None, list[datetime | None]]:
    """The due moment, and for each of `shares` the moment as `at_risk_at` tells it; the calendar is asked once for
    all of them.
    """
    for share in shares:
        if not 0 <= share <= 1:
            raise ValueError(f"the share used is between 0 and 1, not {share}")
    start = in_utc(started_at)
    stops = _merged(pauses, start)
    plain = _certain(due_at(start, allowance, calendar, (), month_calendar))
    due = due_at(start, allowance, calendar, stops, month_calendar) if stops else plain
    working = _counts_working_time(allowance)
    budget = working_time_between(start, plain, calendar) if working else plain - start
    micros = budget // timedelta(microseconds=1)
    found = []
    for share in shares:
        used = timedelta(microseconds=micros * share.numerator // share.denominator)
        moment = _advance(start, used, calendar, stops, working)
        found.append(min((each for each in (moment, due) if each is not None), default=None))
    return due, found


def _certain(due: datetime | None) -> datetime:
    if due is None:
        raise AssertionError("only an unfinished pause leaves a due time open")
    return due


def _counts_working_time(allowance: Allowance) -> bool:
    return allowance.unit in ("opening_hour", "business_day")


def _merged(pauses: Iterable[Pause], start: datetime) -> Sequence[Pause]:
    merged: list[Pause] = []
    clipped = ((max(in_utc(begin), start), None if end is None else in_utc(end)) for begin, end in pauses)
    for begin, end in sorted(
        (pause for pause in clipped if pause[1] is None or pause[0] < pause[1]), key=_begin
    ):
        if not merged:
            merged.append((begin, end))
            continue
        last_begin, last_end = merged[-1]
        if last_end is None:
            break
        if begin <= last_end:
            merged[-1] = (last_begin, None if end is None else max(last_end, end))
        else:
            merged.append((begin, end))
    return merged


def _begin(pause: Pause) -> datetime:
    return pause[0]


def _advance(
    start: datetime, budget: timedelta, calendar: WorkingCalendar, stops: Sequence[Pause], working: bool
) -> datetime | None:
    due = add_working_time(start, budget, calendar) if working else start + budget
    for begin, end in stops:
        if due <= begin:
            break
        if end is None:
            return None
        if working:
            budget += working_time_between(begin, end, calendar)
            due = add_working_time(start, budget, calendar)
        else:
            due += end - begin
    return due


def _nth_day(
    start: datetime,
    allowance: Allowance,
    calendar: WorkingCalendar,
    stops: Sequence[Pause],
    month_calendar: MonthCalendar,
) -> datetime | None:
    first = calendar.local_day(start)
    business = allowance.unit == "business_day"
    n = allowance.amount
    if allowance.unit == "month":
        n = (add_months(first, n, month_calendar) - first).days

    def end_of(day: date) -> datetime:
        if not business:
            return day_end(day, calendar)
        closes = closing_time(day, calendar)
        # Whoever starts after closing time still has the rest of a zero-day allowance's day.
        return closes if day != first or closes >= start else day_end(day, calendar)

    def nth(number: int) -> date:
        return calendar.add_working_days(first, number) if business else first + timedelta(days=number)

    def ended_by(moment: datetime) -> int:
        """How many days, after the first, had ended by then; -1 where not even the first had."""
        day = calendar.local_day(moment)
        if day <= first:
            return 0 if end_of(first) <= moment else -1
        yesterday = day - timedelta(days=1)
        whole = calendar.working_days_between(first, yesterday) if business else (yesterday - first).days
        counted = not business or calendar.is_working_day(day)
        return whole + (counted and end_of(day) <= moment)

    due = end_of(nth(n))
    for begin, end in stops:
        if due <= begin:
            break
        if end is None:
            return None
        # The end of the starting day counts only for an allowance of zero days.
        floor = -1 if allowance.amount == 0 else 0
        n += max(ended_by(end), floor) - max(ended_by(begin), floor)
        due = end_of(nth(n))
    return due
