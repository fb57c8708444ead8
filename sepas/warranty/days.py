"""Days as people count them: in the time zone of the organisation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sepas.parties.models import Organisation


def local_day(now: datetime, organisation: Organisation) -> date:
    """The day it is where the organisation is, for an aware `now`."""
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()
