"""The database engines: writers of SQLite take turns, PostgreSQL prepares what comes again and notices its own end."""

import sqlite3
import threading
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from sepas.kernel import prepared
from sepas.kernel.engines.sqlite import base as sqlite_engine
from sepas.kernel.insert import insert
from sepas.kernel.models import Event
from tests.cast import NOW, Cast

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


@pytest.fixture
def holder(transactional_db: None) -> Any:
    """Somebody else, in the middle of writing."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    if other.in_transaction:
        other.execute("ROLLBACK")
    other.close()


@only_sqlite
def test_a_writer_waits_in_short_naps_and_begins_when_the_other_has_ended(
    holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 5:
            holder.execute("COMMIT")

    monkeypatch.setattr(sqlite_engine.time, "sleep", nap)
    with transaction.atomic():
        assert len(naps) == 5
        assert connection.connection.in_transaction
    assert max(naps) <= sqlite_engine.NAP
    assert connection.connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)


@only_sqlite
def test_a_writer_gives_up_after_the_timeout_with_the_usual_error(
    holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"timeout": 0.02})
    with pytest.raises(OperationalError, match="database is locked"), transaction.atomic():
        raise AssertionError("begun while another writes")
    monkeypatch.undo()
    holder.execute("ROLLBACK")
    with transaction.atomic():
        assert connection.connection.in_transaction


@only_sqlite
def test_other_threads_of_the_process_wait_for_whoever_tries(
    holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them asks the database; the rest do not even do that, and give up in time as well."""
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"timeout": 0.02})
    turn = sqlite_engine._turns[str(connection.settings_dict["NAME"])]
    holder.execute("ROLLBACK")
    taken = threading.Event()
    done = threading.Event()

    def hold() -> None:
        with turn:
            taken.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(20)
    try:
        with pytest.raises(OperationalError, match="locked"), transaction.atomic():
            raise AssertionError("begun out of turn")
    finally:
        done.set()
        thread.join()
    with transaction.atomic():
        assert connection.connection.in_transaction


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
        with prepared.cursor() as cursor:
            cursor.execute(query, ["y", 1])
            assert cursor.fetchall() == [(row.pk, "x", NOW)]
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
