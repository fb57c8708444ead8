"""All threads of a process write to one SQLite database by one connection, each in its turn, and read by their own."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sepas.kernel.engines.sqlite.base import DatabaseWrapper
from tests.kernel.test_writers_queue import settings

FORKED = """
import os, sqlite3, sys
from sepas.kernel.engines.sqlite.writer import Writer
path = sys.argv[1]
writer = Writer(path)
opened = lambda: sqlite3.connect(path, isolation_level=None)
ours = writer.lend(opened)
ours.execute("INSERT INTO t VALUES (1)")
child = os.fork()
if not child:
    theirs = writer.lend(opened)
    assert theirs is not ours and theirs is writer.lend(opened)
    theirs.execute("INSERT INTO t VALUES (2)")
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert writer.lend(opened) is ours
ours.execute("INSERT INTO t VALUES (3)")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.sqlite3"


@pytest.fixture
def opened(db: None, path: Path) -> Iterator[Callable[[], Any]]:
    """Makes the connection of one more thread."""
    made: list[DatabaseWrapper] = []

    def make() -> Any:
        database = DatabaseWrapper(settings(path), "own")
        database.inc_thread_sharing()
        database.ensure_connection()
        made.append(database)
        return database

    first = make()
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    first.close()
    yield make
    for database in made:
        database.close()


def begin(database: Any) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    database.in_atomic_block = True


def end(database: Any, how: str = "commit") -> None:
    database.in_atomic_block = False
    getattr(database, how)()
    database.set_autocommit(True)


def put(database: Any, *numbers: int) -> None:
    for number in numbers:
        database.quickly("INSERT INTO t VALUES (%s)", [number])


def numbers(database: Any) -> list[int]:
    return [number for (number,) in database.quickly("SELECT n FROM t ORDER BY n", []).fetchall()]


def briefly(database: Any) -> list[int]:
    with database.briefly():
        return numbers(database)


def test_two_threads_write_by_one_connection_and_read_by_their_own(opened: Callable[[], Any]) -> None:
    one, other = opened(), opened()
    own, others = one.connection, other.connection
    begin(one)
    shared = one.connection
    put(one, 1)
    assert numbers(one) == [1]
    assert numbers(other) == [], "what is not committed was read"
    end(one)
    assert (one.connection, other.connection) == (own, others)
    begin(other)
    assert other.connection is shared
    assert shared not in (own, others)
    put(other, 2)
    end(other)
    assert numbers(one) == numbers(other) == [1, 2]


@pytest.mark.parametrize("how", ["rollback", "close"])
def test_what_failed_is_undone_and_the_next_writes(opened: Callable[[], Any], how: str) -> None:
    one, other = opened(), opened()
    begin(one)
    shared = one.connection
    put(one, 1)
    if how == "close":
        one.in_atomic_block = False
        one.close()
    else:
        end(one, "rollback")
    begin(other)
    assert other.connection is shared
    put(other, 2)
    end(other)
    assert numbers(other) == [2]


def test_what_is_read_briefly_is_read_by_the_writers_connection_unless_somebody_writes(
    opened: Callable[[], Any],
) -> None:
    one, other = opened(), opened()
    begin(one)
    shared = one.connection
    put(one, 1)
    own = other.connection
    with other.briefly():
        assert other.connection is own
        assert numbers(other) == []
    end(one)
    with other.briefly():
        assert other.connection is shared
        assert numbers(other) == [1]
    assert other.connection is own
    begin(one)
    with one.briefly():  # in a transaction, by the transaction's
        assert one.connection is shared
        put(one, 2)
        assert numbers(one) == [1, 2]
    end(one)


def test_whoever_writes_waits_for_what_is_read_briefly(opened: Callable[[], Any]) -> None:
    one, other = opened(), opened()
    begun = threading.Event()

    def write() -> None:
        begin(other)
        begun.set()
        put(other, 1)
        end(other)

    thread = threading.Thread(target=write)
    with one.briefly():
        thread.start()
        assert not begun.wait(0.2)
    thread.join(10)
    assert numbers(one) == [1]


def test_a_thread_whose_connection_was_closed_does_not_keep_that_of_the_writers(
    opened: Callable[[], Any],
) -> None:
    one, other = opened(), opened()
    begin(other)
    shared = other.connection
    end(other)
    one.close()
    with one.briefly():
        one.ensure_connection()
        assert numbers(one) == []
    assert one.connection is not None
    assert one.connection is not shared


def test_a_cursor_that_was_made_before_goes_along_with_the_transaction(opened: Callable[[], Any]) -> None:
    """Django's cache in a table asks, and then begins a transaction with the same cursor."""
    one, other = opened(), opened()
    with one.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM t")
        assert cursor.fetchone() == (0,)
        begin(one)
        cursor.execute("INSERT INTO t VALUES (%s)", [1])
        assert numbers(other) == []
        end(one, "rollback")
        cursor.execute("SELECT count(*) FROM t")
        assert cursor.fetchone() == (0,)
        begin(one)
        cursor.executemany("INSERT INTO t VALUES (%s)", [(2,), (3,)])
        assert numbers(other) == []
        end(one)
        cursor.execute("SELECT n FROM t")
        assert cursor.fetchall() == [(2,), (3,)]


