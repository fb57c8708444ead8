"""Calendars: months of the law, and working days of a place.

Dates are plain Gregorian `datetime.date`; a calendar's name says how months and years are counted between
them. Weekdays are numbered as Python does: Monday is 0, Friday 4, Sunday 6.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from .official import (
    KNOWN_YEARS,
    estimated_holidays,
    holiday_dates,
    jurisdiction,
    official_holidays,
)

__all__ = [
    "ALL_DAY",
    "Interval",
    "MonthCalendar",
    "WorkingCalendar",
    "add_months",
    "add_years",
    "estimated_holidays",
    "jurisdiction_calendar",
    "official_holidays",
]

MonthCalendar = Literal["jalali", "gregorian"]


def add_months(day: date, months: int, calendar: MonthCalendar) -> date:
    """The same day number `months` months later, or that month's last day where it has no such day.

    31 Khordad plus one month is 31 Tir; 31 Shahrivar plus one is 30 Mehr. `months` may be negative. Months
    are not additive: two steps of one month may end earlier than one step of two. Raises OverflowError
    beyond what the calendar can express.
    """
    if calendar == "jalali":
        start = _to_jalali(day)
        year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
        return _from_jalali(year, month0 + 1, start.day)
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{months} months from {day} is outside the calendar")
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def add_years(day: date, years: int, calendar: MonthCalendar) -> date:
    """The same day `years` years later; 30 Esfand and 29 February fall back a day in a common year."""
    return add_months(day, 12 * years, calendar)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Opening hours `[opens, closes)` of one local day. A closing time of 00:00 means the end of the day.

    Hours that run past midnight are two intervals, one on each day.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("opening hours are local times and carry no time zone")
        if self.closes != time.min and self.closes <= self.opens:
            raise ValueError(f"opening hours close ({self.closes}) before they open ({self.opens})")


ALL_DAY = Interval(time.min, time.min)

Hours = tuple[Interval, ...]
HoursLike = Sequence[Interval | tuple[str, str] | Sequence[str]]


@dataclass(frozen=True)
class WorkingCalendar:
    """When a place works: weekly hours, holidays, and special days whose own hours replace both.

    `weekly` has seven entries, Monday first; an empty one is a weekly day of rest. A special day without
    hours is closed; with hours it is a working day, even on a holiday. Build one with `WorkingCalendar.of`.
    Where only working days matter and no hours are known, a working day is open all day.
    """

    weekly: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
    holidays: frozenset[date] = frozenset()
    timezone: str = "Asia/Tehran"
    special_days: tuple[tuple[date, Hours], ...] = ()

    def __post_init__(self) -> None:
        if len(self.weekly) != 7 or not any(self.weekly):
            raise ValueError("a working calendar has seven weekdays, at least one of them with hours")
        for hours in (*self.weekly, *(hours for _, hours in self.special_days)):
            _check_order(hours)
        if len({day for day, _ in self.special_days}) != len(self.special_days):
            raise ValueError("a special day is given twice")
        ZoneInfo(self.timezone)

    @classmethod
    def of(
        cls,
        weekly: Mapping[int, HoursLike],
        *,
        holidays: Iterable[date] = (),
        timezone: str = "Asia/Tehran",
        special_days: Mapping[date, HoursLike] | None = None,
    ) -> WorkingCalendar:
        """Build from plain data, such as `{5: [("08:00", "12:00"), ("13:00", "17:00")]}` for Saturdays.

        Intervals may come in any order. Raises ValueError for hours that overlap or run backwards, a weekday
        outside 0 to 6, no open weekday at all, or an unknown time zone (ZoneInfoNotFoundError, a KeyError).
        """
        if stray := sorted(set(weekly) - set(range(7))):
            raise ValueError(f"weekdays are 0 (Monday) to 6 (Sunday), not {stray}")
        days = [_hours(weekly.get(weekday, ())) for weekday in range(7)]
        special = tuple(sorted((day, _hours(hours)) for day, hours in (special_days or {}).items()))
        return cls(
            (days[0], days[1], days[2], days[3], days[4], days[5], days[6]),
            frozenset(holidays),
            timezone,
            special,
        )

    def with_holidays(self, *, add: Iterable[date] = (), remove: Iterable[date] = ()) -> WorkingCalendar:
        """The same calendar with some holidays more or fewer."""
        return replace(self, holidays=(self.holidays - frozenset(remove)) | frozenset(add))

    def hours_on(self, day: date) -> Hours:
        """Opening intervals of that local day in order; empty when closed."""
        special = self._special.get(day)
        if special is not None:
            return special
        return () if day in self.holidays else self.weekly[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Whether the place opens at all on that day; a half day is a working day."""
        return bool(self.hours_on(day))

    def local_day(self, moment: datetime) -> date:
        """The local date of an aware moment."""
        return moment.astimezone(self.zone).date()

    def add_working_days(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which itself is not counted; before it for a negative `n`.

        Zero gives `day` back, working or not. Cost grows with the logarithm of `n`. Raises OverflowError
        where the calendar of dates ends first.
        """
        if n == 0:
            return day
        backwards = n < 0
        target = self._count_to(day.toordinal() - backwards) + n + backwards
        first, last = date.min.toordinal(), date.max.toordinal()
        if not self._count_to(first - 1) < target <= self._count_to(last):
            raise OverflowError(f"{n} working days from {day} is outside the calendar")
        # A guess by the weekly pattern, widened until it encloses the day sought, keeps the search short.
        guess = day.toordinal() + n * 7 // self._weekly_counts[7]
        low, high, reach = max(guess - 7, first), min(guess + 7, last), 14
        while self._count_to(high) < target:
            low, high, reach = high, min(high + reach, last), reach * 2
        while self._count_to(low - 1) >= target:
            low, high, reach = max(low - reach, first), low, reach * 2
        return date.fromordinal(low + bisect_left(range(low, high + 1), target, key=self._count_to))

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` is earlier, counted from `b`.

        So `working_days_between(d, add_working_days(d, n)) == n` for every `n`.
        """
        if b >= a:
            return self._count_to(b.toordinal()) - self._count_to(a.toordinal())
        return self._count_to(b.toordinal() - 1) - self._count_to(a.toordinal() - 1)

    @cached_property
    def working_months(self) -> dict[tuple[int, int], timedelta]:
        """Working time of whole local months, filled by `worktime` as it goes."""
        return {}

    @cached_property
    def working_days(self) -> dict[date, list[tuple[datetime, datetime]]]:
        """Opening moments of local days, filled by `worktime` as it goes."""
        return {}

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def _special(self) -> dict[date, Hours]:
        return dict(self.special_days)

    @cached_property
    def _weekly_counts(self) -> tuple[int, ...]:
        # Ordinal 1 (1 January of the year 1) is a Monday.
        counts = [0]
        for hours in self.weekly:
            counts.append(counts[-1] + bool(hours))
        return tuple(counts)

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """Ordinals where the weekly pattern does not hold, and how far it is off up to each of them."""
        ordinals, sums, total = [], [0], 0
        for day in sorted(self.holidays | self._special.keys()):
            difference = self.is_working_day(day) - bool(self.weekly[day.weekday()])
            if difference:
                total += difference
                ordinals.append(day.toordinal())
                sums.append(total)
        return ordinals, sums

    def _count_to(self, ordinal: int) -> int:
        weeks, rest = divmod(ordinal, 7)
        ordinals, sums = self._exceptions
        counts = self._weekly_counts
        return weeks * counts[7] + counts[rest] + sums[bisect_right(ordinals, ordinal)]


def jurisdiction_calendar(code: str, *, weekly_rest: Collection[int] | None = None) -> WorkingCalendar:
    """Working days of a jurisdiction ("IR", "EU", "EU-DE", "UK", "TR", …) with its official holidays.

    Iran rests on Friday and works on Thursday; pass `weekly_rest={3, 4}` to rest on both. Türkiye rests on
    Sunday only, so Saturday counts. UK (England) and EU rest on Saturday and Sunday; for the EU as a whole
    the holidays are the six closing days of TARGET, a member state has its own. Working days are open all
    day. Holidays are known for the years of `official.KNOWN_YEARS`; see there for what is estimated. Cached.
    Raises ValueError for an unknown code.
    """
    return _jurisdiction_calendar(code, None if weekly_rest is None else frozenset(weekly_rest))


@lru_cache(maxsize=128)
def _jurisdiction_calendar(code: str, weekly_rest: frozenset[int] | None) -> WorkingCalendar:
    place = jurisdiction(code)
    rest = place.weekly_rest if weekly_rest is None else weekly_rest
    return WorkingCalendar.of(
        {weekday: (ALL_DAY,) for weekday in range(7) if weekday not in rest},
        holidays=holiday_dates(code, KNOWN_YEARS[0], KNOWN_YEARS[-1]),
        timezone=place.timezone,
    )


def _hours(given: HoursLike) -> Hours:
    return tuple(
        sorted(
            item if isinstance(item, Interval) else Interval(time.fromisoformat(item[0]), _closing(item[1]))
            for item in given
        )
    )


def _closing(text: str) -> time:
    return time.min if text == "24:00" else time.fromisoformat(text)


def _check_order(hours: Hours) -> None:
    for earlier, later in pairwise(hours):
        if earlier.closes == time.min or later.opens < earlier.closes:
            raise ValueError(f"opening hours overlap: {earlier} and {later}")


_jalali_date: Callable[[int, int, int], JalaliDate] = JalaliDate
_jalali_of: Callable[[date], JalaliDate] = JalaliDate


def _to_jalali(day: date) -> JalaliDate:
    try:
        return _jalali_of(day)
    except ValueError as error:
        raise OverflowError(f"{day} is before the Jalali calendar begins") from error


def _from_jalali(year: int, month: int, day: int) -> date:
    try:
        last = JalaliDate.days_in_month(month, year)
        gregorian: date = _jalali_date(year, month, min(day, last)).to_gregorian()
        return gregorian
    except (ValueError, OverflowError) as error:
        raise OverflowError(f"the Jalali year {year} is outside the calendar") from error
