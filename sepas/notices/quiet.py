"""Quiet hours: at night nobody is sent what can wait for the morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT = "22:00"
MORNING = "08:00"


def after_quiet(moment: datetime, zone: str, begin: str = NIGHT, end: str = MORNING) -> datetime:
    """`moment` itself, or the end of the quiet hours in `zone` when it falls between `begin` and `end` (times of day,
    over midnight where `end` is the earlier one; alike: there are none).
    """
    night, morning = time.fromisoformat(begin), time.fromisoformat(end)
    local = moment.astimezone(ZoneInfo(zone))
    clock = local.time()
    over_midnight = morning < night
    quiet = clock >= night or clock < morning if over_midnight else night <= clock < morning
    if not quiet:
        return moment
    day = local.date() + timedelta(days=over_midnight and clock >= night)
    return datetime.combine(day, morning, ZoneInfo(zone)).astimezone(moment.tzinfo)
