"""SQLite, whose writers wait for their turn as short as can be."""

import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

NAP = 0.001
"""At most so many seconds lie between two tries to begin. SQLite's own waiting grows to a tenth of a second, however
short the transactions of others are, so that under load the database lies idle while everybody sleeps."""
_turns: defaultdict[str, Lock] = defaultdict(Lock)
"""By database: who of this process is trying to begin. The others wait for this lock, which wakes them at once."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but a transaction takes the write lock when it begins, so that two writers queue instead of one failing
    half-way, and one that waits begins within a millisecond of the other's end.

    After `timeout` seconds (an option of the connection) it fails as ever: `OperationalError`, "database is locked".
    """

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        until = time.monotonic() + patience
        turn = _turns[str(self.settings_dict["NAME"])]
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        try:
            self.connection.execute("PRAGMA busy_timeout=0")
            while not self._began(until):
                time.sleep(random.uniform(NAP / 4, NAP))  # noqa: S311
        finally:
            turn.release()
            self.connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")

    def _began(self, until: float) -> bool:
        try:
            self.cursor().execute("BEGIN IMMEDIATE")
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            return False
        return True


class Cursor(base.SQLiteCursorWrapper):
    """Django's, but the places of a statement's values are looked for once, not each time that it comes again."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None or isinstance(params, Mapping):
            return super().execute(query, params)
        return sqlite3.Cursor.execute(self, _with_marks(query), params)


@lru_cache(maxsize=1024)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
