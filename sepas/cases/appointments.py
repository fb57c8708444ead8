"""When a customer would like somebody to come: days on which the branch works, and parts of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.worktime import working_spans

OFFERED_DAYS = 8
LOOKED_AT = 30
"""Days ahead that are looked at for open ones."""
MOST_DAYS = 5


class Part(TextChoices):
    MORNING = "morning", _("morning")
    NOON = "noon", _("around noon")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


HOURS: Mapping[Part, tuple[time, time]] = {
    Part.MORNING: (time(7), time(11)),
    Part.NOON: (time(11), time(14)),
    Part.AFTERNOON: (time(14), time(18)),
    Part.EVENING: (time(18), time(22)),
}


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day that may be asked for, with the parts in which the branch works."""

    day: date
    parts: Sequence[Part]


def open_days(calendar: WorkingCalendar, now: datetime, count: int = OFFERED_DAYS) -> list[OpenDay]:
    """The next `count` days on which the branch works, from tomorrow on. Pure."""
    today = calendar.local_day(now)
    found: list[OpenDay] = []
    for ahead in range(1, LOOKED_AT + 1):
        day = today + timedelta(days=ahead)
        parts = _parts(day, calendar)
        if parts:
            found.append(OpenDay(day, parts))
        if len(found) == count:
            break
    return found


def checked(
    days: Sequence[str], parts: Sequence[str], calendar: WorkingCalendar, now: datetime
) -> dict[str, Any]:
    """A preference as a case keeps it: `{days: [ISO], parts: [name]}`; empty when nothing was chosen.

    Raises `Invalid` on `days` or `parts` for what the branch does not offer.
    """
    offered = {each.day.isoformat(): each for each in open_days(calendar, now)}
    wanted = sorted(set(days))
    unknown = [day for day in wanted if day not in offered]
    if unknown:
        raise Invalid(
            {"days": _("On one of these days the branch does not work any more. Choose again.")},
            data={"allowed": {"days": sorted(offered)}},
        )
    if len(wanted) > MOST_DAYS:
        raise Invalid({"days": _("Choose at most five days.")}, data={"most": MOST_DAYS})
    if set(parts) - set(Part.values):
        raise Invalid({"parts": _("Choose parts of the day from the list.")}, data={"allowed": Part.values})
    chosen = [part for part in Part.values if part in parts]
    at_work = {part for day in wanted for part in offered[day].parts}
    if wanted and chosen and not at_work & set(chosen):
        raise Invalid(
            {"parts": _("At these times of day the branch does not work on the days that you chose.")},
            data={"allowed": {"parts": sorted(at_work)}},
        )
    return {"days": wanted, "parts": chosen} if wanted or chosen else {}


def suits(wish: Mapping[str, Any], begin: datetime, end: datetime, calendar: WorkingCalendar) -> bool:
    """Whether a window of time is what was wished: on one of the days, where some were named, and touching one of the
    parts of the day, where some were named. Without a wish nothing is. Pure.
    """
    days, parts = wish.get("days") or [], wish.get("parts") or []
    day = calendar.local_day(begin)
    if (not days and not parts) or (days and day.isoformat() not in days):
        return False
    local = [moment.astimezone(calendar.zone).replace(tzinfo=None) for moment in (begin, end)]
    return not parts or any(
        local[0] < datetime.combine(day, last) and local[1] > datetime.combine(day, first)
        for first, last in (HOURS[Part(part)] for part in parts if part in Part.values)
    )


def _parts(day: date, calendar: WorkingCalendar) -> list[Part]:
    spans = [
        (
            begin.astimezone(calendar.zone).replace(tzinfo=None),
            end.astimezone(calendar.zone).replace(tzinfo=None),
        )
        for begin, end in working_spans(day, calendar)
    ]
    return [
        part
        for part, (first, last) in HOURS.items()
        if any(
            begin < datetime.combine(day, last) and end > datetime.combine(day, first) for begin, end in spans
        )
    ]
