"""Giving each copy of a story moments of its own: all of them together, within their minute.

Every moment of a story is at the same second of its minute, `TAIL`. Opening hours and days end at whole minutes, so a
story that is told some seconds earlier or later takes the same course: what is counted from its moments in minutes,
hours or days moves along, and is known by its tail; what ends with a day or at closing time stays. Only the moment at
which a promise is at risk may move more slowly, because it is a share of the time that there is: by a quarter, or,
where a story began outside opening hours, not at all. Which it is, is asked of the clocks themselves, at both ends.
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


def risk_moves(promise: Promise, calendar: WorkingCalendar) -> int:
    """By how many microseconds the moment of risk moves for each step of its story.

    Raises `Uneven` where that is not the same at both ends, as near a closing time.
    """
    earliest, latest = (_moved(promise, calendar, steps) for steps in (EARLIEST, LATEST))
    if earliest != latest:
        raise Uneven
    return earliest


def _moved(promise: Promise, calendar: WorkingCalendar, steps: int) -> int:
    by = timedelta(microseconds=steps * STEP)
    pauses = [
        (datetime.fromisoformat(begin) + by, datetime.fromisoformat(end) + by if end else None)
        for begin, end in promise.pauses
    ]
    allowance = clocks.Allowance(promise.amount, promise.unit)  # type: ignore[arg-type]
    months = promise.month_calendar
    risk = clocks.at_risk_at(promise.started_at + by, allowance, calendar, pauses, months)  # type: ignore[arg-type]
    if risk is None or promise.at_risk_at is None:
        raise Uneven
    moved, rest = divmod((risk - promise.at_risk_at) // timedelta(microseconds=1), steps)
    if rest:
        raise Uneven
    return moved
