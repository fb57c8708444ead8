"""PostgreSQL: statements prepared where they come again and again, and no question whether it is still there."""

import select
from typing import Any, cast

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import register_tzloader
from psycopg.pq import Format


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with `prepared_cursor`; a connection of an earlier request is looked at instead of asked `SELECT 1`."""

    def is_usable(self) -> bool:
        """Whether the connection may go on being used. An idle one has nothing to say unless the server ended it."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0) or bool(super().is_usable())

    def prepared_cursor(self) -> Any:
        """As `cursor()`, but values travel beside the statement, which the server prepares when it has come
        `prepare_threshold` times (an option of the connection).
        """
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = cast(Any, base.ServerBindingCursor)(self.connection)
            if (
                self.connection.adapters.get_loader(base.TIMESTAMPTZ_OID, Format.TEXT).timezone
                != self.timezone
            ):
                register_tzloader(self.timezone, cursor)
            return cast(Any, self)._prepare_cursor(cursor)
