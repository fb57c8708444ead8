"""`record(event)`: the only way a fact is written."""

import dataclasses
import hashlib
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from sepas.kernel import epoch
from sepas.kernel.activity import registry
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.kernel.canonical import canonical
from sepas.kernel.insert import insert_all, insert_values, write_waiting
from sepas.kernel.made import made
from sepas.kernel.outbox.models import Delivery


class OutsideTransaction(RuntimeError):
    """A fact must commit with the change that it tells of."""


def record(
    event: Any,
    *,
    actor: Actor,
    organisation_id: int | None,
    subject_id: int,
    at: datetime,
    cause: Event | None = None,
    first: bool = False,
) -> Event:
    """Append `event` to its subject's history and queue one delivery per reaction, in this transaction.

    Change the subject by compare-and-swap first: that orders writers of one subject. Two that still meet are
    stopped by the unique sequence number. `first`: the subject was made in this very transaction, so there is no
    history to look for.
    """
    _in_transaction(event, at)
    kind = registry.type_of(event)
    waiting = _waiting.get()
    if waiting and not first:
        _write(waiting)
    if not first:
        write_waiting()
    last = None if first else _last(kind.subject, subject_id)
    row = _row(event, kind, actor, organisation_id, subject_id, at, last, cause)
    if kind.settles and organisation_id is not None:
        epoch.turn(organisation_id)
    if waiting is not None and first:
        waiting.append(row)
    else:
        _write([row])
    return row


@contextmanager
def together() -> Iterator[None]:
    """Facts that begin histories are written at the end, all in one statement, with their deliveries in another.

    Within one transaction, none of whose savepoints is rolled back meanwhile; what such a `record` gives back has its
    id only afterwards.
    """
    waiting: list[Event] = []
    token = _waiting.set(waiting)
    try:
        yield
        _write(waiting)
    finally:
        _waiting.reset(token)


_waiting: ContextVar[list[Event] | None] = ContextVar("facts to be written together", default=None)


def record_firsts(
    firsts: Sequence[tuple[int, Any]], *, actor: Actor, organisation_id: int | None, at: datetime
) -> list[Event]:
    """As `record(first=True)` for many subjects made in this very transaction, in two statements.

    `firsts` are pairs of a subject's id and its event. Each row is what `record` would have written; a subject that
    is named twice is stopped by the unique sequence number.
    """
    rows, settles = [], False
    for subject_id, event in firsts:
        _in_transaction(event, at)
        settles = settles or registry.type_of(event).settles
        rows.append(_row(event, registry.type_of(event), actor, organisation_id, subject_id, at, None, None))
    if settles and organisation_id is not None:
        epoch.turn(organisation_id)
    _write([*(_waiting.get() or ()), *rows])
    return rows


def _in_transaction(event: Any, at: datetime) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{type(event).__name__} recorded outside a transaction")
    if at.tzinfo is None:
        raise ValueError("a fact needs an aware moment")


def _row(
    event: Any,
    kind: registry.EventType,
    actor: Actor,
    organisation_id: int | None,
    subject_id: int,
    at: datetime,
    last: tuple[int, str] | None,
    cause: Event | None,
) -> Event:
    row = made(
        Event,
        organisation_id=organisation_id,
        name=kind.name,
        version=kind.version,
        subject_type=kind.subject,
        subject_id=subject_id,
        seq=last[0] + 1 if last else 1,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        actor_name=actor.name,
        at=at,
        data=plain(event),
        cause=cause,
        previous_hash=last[1] if last else "",
    )
    row.hash = digest(row)
    return row


def _write(rows: list[Event]) -> None:
    """The facts, deliveries to reactions, and what followers write down."""
    rows, waiting = list(rows), _waiting.get()
    if waiting:
        waiting.clear()
    insert_all(rows)
    insert_values(
        Delivery,
        ("event_id", "organisation_id", "reaction", "available_at"),
        [
            (row.pk, row.organisation_id, reaction.name, row.at)
            for row in rows
            for reaction in registry.reactions_to(row.name)
        ],
    )
    for row in rows:
        for follower in registry.followers_of(row.name):
            follower.run(row)


def _last(subject_type: str, subject_id: int) -> tuple[int, str] | None:
    """Number and hash of the subject's latest fact."""
    of_subject = Event.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return of_subject.order_by("-seq").values_list("seq", "hash").first()


def plain(value: Any) -> Any:
    """JSON-safe: records as objects, dates as ISO text, decimals as text, sets sorted."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {
            key if type(key) is str else str(key): item if type(item) in _PLAIN else plain(item)
            for key, item in value.items()
        }
    if kind is list or kind is tuple:
        if _PLAIN.issuperset(map(type, value)):
            return list(value)
        return [item if type(item) in _PLAIN else plain(item) for item in value]
    return _made_plain(value)


_PLAIN = frozenset({str, int, bool, type(None)})
"""Most of what facts and decisions are made of: it is JSON as it is."""


def _made_plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str | int | bool) or value is None:
        return value
    return str(value)


def _number(value: float) -> int | float:
    """Written so that every database gives back the same text: jsonb would turn 1e20 into an integer."""
    if not math.isfinite(value):
        raise ValueError("a fact cannot hold a number that is not finite")
    return int(value) if value.is_integer() else value


def digest(row: Event) -> str:
    """SHA-256 over the canonical JSON of every column that history must keep."""
    return hashlib.sha256(canonical(covered(row))).hexdigest()


def covered(row: Event) -> dict[str, Any]:
    """What `digest` covers, as JSON."""
    return {
        "organisation": row.organisation_id,
        "name": row.name,
        "version": row.version,
        "subject": [row.subject_type, row.subject_id, row.seq],
        "actor": [row.actor_kind, row.actor_id, row.actor_name],
        "at": row.at.astimezone(UTC).isoformat(),
        "data": row.data,
        "cause": row.cause_id,
        "previous": row.previous_hash,
    }
