"""How often somebody may try something in a while. Doors say who it is and what they try."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import TooMany
from sepas.kernel.relaxed import relaxed

_COUNT = (
    "INSERT INTO kernel_tries (name, used, until) VALUES (%s, 1, %s) "
    "ON CONFLICT (name) DO UPDATE SET used = kernel_tries.used + 1 RETURNING used"
)
KEPT_HERE = 50_000
"""Windows that a process remembers at most."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is left: `used` of `times` so far, and `seconds` until it begins anew."""

    used: int
    times: int
    seconds: int

    @property
    def left(self) -> int:
        return max(0, self.times - self.used)


class Tries(models.Model):
    """How often something was tried in one window of time; `name` holds a hash of who tried."""

    name = models.CharField(max_length=120, primary_key=True)
    used = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"


def caller(remote: str, forwarded: str, *, behind_proxy: bool) -> str:
    """The address of whoever calls: behind our own proxy the one that the proxy added last, else the peer's.

    What stands before it in `forwarded` (`X-Forwarded-For`) was written by the caller and is not believed.
    """
    added = forwarded.rsplit(",", 1)[-1].strip() if behind_proxy else ""
    return added or remote


def count_try(what: str, key: str, *, times: int, seconds: int, now: datetime) -> None:
    """Count one try at `what` by `key`; raise `TooMany` beyond `times` in a window of `seconds`.

    Counted for all processes together, in one statement. Only a hash of `key` is kept. `TooMany.data["retry_after"]`
    is in seconds.
    """
    name, ends = _window(what, key, seconds, now)
    with relaxed(), connection.cursor() as cursor:
        until = Tries._meta.get_field("until").get_db_prep_value(
            datetime.fromtimestamp(ends, UTC), connection
        )
        cursor.execute(_COUNT, [name, until])
        used = cursor.fetchone()[0]
    _judge(used, times, ends, now)


def count_here(what: str, key: str, *, times: int, seconds: int, now: datetime) -> Window:
    """As `count_try`, for each process by itself and without a database: for what is cheap and no secret.

    With several processes somebody gets up to as many times `times`.
    """
    name, ends = _window(what, key, seconds, now)
    with _lock:
        if len(_here) >= KEPT_HERE:
            _here.clear()
        used = _here[name] = _here.get(name, 0) + 1
    _judge(used, times, ends, now)
    return Window(used, times, ends - int(now.timestamp()))


def forget(now: datetime) -> int:
    """Delete windows that are over; returns how many."""
    return Tries.objects.filter(until__lt=now).delete()[0]


_here: dict[str, int] = {}
_lock = Lock()


def _window(what: str, key: str, seconds: int, now: datetime) -> tuple[str, int]:
    number = int(now.timestamp()) // seconds
    hashed = hashlib.sha256(key.encode()).hexdigest()[:24]
    return f"{what}:{hashed}:{number}", (number + 1) * seconds


def _judge(used: int, times: int, ends: int, now: datetime) -> None:
    if used > times:
        raise TooMany(
            _("You have tried several times in a short while."),
            data={"retry_after": ends - int(now.timestamp()), "limit": times},
        )
