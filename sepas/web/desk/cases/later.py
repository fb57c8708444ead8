"""Moments to put an answer off to, in the organisation's day as the reader counts it."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid
from sepas.web.forms import read_date
from sepas.web.preferences import current

HOURS = tuple(f"{hour:02d}:{minute:02d}" for hour in range(7, 22) for minute in (0, 30))


def later(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What the form offers: hours of a day; the day itself is chosen in the reader's calendar. What was sent stays."""
    local = now.astimezone(current().zone)
    day, hour = (local + timedelta(days=1)).date(), "09:00"
    if request.POST.get("when") == "later":
        with suppress(Invalid):
            day = read_date(request.POST, "at") or day
        hour = request.POST.get("at_hour", "")
    return {"hours": HOURS, "day": day, "hour": hour}


def moment_in(request: HttpRequest) -> datetime | None:
    """The moment chosen to send at; None to send now. Raises `Invalid` on `at` for half a choice."""
    when = request.POST.get("when")
    if when == "opening":
        return _opening(request.POST.get("opening", ""))
    if when != "later":
        return None
    day = read_date(request.POST, "at")
    hour = request.POST.get("at_hour", "")
    if day is None or hour not in HOURS:
        raise Invalid({"at": _("Choose the day and the hour at which the answer goes out.")})
    return datetime.combine(day, time.fromisoformat(hour), current().zone)


def _opening(text: str) -> datetime:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    raise Invalid({"at": _("Choose the day and the hour at which the answer goes out.")})
