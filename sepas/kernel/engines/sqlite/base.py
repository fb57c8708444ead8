"""SQLite, asked the same statements again and again, by writers who stand in a queue."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

from sepas.kernel.engines.sqlite.queue import Queue, queue_of
from sepas.kernel.engines.sqlite.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with cursors of its own; a transaction, and a statement that writes outside of one, waits its turn."""

    SchemaEditorClass = DatabaseSchemaEditor
    _waits_in: Queue | None = None
    _writes = False

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._waits_in = queue_of(str(self.settings_dict["NAME"]))

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.database = self
        return cursor

    def quickly(self, sql: str, values: Sequence[Any]) -> Any:
        """Run one statement on the open connection, past Django's cursors (see `kernel.prepared`)."""
        if self.in_atomic_block or not _is_written(sql):
            return self.connection.execute(_with_marks(sql), values)
        with self.in_turn():
            return self.connection.execute(_with_marks(sql), values)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """What is done inside is done as the one writer, as far as others wait for their turn too."""
        taken = self._take()
        try:
            yield
        finally:
            if taken:
                self._leave()

    def _take(self) -> bool:
        if self._writes or self._waits_in is None:
            return False
        self._writes = self._waits_in.take(self.settings_dict["OPTIONS"].get("timeout", 5))
        return self._writes

    def _leave(self) -> None:
        if self._writes and self._waits_in is not None:
            self._writes = False
            self._waits_in.leave()

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()


class Cursor(base.SQLiteCursorWrapper):
    """Django's, but the places of a statement's values are looked for once, not each time that it comes again."""

    database: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        if self.database.in_atomic_block or not _is_written(query):
            return self._executed(query, params)
        with self.database.in_turn():
            return self._executed(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        with self.database.in_turn():
            return super().executemany(query, param_list)

    def _executed(self, query: str, params: Any) -> Any:
        if params is None or isinstance(params, Mapping):
            return super().execute(query, params)
        return sqlite3.Cursor.execute(self, _with_marks(query), params)


_WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "REPLAC", "CREATE", "DROP T", "DROP I", "ALTER "})


def _is_written(query: str) -> bool:
    """Whether a statement outside a transaction writes: by its first letters."""
    return query[:6] in _WRITING


@lru_cache(maxsize=1024)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
