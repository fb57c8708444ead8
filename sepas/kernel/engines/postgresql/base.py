"""PostgreSQL, not asked at the beginning of each request whether it is still there."""

import select
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but a connection of an earlier request is looked at instead of asked `SELECT 1`."""

    _values_beside: Any = None

    def is_usable(self) -> bool:
        """Whether the connection may go on being used. An idle one has nothing to say unless the server ended it."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0) or bool(super().is_usable())

    def quickly(self, sql: str, values: Sequence[Any]) -> Any:
        """Run one statement on the open connection with its values beside it (see `kernel.prepared`). The cursor is
        the same each time: whoever asks takes all that it gives before the next.
        """
        cursor = self._values_beside
        if cursor is None or cursor.connection is not self.connection or cursor.closed:
            binding: Any = base.ServerBindingCursor
            cursor = self._values_beside = binding(self.connection)
        return cursor.execute(sql, values)
