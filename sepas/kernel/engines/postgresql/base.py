"""PostgreSQL, not asked at the beginning of each request whether it is still there."""

import re
import select
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from itertools import count
from typing import Any

from django.db.backends.postgresql import base
from psycopg import RawCursor


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

    def briefly(self) -> AbstractContextManager[None]:
        """Nobody waits here for what somebody else reads."""
        return nullcontext()

    def quickly(self, sql: str, values: Sequence[Any]) -> Any:
        """Run one statement on the open connection with its values beside it (see `kernel.prepared`). The cursor is
        the same each time: whoever asks takes all that it gives before the next.
        """
        cursor = self._values_beside
        if cursor is None or cursor.connection is not self.connection or cursor.closed:
            cursor = self._values_beside = RawCursor(self.connection)
        return cursor.execute(numbered(sql), values)


@lru_cache(maxsize=2000)
def numbered(sql: str) -> bytes:
    """A statement with `%s` for its values, as PostgreSQL reads it: `$1`, `$2` and so on, `%` where `%%` stands. The
    driver would do the same, but for a statement of more than fifty values anew each time.
    """
    places = count(1)
    return re.sub("%([s%])", lambda found: "%" if found[1] == "%" else f"${next(places)}", sql).encode()
