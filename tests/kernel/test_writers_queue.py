"""Writers of one SQLite database stand in a queue: in turn, over threads and processes, and no crash blocks it."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sepas.kernel.engines.sqlite.base import DatabaseWrapper
from sepas.kernel.engines.sqlite.queue import Queue, queue_of

HOLDING = """
import sys
from sepas.kernel.engines.sqlite.queue import Queue
assert Queue(sys.argv[1]).take(5)
print("mine", flush=True)
sys.stdin.read()
"""
TURNS = """
import sys, time
from sepas.kernel.engines.sqlite.queue import Queue
queue = Queue(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    assert queue.take(20)
    with open(sys.argv[2], "a") as log:
        log.write(sys.argv[3])
    time.sleep(0.003)
    queue.leave()
"""


def started(code: str, *words: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.sqlite3"


@pytest.fixture
def database(db: None, path: Path) -> Iterator[DatabaseWrapper]:
    """A connection of its own to a file, as the settings make one."""
    made = DatabaseWrapper(settings(path), "own")
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER)")
    yield made
    made.close()


def settings(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "sepas.kernel.engines.sqlite", "NAME": str(path), "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "TEST": {},
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": "PRAGMA journal_mode=WAL;"},
    }  # fmt: skip


def test_one_writes_at_a_time_and_the_next_as_soon_as_it_is_done(path: Path) -> None:
    queue = Queue(str(path))
    assert queue.take(1)
    assert not queue.take(0.05)
    queue.leave()
    assert queue.take(0.05)
    queue.leave()


def test_another_process_is_waited_for_and_nothing_is_left_of_one_that_was_killed(path: Path) -> None:
    queue = Queue(str(path))
    holder = started(HOLDING, path)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        assert not queue.take(0.05)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(10)
        assert queue.take(5)
        queue.leave()
    finally:
        holder.kill()
        holder.communicate()


def test_processes_take_turns_however_eager_one_is(path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    both = [started(TURNS, path, log, name) for name in "ab"]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    turns = log.read_text()
    assert sorted(turns) == ["a"] * 40 + ["b"] * 40
    first, last = turns.index("b"), turns.rindex("a")
    shared = turns[first : last + 1] if first < last else ""
    changes = sum(one != other for one, other in itertools.pairwise(shared))
    # While both wanted to write, nobody wrote many times in a row.
    assert changes > len(shared) / 4, turns


def test_threads_of_one_process_take_turns(path: Path) -> None:
    queue, inside, most = Queue(str(path)), 0, 0

    def write() -> None:
        nonlocal inside, most
        for _time in range(50):
            assert queue.take(20)
            inside += 1
            most = max(most, inside)
            inside -= 1
            queue.leave()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (most, inside) == (1, 0)


@pytest.mark.parametrize("way", ["transaction", "statement", "quickly", "many"])
def test_whoever_writes_waits_for_its_turn_and_leaves(
    database: DatabaseWrapper, path: Path, way: str
) -> None:
    queue = queue_of(str(path))
    assert queue is not None
    written = threading.Event()

    def write() -> None:
        own = DatabaseWrapper(settings(path), "own")
        own.ensure_connection()
        done(own, way)
        written.set()
        own.close()

    assert queue.take(1)
    thread = threading.Thread(target=write)
    thread.start()
    assert not written.wait(0.3)
    queue.leave()
    thread.join(10)
    assert written.is_set()
    assert queue.take(1), "whoever wrote did not leave"
    queue.leave()


def done(own: Any, way: str) -> None:
    with own.cursor() as cursor:
        if way == "statement":
            cursor.execute("INSERT INTO t VALUES (%s)", [1])
        elif way == "many":
            cursor.executemany("INSERT INTO t VALUES (%s)", [(1,), (2,)])
        elif way == "quickly":
            own.quickly("INSERT INTO t VALUES (%s)", [1])
        else:
            own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            cursor.execute("INSERT INTO t VALUES (%s)", [1])
            own.commit()
            own.set_autocommit(True)


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_a_transaction_that_fails_leaves_too(database: DatabaseWrapper, path: Path, end: str) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    queue = queue_of(str(path))
    assert queue is not None
    assert not queue.take(0.05)
    getattr(database, end)()
    assert queue.take(1)
    queue.leave()


def test_reading_waits_for_nobody(database: DatabaseWrapper, path: Path) -> None:
    queue = queue_of(str(path))
    assert queue is not None
    assert queue.take(1)
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM t").fetchone() == (0,)
    queue.leave()


def test_a_database_in_memory_has_no_queue_and_a_folder_without_room_for_one_goes_on(tmp_path: Path) -> None:
    assert queue_of(":memory:") is None
    assert queue_of("file:memorydb_default?mode=memory&cache=shared") is None
    assert not Queue(str(tmp_path / "nowhere" / "x.sqlite3")).take(1)
