"""Statements that a database prepares once: reading and planning one costs PostgreSQL more than running it."""

from typing import Any

from django.db import connections


def cursor() -> Any:
    """A cursor for statements that come again and again with other values.

    On PostgreSQL the server prepares them (`engines.postgresql`); elsewhere it is the ordinary cursor, whose driver
    keeps prepared statements by itself. Values are compared with columns and written to them as they are, so they must
    be of the columns' own kinds.
    """
    connection: Any = connections["default"]
    return connection.prepared_cursor() if connection.vendor == "postgresql" else connection.cursor()
