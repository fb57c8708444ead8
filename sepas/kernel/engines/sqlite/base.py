"""SQLite, asked the same statements again and again, by writers who stand in a queue and share a connection."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from sepas.kernel.engines.sqlite.queue import Queue, queue_of
from sepas.kernel.engines.sqlite.schema import DatabaseSchemaEditor
from sepas.kernel.engines.sqlite.writer import Writer, writer_of


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with cursors of its own. A transaction, and a statement that writes outside of one, waits its turn.
    In a transaction `connection` is the one that all writers share.
    """

    SchemaEditorClass = DatabaseSchemaEditor
    _waits_in: Queue | None = None
    _writes = False
    _shared: Writer
    _own: sqlite3.Connection | None = None
    """This thread's connection, while the shared one is in its place."""

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self._apart: set[str] = set()
        """Why transactions are this thread's own now: its connection is set up as the shared one must not be."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._waits_in = queue_of(str(self.settings_dict["NAME"]))
        self._shared = writer_of(str(self.settings_dict["NAME"]))

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

    @contextmanager
    def briefly(self) -> Iterator[None]:
        """What is read inside, to its end, is read by the connection of the writers if none of this process writes now:
        it alone still has its pages when another thread has written.
        """
        queue = None if self.in_atomic_block or self.connection is None or self._apart else self._waits_in
        if queue is None or not queue.take_aside():
            yield
            return
        try:
            self._borrow()
            yield
        finally:
            self._give_back()
            queue.leave_aside()

    @contextmanager
    def relaxed(self) -> Iterator[None]:
        """What is committed inside is not waited for until it is on the disk. Between transactions."""
        with self.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            with self._kept_apart("relaxed"):
                yield
        finally:
            with self.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Transactions inside are this thread's own, and no other connection of this process has the database open to
        write: for a process of one thread that sets its connection up for a great work. Between transactions.
        """
        with self.in_turn():
            self._shared.close()
        with self._kept_apart("alone"):
            yield

    @contextmanager
    def _kept_apart(self, why: str) -> Iterator[None]:
        self._apart.add(why)
        try:
            yield
        finally:
            self._apart.discard(why)

    def disable_constraint_checking(self) -> bool:
        done: bool = super().disable_constraint_checking()
        if done:
            self._apart.add("unchecked")
        return done

    def enable_constraint_checking(self) -> None:
        super().enable_constraint_checking()
        self._apart.discard("unchecked")

    def _take(self) -> bool:
        if self._writes or self._waits_in is None:
            return False
        self._writes = self._waits_in.take(self.settings_dict["OPTIONS"].get("timeout", 5))
        return self._writes

    def _borrow(self) -> None:
        self._own, self.connection = self.connection, self._shared.lend(self._opened)

    def _give_back(self) -> None:
        if self._own is not None:
            self.connection, self._own = self._own, None

    def _leave(self) -> None:
        self._give_back()
        if self._writes and self._waits_in is not None:
            self._writes = False
            self._waits_in.leave()

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        try:
            if self._writes and not self._apart:
                self._borrow()
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            except OperationalError as error:
                if self._own is None or not _reads_what_was(error):
                    raise
                self.connection = self._shared.renew(self._opened)
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _opened(self) -> sqlite3.Connection:
        made: sqlite3.Connection = self.get_new_connection(self.get_connection_params())
        return made

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        if self._own is not None:
            self._rollback()
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()


class Cursor(base.SQLiteCursorWrapper):
    """Django's, but the places of a statement's values are looked for once, not each time that it comes again."""

    database: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        self._follow()
        if self.database.in_atomic_block or not _is_written(query):
            return self._executed(query, params)
        with self.database.in_turn():
            return self._executed(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        self._follow()
        with self.database.in_turn():
            return super().executemany(query, param_list)

    def _follow(self) -> None:
        """Go on by the connection that the thread has now, if a transaction began or ended since this was made."""
        if self.connection is not self.database.connection:
            sqlite3.Cursor.__init__(self, self.database.connection)

    def _executed(self, query: str, params: Any) -> Any:
        if params is None or isinstance(params, Mapping):
            return super().execute(query, params)
        return sqlite3.Cursor.execute(self, _with_marks(query), params)


def _reads_what_was(error: OperationalError) -> bool:
    """Whether a transaction could not begin because its connection still reads what was there before."""
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY_SNAPSHOT


_WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "REPLAC", "CREATE", "DROP T", "DROP I", "ALTER "})


def _is_written(query: str) -> bool:
    """Whether a statement outside a transaction writes: by its first letters."""
    return query[:6] in _WRITING


@lru_cache(maxsize=1024)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
