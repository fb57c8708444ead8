"""A web worker reads addresses and rules by itself, before anybody asks, and ends when it is told to, however early."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sepas.cli.web import SECONDS_TO_END

BEGINNING = """
from sepas.config import wsgi
from django.urls import get_resolver
from sepas.rules import standard_library
import gc
assert get_resolver()._populated
assert standard_library.cache_info().currsize == 1
assert gc.get_freeze_count() > 100_000
"""

REMEMBERED = """
from sepas.config import wsgi
from django.urls import Resolver404, get_resolver

looked = []
def look(path):
    looked.append(path)
    return usual(path)
usual = get_resolver().resolve
resolve = wsgi.remembered(look)
asked = "/api/v1/cases", "/api/v1/cases/1", "/api/v1/cases/2", "/api/v1/cases", "/api/v1/cases/1", "/desk/", "/desk/"
for path in asked:
    found = resolve(path)
    assert found.func is usual(path).func and found.kwargs == usual(path).kwargs, path
for _ in range(2):
    try:
        resolve("/nowhere/")
    except Resolver404:
        continue
    raise AssertionError
assert looked == [
    "/api/v1/cases", "/api/v1/cases/1", "/api/v1/cases/2", "/api/v1/cases/1", "/desk/", "/nowhere/", "/nowhere/"
], looked
"""
MADE = """
import os, signal, time
from sepas.config import wsgi
from sepas.cli import web

signal.signal(signal.SIGTERM, lambda number, frame: None)
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGTERM))
web.end_when_asked()
if not (child := os.fork()):
    time.sleep(1)
    os._exit(0)
assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGTERM
print("the parent still listens")
"""
TOLD = """
import os, signal, sys, threading, time
from sepas.config import wsgi
from sepas.cli import web

ended, inside, most = threading.Event(), 0, 0

def end(number, frame):
    global inside, most
    inside += 1
    most = max(most, inside)
    time.sleep(0.5)
    inside -= 1
    ended.set()

web.end_when_asked()
if sys.argv[1] == "listening":
    signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
ended.wait()
time.sleep(0.5)
print("ended", most, flush=True)
"""
KEPT = """
import os, signal, time
from sepas.config import wsgi
from sepas.cli import web

two = set(sorted(os.sched_getaffinity(0))[:2])
os.sched_setaffinity(0, two)
web.keep_workers_to_one_processor(1)

def worker():
    hears, says = os.pipe()
    child = os.fork()
    if not child:
        os.write(says, b"made")
        time.sleep(60)
        os._exit(0)
    os.read(hears, 4)
    return child

free = worker()
assert os.sched_getaffinity(free) == two
web.keep_workers_to_one_processor(2)
first, second = worker(), worker()
assert os.sched_getaffinity(first) | os.sched_getaffinity(second) == two
assert len(os.sched_getaffinity(first)) == len(os.sched_getaffinity(second)) == 1
left = os.sched_getaffinity(first)
os.kill(first, signal.SIGKILL)
os.waitpid(first, 0)
third = worker()
assert os.sched_getaffinity(third) == left
assert os.sched_getaffinity(0) == two
for child in (free, second, third):
    os.kill(child, signal.SIGKILL)
"""
two_processors = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="there is one processor, or the system does not say",
)


@pytest.mark.parametrize(
    "what",
    [
        pytest.param(BEGINNING, id="reads ahead"),
        pytest.param(REMEMBERED, id="remembers addresses"),
        pytest.param(KEPT, id="stays with its processor", marks=two_processors),
    ],
)
def test_a_worker(what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", what], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_a_worker_that_is_told_to_stop_while_it_is_made_ends_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MADE], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "the parent still listens\n"


@pytest.mark.parametrize("told", [[signal.SIGINT, signal.SIGTERM], [signal.SIGTERM] * 3])
def test_whoever_is_told_to_end_by_several_begins_once(told: list[int]) -> None:
    process = subprocess.Popen([sys.executable, "-c", TOLD, "listening"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    for number in told:
        process.send_signal(number)
        time.sleep(0.1)
    assert process.communicate(timeout=30)[0] == "ended 1\n"


def test_whoever_does_not_listen_yet_is_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", TOLD, "not yet"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGTERM


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
        told = time.monotonic()
        said, _ = web.communicate(timeout=30)
        # One that does not listen is waited for, and then killed. Its end is only seen some moments later: what is
        # said of it meanwhile is no sign.
        assert time.monotonic() - told < SECONDS_TO_END, said
    finally:
        web.kill()
    assert web.returncode == 0
