"""A web worker reads addresses and rules by itself, before anybody asks, and can be asked for them meanwhile."""

import subprocess
import sys

BEGINNING = """
import threading
from sepas.config import wsgi
from django.urls import get_resolver, resolve
assert resolve("/api/v1/cases").url_name
(thread,) = (each for each in threading.enumerate() if each.name == "read-ahead")
assert thread.daemon
thread.join(60)
from sepas.rules import standard_library
import gc
assert standard_library.cache_info().currsize == 1
assert get_resolver()._populated
assert gc.get_freeze_count() > 100_000
"""


def test_a_worker_reads_ahead() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
