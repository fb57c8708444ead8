"""When things happen: seasons by Jalali month, days that nobody reports on, and hours in which people are awake."""

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from sepas.cli.demo.world.parameters import AFTER_NOWRUZ
from sepas.cli.demo.world.products import SEASON

TEHRAN = ZoneInfo("Asia/Tehran")
FRIDAY = 4
HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 9, 8, 6, 5, 5, 6, 7, 8, 8, 8, 7, 4, 1)
"""How often something is reported by hour of the day."""


class Seasons:
    """Operating time of each class: a day in season counts for more than one, a day out of it for less.

    A part's age at failure is drawn in operating time, so its law stays what it is over whole years while failures
    gather in the season.
    """

    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, (last - first).days + 1
        months = [int(JalaliDate(first + timedelta(days=day)).month) for day in range(self.days)]
        self.passed = {
            kind: list(accumulate(weights[month - 1] for month in months)) for kind, weights in SEASON.items()
        }

    def after(self, kind: str, begun: date, years: float) -> date | None:
        """The day on which a thing in use since `begun` has run for `years`; None when that is not by the last day."""
        passed = self.passed[kind]
        start = (begun - self.first).days
        before = passed[start - 1] if start > 0 else 0.0
        place = bisect_left(passed, before + years * 365.25)
        return self.first + timedelta(days=place) if place < self.days else None


def is_nowruz(day: date) -> bool:
    jalali = JalaliDate(day)
    return bool(jalali.month == 1 and jalali.day <= 13)


def reported(rng: Random, day: date) -> datetime:
    """A moment at which what broke on `day` is told: then, or after the holidays."""
    while (is_nowruz(day) or day.weekday() == FRIDAY) and rng.random() < AFTER_NOWRUZ:
        day += timedelta(days=1)
        while is_nowruz(day):
            day += timedelta(days=1)
    hour = rng.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), TEHRAN)


def awake(rng: Random, moment: datetime) -> datetime:
    """The moment itself by day; at night, some time the next morning."""
    local = moment.astimezone(TEHRAN)
    if 8 <= local.hour < 23:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= 23 else 0)
    return datetime.combine(day, time(8 + rng.randrange(3), rng.randrange(60), rng.randrange(60)), TEHRAN)


def jalali_month(day: date) -> str:
    jalali = JalaliDate(day)
    return f"{jalali.year}-{jalali.month:02d}"
