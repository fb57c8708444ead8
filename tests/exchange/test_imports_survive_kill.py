"""Workers killed with SIGKILL in the middle of an import lose no row and double none; and this test would notice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel.test_workers_survive_kill import database

__all__ = ["database"]
pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 1500


def rage(database, tmp_path, rows, *mutation):
    found = subprocess.run(
        [sys.executable, "-m", "tests.exchange.nursery", str(rows), *mutation],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "SEPAS_VAR": str(tmp_path),
            "SEPAS_LOG_LEVEL": "CRITICAL",
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-4000:]
    return json.loads(found.stdout)


def test_no_row_is_lost_and_none_is_doubled(database, tmp_path):
    told = rage(database, tmp_path, ROWS)
    print(told)
    assert told.pop("killed") >= 3
    assert told == {
        "state": "done", "position": ROWS, "added": ROWS, "there": 0, "wrong": 0, "units": ROWS, "keys": ROWS,
        "owned": ROWS // 10, "customers": ROWS // 10, "events": ROWS, "subjects": ROWS, "transfers": ROWS // 10,
        "ended": 1, "wrong_hashes": 0, "cases": 0,
    }  # fmt: skip


def test_a_worker_whose_effect_and_mark_are_apart_is_caught(database, tmp_path):
    told = rage(database, tmp_path, 200, "apart")
    print(told)
    assert told["units"] == 200
    assert told["there"] >= 20, "the rows of a batch that was done before were not noticed"
