"""A web worker reads addresses and rules by itself, before anybody asks, and ends when it is told to, however early."""

import signal
import subprocess
import sys
import time
from pathlib import Path

BEGINNING = """
from sepas.config import wsgi
from django.urls import get_resolver
from sepas.rules import standard_library
import gc
assert get_resolver()._populated
assert standard_library.cache_info().currsize == 1
assert gc.get_freeze_count() > 100_000
"""


def test_a_worker_reads_ahead() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_workers_that_are_told_to_stop_before_they_serve_end_at_once() -> None:
    web = subprocess.Popen(
        [sys.executable, "-m", "sepas", "web", "--port", "0", "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        children = Path(f"/proc/{web.pid}/task/{web.pid}/children")
        until = time.monotonic() + 60
        while len(children.read_text().split()) < 2:
            assert time.monotonic() < until
            assert web.poll() is None
            time.sleep(0.01)
        web.send_signal(signal.SIGTERM)
        said, _ = web.communicate(timeout=30)
    finally:
        web.kill()
    assert "refused" not in said
    assert web.returncode == 0
