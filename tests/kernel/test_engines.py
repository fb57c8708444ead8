"""The database engines: SQLite marks places of values once; PostgreSQL prepares what comes again, notices its end."""

from typing import Any

import pytest
from django.db import connection

from sepas.kernel import prepared
from sepas.kernel.insert import insert
from sepas.kernel.models import Event
from tests.cast import NOW, Cast

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


@only_sqlite
@pytest.mark.parametrize(
    ("query", "values", "answer"),
    [
        ("SELECT %s || '%%' || %s", ["a", "b"], "a%b"),
        ("SELECT '%%s' || %s", ["x"], "%sx"),
        ("SELECT %(one)s || %(two)s", {"one": "a", "two": "b"}, "ab"),
        ("SELECT '100%'", None, "100%"),
    ],
)
def test_places_of_values_are_marked_as_ever(db: None, query: str, values: Any, answer: str) -> None:
    for _ in range(2):
        with connection.cursor() as cursor:
            assert cursor.execute(query, values).fetchone() == (answer,)


@pytest.mark.parametrize(
    ("query", "values", "answer"),
    [
        ("SELECT %s || '%%' || %s", ["a", "b"], "a%b"),
        ("SELECT '%%s' || %s", ["x"], "%sx"),
        ("SELECT '100%%'", [], "100%"),
        ("SELECT " + " || ".join(["%s"] * 60), [*map(str, range(60))], "".join(map(str, range(60)))),
    ],
)
def test_values_go_beside_a_statement_in_their_order(
    db: None, query: str, values: list[str], answer: str
) -> None:
    for _ in range(2):
        assert [tuple(row) for row in prepared.rows(query, values)] == [(answer,)]


@only_postgresql
def test_what_comes_again_is_prepared_by_the_server(cast: Cast) -> None:
    query = (
        "SELECT id, name, at FROM kernel_event WHERE subject_type = %s AND subject_id = %s AND name <> 'n1'"
    )
    row = Event(
        name="x", subject_type="y", subject_id=1, seq=1, actor_kind="system", at=NOW, data={"a": [1, "ب"]}
    )
    insert(row)
    for _ in range(8):
        assert prepared.rows(query, ["y", 1]) == [(row.pk, "x", NOW)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%n1%%'")
        assert cursor.fetchone() == (1,)


@only_postgresql
def test_an_idle_connection_is_not_asked_and_an_ended_one_is_replaced(transactional_db: None) -> None:
    connection.ensure_connection()
    asked: list[str] = []
    assert connection.is_usable()
    connection.connection.cursor().execute("SELECT 1")
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
            asked.append(str(cursor.fetchone()))
    finally:
        other.close()
    assert asked == ["(True,)"]
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (pid,)


@pytest.mark.parametrize(
    "data",
    [
        {"words": "سلام", "list": [1, 2.5, True, None], "nested": {"x": {}}},
        [],
        {},
        {"beyond": 2**80},
        {"large": 1e20, "small": 1e-7},
    ],
)
def test_json_comes_back_as_it_went(db: None, data: Any) -> None:
    row = Event(name="x", subject_type="j", subject_id=1, seq=1, actor_kind="system", at=NOW, data=data)
    insert(row)
    found = Event.objects.get(pk=row.pk).data
    assert found == data
