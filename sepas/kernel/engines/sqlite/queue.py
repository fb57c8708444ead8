"""The queue of those who want to write to one SQLite database, over all threads and processes of this product.

SQLite has one writer at a time and no queue: whoever finds it taken sleeps, up to a tenth of a second, and looks again,
while others go past. Under many short writes most of the time is slept away, and the unlucky wait longest. Here whoever
comes next stands at the front, alone, and looks often; behind it the others wait for that place. The front and the
writer are two bytes of a file beside the database that are locked, which no crash leaves locked. Whoever goes past the
queue (another program) is still kept apart by SQLite itself, and so is everybody where a system has no such locks.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from functools import cache
from threading import Lock

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FRONT, WRITER = 0, 1
"""The two bytes: the front of the queue, and the one who writes."""
NAP = {FRONT: 0.001, WRITER: 0.0002}
LONG_NAP = 0.005
LONG = 0.1
"""Seconds after which somebody writes for long, and is looked at less often."""


class Queue:
    """Of one database file, in one process. `take` and `leave` come in pairs, in any threads."""

    def __init__(self, path: str) -> None:
        self._database, self._path = path, f"{path}-queue"
        self._begin()

    def take(self, patience: float) -> bool:
        """Wait for one's turn to write, `patience` seconds at most; whether it came."""
        if self._of != os.getpid():
            self._begin()
        if self._file < 0:
            return False
        until = time.monotonic() + patience
        # One thread of a process at a time, until it has written: so processes take turns.
        if not self._ours.acquire(timeout=patience):
            return False
        if self._reach(until):
            return True
        self._ours.release()
        return False

    def leave(self) -> None:
        """Let the next one write."""
        self._unlock(WRITER)
        self._ours.release()

    def take_aside(self) -> bool:
        """Keep the other threads of this process from writing, if none of them does now; whether it is so. Other
        processes are not kept from anything.
        """
        return self._of == os.getpid() and self._ours.acquire(blocking=False)

    def leave_aside(self) -> None:
        self._ours.release()

    def _reach(self, until: float) -> bool:
        """Go to the front and then to the place of the writer; whether it was reached in time."""
        if not self._lock(FRONT, until):
            return False
        try:
            return self._lock(WRITER, until)
        finally:
            self._unlock(FRONT)

    def _begin(self) -> None:
        """Anew in each process: locks of threads and of files are not those of the parent."""
        self._of = os.getpid()
        self._ours = Lock()
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        except OSError:
            self._file = -1
            return
        with suppress(OSError):  # for whoever else may write to the database
            os.fchmod(self._file, os.stat(self._database).st_mode & 0o777)

    def _lock(self, place: int, until: float) -> bool:
        long = time.monotonic() + LONG
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            except OSError:
                now = time.monotonic()
                if now >= until:
                    return False
                time.sleep(NAP[place] if now < long else LONG_NAP)
            else:
                return True

    def _unlock(self, place: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)


def queue_of(database: str) -> Queue | None:
    """The queue of a database by its name in the settings; None for one that is in memory."""
    if fcntl is None or ":memory:" in database or "mode=memory" in database or database.startswith("file:"):
        return None
    return _queue(os.path.realpath(database))


@cache
def _queue(path: str) -> Queue:
    return Queue(path)
