"""What changes seldom is kept in the process, and forgotten the moment somebody changes it.

Each organisation has a mark. An event that settles how things are arranged (branches, hours, guarantees, promises,
tokens, …; see `registry.event`) replaces the mark in the transaction of the change. Values that were read under the
present mark are still true; those read under an earlier one are never looked at again. Marks are random and
therefore never come back, not even after a rollback.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TypeVar
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, models

from sepas.kernel import prepared

T = TypeVar("T")

KEPT = 4096
"""Values kept in a process; the least used go first."""
_READ = "SELECT mark FROM kernel_epoch WHERE organisation_id = %s"
_WRITE = (
    "INSERT INTO kernel_epoch (organisation_id, mark) VALUES (%s, %s) "
    "ON CONFLICT (organisation_id) DO UPDATE SET mark = excluded.mark"
)


class Epoch(models.Model):
    """The present mark of an organisation; none yet means that nothing was settled since this table exists."""

    organisation_id = models.BigIntegerField(primary_key=True)
    mark = models.CharField(max_length=32)


def turn(organisation_id: int) -> None:
    """Begin a new epoch, in the transaction of the change that asks for it."""
    prepared.changed(_WRITE, [organisation_id, uuid4().hex])
    marks = _seen.get()
    if marks is not None:
        marks.pop(organisation_id, None)


def kept(organisation_id: int, what: Hashable, read: Callable[[], T]) -> T:
    """The value of `read()`, read once an epoch and process. It is shared: whoever gets it must not change it.

    One statement to see the mark (none within `looking`), besides those of `read` when it is needed.
    """
    key = (DEFAULT_DB_ALIAS, organisation_id, _mark(organisation_id), what)
    with _lock:
        if key in _values:
            _values.move_to_end(key)
            return _values[key]  # type: ignore[return-value]
    value = read()
    with _lock:
        _values[key] = value
        while len(_values) > KEPT:
            _values.popitem(last=False)
    return value


@contextmanager
def looking() -> Iterator[None]:
    """Look at each organisation's mark once until the end: for one request, which sees things arranged as they
    were when it began.
    """
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def forget() -> None:
    """Forget everything kept in this process."""
    with _lock:
        _values.clear()


def _mark(organisation_id: int) -> str:
    marks = _seen.get()
    if marks is not None and organisation_id in marks:
        return marks[organisation_id]
    found = prepared.rows(_READ, [organisation_id], brief=True)
    mark = found[0][0] if found else ""
    if marks is not None:
        marks[organisation_id] = mark
    return mark


_values: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()
_seen: ContextVar[dict[int, str] | None] = ContextVar("epochs", default=None)
