"""SQLite, asked the same statements again and again."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with cursors of its own."""

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def quickly(self, sql: str, values: Sequence[Any]) -> Any:
        """Run one statement on the open connection, past Django's cursors (see `kernel.prepared`)."""
        return self.connection.execute(_with_marks(sql), values)


class Cursor(base.SQLiteCursorWrapper):
    """Django's, but the places of a statement's values are looked for once, not each time that it comes again."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None or isinstance(params, Mapping):
            return super().execute(query, params)
        return sqlite3.Cursor.execute(self, _with_marks(query), params)


@lru_cache(maxsize=1024)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
