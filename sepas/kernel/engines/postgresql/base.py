"""PostgreSQL, not asked at the beginning of each request whether it is still there."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but a connection of an earlier request is looked at instead of asked `SELECT 1`."""

    def is_usable(self) -> bool:
        """Whether the connection may go on being used. An idle one has nothing to say unless the server ended it."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0) or bool(super().is_usable())
