"""Each run of tests, and each of its workers, has a database of its own; what dead ones left is cleared by the next."""

import hashlib
import os
import re
import socket
from pathlib import Path
from typing import Any

from django.db import DatabaseError

HOST = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]
"""Several machines may share a PostgreSQL server; a process is only known to be dead on its own."""
_FILE = re.compile(r"test_run_(\d+)\.sqlite3")
_NAME = re.compile(rf"test_.*_run_{HOST}_(\d+)")


def file_of(folder: Path, pid: int) -> Path:
    return folder / f"test_run_{pid}.sqlite3"


def name_of(name: str, pid: int) -> str:
    """At most 63 letters, PostgreSQL's bound."""
    return f"test_{name[:32]}_run_{HOST}_{pid}"


def clear_files(folder: Path) -> None:
    """Remove the SQLite files, with what lies beside them, of this process and of those that are no more."""
    for path in folder.glob("test_run_*"):
        found = _FILE.match(path.name)
        if found and is_over(int(found[1])):
            path.unlink(missing_ok=True)


def clear_databases(cursor: Any) -> None:
    """Drop PostgreSQL's likewise. One that somebody is connected to stays: sessions of others are never ended."""
    cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_%%' ORDER BY datname")
    for (name,) in cursor.fetchall():
        found = _NAME.fullmatch(name)
        if found and is_over(int(found[1])):
            try:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            except DatabaseError:
                continue


def is_over(pid: int) -> bool:
    """Whether a process has ended, or is this one before it begins."""
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
