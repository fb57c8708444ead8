"""Tries of serials: slowing down who guesses, and noticing a serial that many people hold."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import TooMany
from sepas.warranty.models import Attempt

WRONG_PER_HOUR = 10
PEOPLE, MEMORY = 3, timedelta(days=90)
"""From this many other people within this time, a serial is suspected to be on more than one unit."""


def note(*, key: str, mobile: str, outcome: str, now: datetime) -> None:
    """Keep that `mobile` tried `key`. Commit it even when the try failed."""
    Attempt.objects.create(
        serial_hash=_mark("serial", key), mobile_hash=_mark("mobile", mobile), outcome=outcome, at=now
    )


def slow_down(*, mobile: str, now: datetime) -> None:
    """Raise `TooMany` after `WRONG_PER_HOUR` unknown serials by one number within an hour. One query."""
    hour_ago = now - timedelta(hours=1)
    wrong = Attempt.objects.filter(
        mobile_hash=_mark("mobile", mobile), at__gt=hour_ago, outcome="unknown_serial"
    )
    times = list(wrong.order_by("-at").values_list("at", flat=True)[:WRONG_PER_HOUR])
    if len(times) == WRONG_PER_HOUR:
        wait = int((times[-1] + timedelta(hours=1) - now).total_seconds()) + 1
        raise TooMany(
            _("Too many serial numbers that are not on file. Wait a while, or send us a photo of the label."),
            data={"retry_after": wait},
        )


def other_people(*, key: str, mobile: str, now: datetime) -> int:
    """How many other numbers tried this serial within `MEMORY`. One query."""
    tries = Attempt.objects.filter(serial_hash=_mark("serial", key), at__gt=now - MEMORY)
    return tries.exclude(mobile_hash=_mark("mobile", mobile)).values("mobile_hash").distinct().count()


def forget(*, now: datetime) -> int:
    """Delete tries that are too old to matter; returns how many."""
    deleted, _tables = Attempt.objects.filter(at__lte=now - MEMORY).delete()
    return deleted


def _mark(kind: str, text: str) -> str:
    return salted_hmac(f"sepas.warranty.attempt.{kind}", text, algorithm="sha256").hexdigest()
