"""What the database is asked to do less carefully than usual: writes that need not survive a power cut, reads that need
no memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def relaxed() -> Iterator[None]:
    """Commit what is written inside without waiting for the disk.

    Everybody sees it at once, and a crash of the program loses nothing; a power cut may lose the last moments of it,
    never a part of one write. For counters and sessions, never for facts. Inside a transaction it does nothing: what
    is written there is as safe as the transaction.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            yield
    else:
        database: Any = connection
        with database.relaxed():
            yield


SPARED = {"mmap_size": 0, "cache_size": -4096}
"""SQLite: how many bytes of the database file are mapped, and (negative) how many KiB of it are kept."""


@contextmanager
def sparing() -> Iterator[None]:
    """Keep little of the database in memory: for whoever passes over all of it once. Between transactions."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in SPARED}
        for name, value in SPARED.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.execute("PRAGMA shrink_memory")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in usual.items():
                cursor.execute(f"PRAGMA {name}={value}")
