"""Quiet hours: at night nobody is sent what can wait for the morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT = time(22, 0)
MORNING = time(8, 0)


def after_quiet(moment: datetime, zone: str) -> datetime:
    """`moment` itself, or the next morning in `zone` when it falls in the night."""
    local = moment.astimezone(ZoneInfo(zone))
    clock = local.time()
    if MORNING <= clock < NIGHT:
        return moment
    day = local.date() + timedelta(days=clock >= NIGHT)
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(moment.tzinfo)
