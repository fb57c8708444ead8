"""Statements that PostgreSQL keeps prepared: planning a join of ten tables costs it more than running it.

Django puts values into the text of a statement, so each is another one to PostgreSQL and is parsed and planned anew.
Here the values are sent beside it; what comes again and again on one connection is prepared by the driver
(`prepare_threshold` of the connection; none behind a pooler that gives each transaction another connection, see
`SEPAS_PREPARED`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def cursor() -> Iterator[Any]:
    """A cursor for statements whose values are compared with columns; the usual one on SQLite, which plans quickly, and
    while statements are logged, with their values in them.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        with connection.cursor() as usual:
            yield usual
        return
    from django.db.backends.postgresql import base

    found: Any = connection
    binding: Any = base.ServerBindingCursor
    found.close_if_health_check_failed()
    found.ensure_connection()
    with found.wrap_database_errors:
        made = found._prepare_cursor(binding(found.connection))
    with made as own:
        yield own
