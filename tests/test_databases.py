"""Two runs of tests in one checkout leave each other alone; what dead ones left goes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import databases


def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_this_run_has_a_database_of_its_own(db: None) -> None:
    assert str(os.getpid()) in Path(str(connection.settings_dict["NAME"])).name


def test_files_of_dead_runs_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    gone, living = databases.file_of(tmp_path, dead()), databases.file_of(tmp_path, os.getppid())
    others = [tmp_path / "sepas.sqlite3", tmp_path / "test_run_of_mine.txt"]
    beside = [Path(f"{gone}-wal"), Path(f"{gone}-queue")]
    for path in (gone, living, *beside, *others):
        path.touch()
    databases.clear_files(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([living, *others])


def test_names_fit_postgresql() -> None:
    assert len(databases.name_of("x" * 90, 4_194_304)) <= 63
    assert databases.name_of("sepas", 1) != databases.name_of("sepas", 2)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's sessions")
def test_a_database_of_a_dead_run_goes_unless_somebody_is_connected(db: None) -> None:
    free, used, living = (databases.name_of("left", pid) for pid in (dead(), dead(), os.getppid()))
    other: Any = connection.copy()
    other.settings_dict = {**connection.settings_dict, "NAME": used}
    with connection._nodb_cursor() as cursor:
        for name in (free, used, living):
            cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            other.connect()
            databases.clear_databases(cursor)
            cursor.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s)", [[free, used, living]])
            assert {name for (name,) in cursor.fetchall()} == {used, living}
            with other.cursor() as mine:
                assert mine.execute("SELECT 1").fetchone() == (1,)
        finally:
            other.close()
            for name in (free, used, living):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
