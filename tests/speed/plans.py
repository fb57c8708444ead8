"""Asking the database how it would do what a function asks of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def as_if_large() -> Iterator[None]:
    """PostgreSQL reads small tables whole, whatever indexes there are: let it plan as for large ones."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
                cursor.execute(f"SET LOCAL {setting} = off")
        yield
        if connection.vendor == "postgresql":
            for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
                cursor.execute(f"SET LOCAL {setting} = on")


def plans_of(act: Callable[[], Any]) -> list[str]:
    """The plan of every SELECT that `act` runs."""
    with CaptureQueriesContext(connection) as caught:
        act()
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    found = []
    with as_if_large(), connection.cursor() as cursor:
        for query in caught:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"{explain} {query['sql']}")
                found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def sorts(plan: str) -> bool:
    """Whether the database sorts what it found instead of reading it in order."""
    return "TEMP B-TREE FOR ORDER BY" in plan or "Sort" in plan


def goes_by(plan: str, *indexes: str) -> bool:
    """Whether cases are found by one of these indexes. PostgreSQL takes any that serves while a table holds a row or
    two, so of it only this is asked: that it need not read the table whole.
    """
    if connection.vendor == "postgresql":
        return "Seq Scan on cases_case" not in plan and "Scan using " in plan
    return any(index in plan for index in indexes) and not any(
        line.startswith("SCAN cases_case") and "INDEX" not in line for line in plan.splitlines()
    )
