"""Giving each copy of a story moments of its own: all of them together, within their minute.

Every moment of a story is at the same second of its minute, `TAIL`. Opening hours and days end at whole minutes, so a
story that is told some seconds earlier or later takes the same course: what is counted from its moments in minutes,
hours or days moves along, and is known by its tail; what ends with a day or at closing time stays. Only the moments
at which half of a promise's time is used, and at which it is at risk, may move more slowly, because they are shares of
the time that there is: by that share less, or, where a story began outside opening hours, not at all. Which it is, is
asked of the clocks themselves, at both ends.
"""

from datetime import datetime, timedelta
from random import Random

from sepas.cases.models import Promise
from sepas.service_levels import clocks
from sepas.service_levels.calendars import WorkingCalendar

SECOND, MICROSECOND = 37, 123457
TAIL = f"{SECOND:02d}.{MICROSECOND:06d}"
STEP = clocks.RISK_SHARE.denominator
"""Microseconds of a step, so that a share of it is a whole number of them."""
EARLIEST, LATEST = (
    -(SECOND * 10**6 + MICROSECOND) // STEP + 1,
    ((60 - SECOND) * 10**6 - MICROSECOND) // STEP - 1,
)
"""By how many steps a story can move within its minute."""


class Uneven(ValueError):
    """A moment does not move evenly with its story: the story has to stay where it is."""


def on_tail(moment: datetime) -> datetime:
    """The moment of that minute at which stories tell."""
    return moment.replace(second=SECOND, microsecond=MICROSECOND)


def draw(rng: Random) -> int:
    """Steps that a copy moves by."""
    return rng.randrange(EARLIEST, LATEST)


def tail(steps: int) -> str:
    """Seconds of the moments of a story that moved by so many steps."""
    second, micro = divmod(SECOND * 10**6 + MICROSECOND + steps * STEP, 10**6)
    return f"{second:02d}.{micro:06d}"


def mark_moves(promise: Promise, calendar: WorkingCalendar) -> dict[datetime, int]:
    """By how many microseconds the moments of half and of risk move for each step of their story.

    Raises `Uneven` where that is not the same at both ends, as near a closing time.
    """
    earliest, latest = (_moved(promise, calendar, steps) for steps in (EARLIEST, LATEST))
    if earliest != latest:
        raise Uneven
    return earliest


def _moved(promise: Promise, calendar: WorkingCalendar, steps: int) -> dict[datetime, int]:
    by = timedelta(microseconds=steps * STEP)
    pauses = [
        (datetime.fromisoformat(begin) + by, datetime.fromisoformat(end) + by if end else None)
        for begin, end in promise.pauses
    ]
    allowance = clocks.Allowance(promise.amount, promise.unit)  # type: ignore[arg-type]
    months = promise.month_calendar
    _due, marks = clocks.marks(promise.started_at + by, allowance, calendar, pauses, months)  # type: ignore[arg-type]
    found = {}
    for before, after in zip((promise.half_at, promise.at_risk_at), marks, strict=True):
        if before is None or after is None:
            raise Uneven
        moved, rest = divmod((after - before) // timedelta(microseconds=1), steps)
        if rest:
            raise Uneven
        found[before] = moved
    return found
