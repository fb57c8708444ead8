"""What failed, put together by cause, and run again together.

A cause is a reaction with the last line of its error, numbers left out: that row 17 is gone and that row 18 is gone
are one.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sepas.kernel.actor import Actor
from sepas.kernel.errors import DomainError
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.queries import dead_deliveries
from sepas.kernel.outbox.replay import replay

MOST = 500
"""Looked at, and run again at once."""
_NUMBERS = re.compile(r"\d+")


@dataclass(slots=True)
class Cause:
    """Failures alike: `key` names them in an address."""

    key: str
    name: str
    line: str
    ids: list[int] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None


def last_line(error: str) -> str:
    """What an error says in the end."""
    lines = error.strip().splitlines()
    return lines[-1][:300] if lines else ""


def key_of(name: str, error: str) -> str:
    """The same for failures alike."""
    return hashlib.sha256(f"{name}\n{_NUMBERS.sub('#', last_line(error))}".encode()).hexdigest()[:12]


def causes(rows: Iterable[tuple[int, str, str, datetime]]) -> list[Cause]:
    """Failures (id, name, error, when) by cause, the most frequent first."""
    found: dict[str, Cause] = {}
    for pk, name, error, at in rows:
        key = key_of(name, error)
        cause = found.setdefault(key, Cause(key, name, last_line(error)))
        cause.ids.append(pk)
        cause.first = min(cause.first or at, at)
        cause.last = max(cause.last or at, at)
    return sorted(found.values(), key=lambda cause: (-len(cause.ids), cause.name))


def causes_of(actor: Actor) -> list[Cause]:
    """The organisation's failed deliveries by cause; of the newest `MOST`. One query."""
    return causes(dead_deliveries(actor).values_list("pk", "reaction", "error", "event__at")[:MOST])


def replay_cause(actor: Actor, *, key: str, now: datetime) -> int:
    """Run all failures of one cause again; returns how many. All of them wait again, or none.

    Raises `Refused` by policy; what somebody else ran again meanwhile is passed over.
    """
    cause = next((found for found in causes_of(actor) if found.key == key), None)
    if cause is None:
        return 0
    done = 0
    with transaction.atomic():
        for delivery in Delivery.objects.filter(pk__in=cause.ids).order_by("pk"):
            try:
                replay(actor, delivery=delivery, now=now)
            except DomainError as error:
                if error.code != "illegal_move":
                    raise
                continue
            done += 1
    return done