def test_a_read_that_was_left_half_done_keeps_nobody_from_writing(
    opened: Callable[[], Any], path: Path
) -> None:
    one, other = opened(), opened()
    put(one, *range(5))
    begin(one)
    half = one.quickly("SELECT n FROM t ORDER BY n", [])
    assert half.fetchone() == (0,)
    end(one)
    with sqlite3.connect(path, isolation_level=None) as stranger:  # past the queue, as another process would
        stranger.execute("INSERT INTO t VALUES (100)")
    begin(other)
    put(other, 101)
    end(other)
    assert numbers(other) == [0, 1, 2, 3, 4, 100, 101]
    assert half.fetchall() == [(1,), (2,), (3,), (4,)], "it goes on with what there was when it began"


def test_another_file_in_its_place_is_another_database(opened: Callable[[], Any], path: Path) -> None:
    one = opened()
    begin(one)
    put(one, 1)
    end(one)
    one.close()
    for part in path.parent.glob(f"{path.name}*"):
        if not part.name.endswith("-queue"):
            part.unlink()
    other = opened()
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    begin(other)
    put(other, 2)
    end(other)
    assert numbers(other) == [2]


def test_a_process_that_was_forked_has_a_connection_of_its_own(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (n INTEGER)")
    subprocess.run([sys.executable, "-c", FORKED, str(path)], check=True, timeout=60)
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT n FROM t ORDER BY n").fetchall() == [(1,), (2,), (3,)]


def test_what_need_not_survive_a_power_cut_is_written_by_ones_own_connection(
    opened: Callable[[], Any],
) -> None:
    one = opened()
    own = one.connection

    def synchronous() -> int:
        return int(one.quickly("PRAGMA synchronous", []).fetchone()[0])

    with one.relaxed():
        begin(one)
        assert one.connection is own
        assert synchronous() == 1
        end(one)
    assert synchronous() == 2
    begin(one)
    assert one.connection is not own
    assert synchronous() == 2
    end(one)


def test_tables_are_changed_on_the_connection_that_does_not_look_at_foreign_keys(
    opened: Callable[[], Any],
) -> None:
    """Django's editor switches them off on the thread's connection, and begins its transaction after that."""
    one, other = opened(), opened()
    own = one.connection

    def looks() -> bool:
        return bool(one.quickly("PRAGMA foreign_keys", []).fetchone()[0])

    begin(other)
    end(other)
    assert one.disable_constraint_checking()
    with one.briefly():
        assert one.connection is own
    begin(one)
    assert one.connection is own
    assert not looks()
    end(one)
    one.enable_constraint_checking()
    begin(one)
    assert one.connection is not own
    assert looks()
    end(one)


def test_whoever_is_alone_may_set_up_the_connection_for_a_great_work(opened: Callable[[], Any]) -> None:
    one = opened()
    begin(one)
    put(one, 1)
    end(one)
    own = one.connection
    with one.alone():
        one.quickly("PRAGMA locking_mode=EXCLUSIVE", []).fetchall()
        assert one.quickly("PRAGMA journal_mode=OFF", []).fetchone() == ("off",)
        begin(one)
        assert one.connection is own
        put(one, 2)
        end(one)
        assert briefly(one) == [1, 2]
        one.quickly("PRAGMA locking_mode=NORMAL", []).fetchall()
        assert one.quickly("PRAGMA journal_mode=WAL", []).fetchone() == ("wal",)
    begin(one)
    assert one.connection is not own
    put(one, 3)
    end(one)
    assert numbers(one) == [1, 2, 3]


def test_many_threads_that_write_fail_read_and_close_lose_and_double_nothing(
    opened: Callable[[], Any],
) -> None:
    kept: set[int] = set()
    failed: list[BaseException] = []

    def work(mine: int) -> None:
        database = opened()
        try:
            for at in range(60):
                number = mine * 1000 + at
                seen = briefly(database)
                assert set(seen) >= {each for each in kept.copy() if each // 1000 == mine}
                begin(database)
                put(database, number)
                assert number in numbers(database)
                if at % 7 == 3:
                    end(database, "rollback")
                    continue
                end(database)
                kept.add(number)
                if at % 11 == 5:
                    database.close()
                    database.ensure_connection()
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=work, args=(mine,)) for mine in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    assert set(numbers(opened())) == kept
    assert len(kept) == 4 * (60 - 9)


def test_nothing_of_it_is_there_where_writers_have_no_queue(db: None) -> None:
    memory = DatabaseWrapper(settings(Path(":memory:")), "own")
    memory.ensure_connection()
    own = memory.connection
    with memory.briefly():
        assert memory.connection is own
    begin(memory)
    assert memory.connection is own
    end(memory)
    memory.connection.close()
