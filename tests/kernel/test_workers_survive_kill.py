"""Workers killed with SIGKILL at random moments lose nothing and double nothing; and this test would notice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

pytestmark = pytest.mark.faults

ROOT = Path(__file__).resolve().parent.parent.parent
DELIVERIES = int(os.environ.get("SEPAS_FAULTS_DELIVERIES", "2000"))


@pytest.fixture
def database(tmp_path, vendor):
    """An empty database of the kind that the tests run on, for the workers alone."""
    if vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/faults.sqlite3"
        return
    import psycopg
    from django.conf import settings

    here = settings.DATABASES["default"]
    name = f"faults_{uuid4().hex[:12]}"
    server = (
        f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST'] or '127.0.0.1'}:{here['PORT'] or 5432}"
    )
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rage(database, tmp_path, deliveries, *mutation, linger="0.001"):
    found = subprocess.run(
        [sys.executable, "-m", "tests.kernel.faults.nursery", str(deliveries), *mutation],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "SEPAS_VAR": str(tmp_path),
            "SEPAS_FAULTS_LINGER": linger,
            "SEPAS_LOG_LEVEL": "CRITICAL",
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-4000:]
    return json.loads(found.stdout)


def test_no_delivery_is_lost_and_no_effect_is_doubled(database, tmp_path, record_property):
    told = rage(database, tmp_path, DELIVERIES)
    print(told)
    assert told["killed"] >= 20
    assert told["reclaimed"] > 0, "no worker was killed while it held a delivery: kill more"
    assert {
        name: told[name] for name in ("done", "pending", "dead", "lost", "doubled", "tally", "disordered")
    } == {
        "done": DELIVERIES,
        "pending": 0,
        "dead": 0,
        "lost": 0,
        "doubled": 0,
        "tally": DELIVERIES,
        "disordered": 0,
    }


def test_a_worker_that_marks_before_the_effect_is_caught(database, tmp_path):
    assert rage(database, tmp_path, 150, "early", linger="0.01")["lost"] > 0


def test_a_worker_that_marks_after_the_effect_is_caught(database, tmp_path):
    assert rage(database, tmp_path, 150, "late", linger="0.01")["doubled"] > 0
