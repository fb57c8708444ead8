"""The one connection by which all threads of a process write to a SQLite database.

SQLite keeps pages, and prepared statements, for each connection, and a connection throws all its pages away as soon as
another one has written. Where every thread writes by its own connection, each finds nothing of what it kept: a fifth of
the time of opening a case. So whoever's turn it is to write (`queue`) is lent the connection that the one before wrote
by. Outside of transactions each thread reads by its own, but for a few rows by a key (`DatabaseWrapper.briefly`).
"""

import os
import sqlite3
from collections.abc import Callable
from functools import cache

Open = Callable[[], sqlite3.Connection]


class Writer:
    """Of one database file, in one process. Used only by whoever's turn it is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._of: tuple[int, tuple[int, int]] | None = None
        """The process that opened it, and the file that it found."""
        self._abandoned: list[sqlite3.Connection] = []

    def lend(self, opened: Open) -> sqlite3.Connection:
        """The connection, with no transaction open; `opened` makes one where there is none."""
        of = (os.getpid(), _file(self._path))
        if self._of != of:
            self._abandon(forked=self._of is not None and self._of[0] != of[0])
        if self._connection is None:
            self._connection = opened()
            self._connection.isolation_level = None  # transactions begin and end when they are told to
            self._of = of
        return self._connection

    def renew(self, opened: Open) -> sqlite3.Connection:
        """Another one, in place of one that somebody still reads by: what it reads by now is not the latest."""
        self._abandon(forked=False)
        return self.lend(opened)

    def close(self) -> None:
        """Have no connection until somebody writes again."""
        forked = self._of is not None and self._of[0] != os.getpid()
        if self._connection is not None and not forked:
            self._connection.close()
        self._abandon(forked=forked)

    def _abandon(self, *, forked: bool) -> None:
        """Let the connection go. One of the process that this one was forked from must never be closed here."""
        if forked and self._connection is not None:
            self._abandoned.append(self._connection)
        self._connection = None


def _file(path: str) -> tuple[int, int]:
    """Which file it is: another one may have been put in its place."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


@cache
def writer_of(database: str) -> Writer:
    """The writer of a database by its name in the settings."""
    return Writer(os.path.realpath(database))
