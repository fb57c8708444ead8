"""Statements that come again and again, run without what Django does around each: a third of what one costs in Python.

On PostgreSQL they are kept prepared too: planning a join of ten tables costs it more than running it. Django puts
values into the text of a statement, so each is another one to PostgreSQL, parsed and planned anew. Here the values are
sent beside it; what comes again and again on one connection is prepared by the driver (`prepare_threshold` of the
connection; none behind a pooler that gives each transaction another connection, see `SEPAS_PREPARED`).

For statements whose values are compared with columns or written into them. While statements are logged, counted or
forbidden (Django's `execute_wrapper`), they go Django's way, with their values in them.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Rows = list[Any]


def rows(sql: str, values: Sequence[Any], *, brief: bool = False) -> Rows:
    """What the statement gives, all of it. `brief`: it reads a few rows by a key, so that SQLite's writers can spare
    their connection meanwhile, where the pages are known already.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged or database.execute_wrappers:
        with database.cursor() as usual:
            usual.execute(sql, values)
            return list(usual.fetchall())
    with database.briefly() if brief else nullcontext():
        found: Rows = _quickly(database, sql, values).fetchall()
    return found


def changed(sql: str, values: Sequence[Any]) -> int:
    """How many rows the statement changed; it gives none."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.queries_logged or database.execute_wrappers:
        with database.cursor() as usual:
            usual.execute(sql, values)
            return int(usual.rowcount)
    return int(_quickly(database, sql, values).rowcount)


@cache
def vendor() -> str:
    """Which database this install has: it never changes while a process lives."""
    return connections[DEFAULT_DB_ALIAS].vendor


def _quickly(database: Any, sql: str, values: Sequence[Any]) -> Any:
    """What Django's cursor checks before it executes, and no more."""
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_no_broken_transaction()
    try:
        return database.quickly(sql, values)
    except database.Database.Error:
        with database.wrap_database_errors:
            raise
