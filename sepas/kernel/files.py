"""Files written for a change that then did not happen: the database takes its rows back, and nobody the bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile

_written: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("written", default=None)


@contextmanager
def gone_if_refused() -> Iterator[None]:
    """Delete what was noted as `written` within, if an error leaves it. Put it around the transaction, not inside."""
    outer, mine = _written.get(), list[tuple[Storage, str]]()
    token = _written.set(mine)
    try:
        yield
    except BaseException:
        for storage, name in mine:
            storage.delete(name)
        raise
    finally:
        _written.reset(token)
    if outer is not None:
        outer += mine


def written(*files: FieldFile) -> None:
    """Note that these files were written just now, in a transaction that may still be taken back."""
    noted = _written.get()
    if noted is not None:
        noted += [(file.storage, file.name) for file in files if file.name]
