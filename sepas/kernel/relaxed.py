"""Small writes that need not survive a power cut, so that nobody waits for the disk to hold them."""

from collections.abc import Iterator
from contextlib import contextmanager

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
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")
