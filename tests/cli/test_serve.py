"""`sepas serve` as a process: it starts everything, and whatever ends, nothing stays behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(pid: int) -> set[int]:
    """The ids of all processes below `pid` now."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = status.read_text()
            parents[int(status.parent.name)] = int(text.rpartition(")")[2].split()[1])
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new}
        found |= new
    return found


def alive(pids: set[int]) -> set[int]:
    found = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.add(pid)
    return found


def until(condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("serve")


@pytest.fixture
def served(folder):
    """A running `sepas serve`: the process, its address, the lines it said."""
    port = free_port()
    log = folder / f"log-{port}"
    environment = {
        **os.environ,
        "SEPAS_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/sepas.sqlite3",
        "SEPAS_LIVE_PORT": str(free_port()),
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "sepas", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        until(lambda: process.poll() is not None or "is ready" in log.read_text())
        assert process.poll() is None, log.read_text()
        # web with its two workers, live with its one, work, tick, send, hooks
        until(lambda: len(descendants(process.pid)) >= 9)
        yield process, f"http://127.0.0.1:{port}", log
    finally:
        for pid in descendants(process.pid) | {process.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def child(process, verb: str) -> int:
    direct = [
        pid
        for pid in descendants(process.pid)
        if f"sepas {verb}" in command(pid)
        and Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1] == str(process.pid)
    ]
    return direct[0] if direct else 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_everything_and_says_all_is_well(served, number):
    process, address, log = served
    with urllib.request.urlopen(f"{address}/accounts/login/") as answer:
        assert answer.status == 200
    family = descendants(process.pid)
    process.send_signal(number)
    assert process.wait(PATIENCE) == 0
    assert alive(family) == set()
    assert "Stopped." in log.read_text()


def test_ctrl_c_in_a_terminal_reaches_every_process_and_all_end_at_once(served):
    process, address, log = served
    with urllib.request.urlopen(f"{address}/accounts/login/"):
        family = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert alive(family) == set()
    assert "did not end when asked" not in log.read_text()


def test_killed_it_takes_its_children_along(served):
    process, _, _ = served
    family = descendants(process.pid)
    process.kill()
    process.wait()
    until(lambda: not alive(family))


def test_without_its_web_server_it_ends_and_says_so(served):
    process, _, log = served
    family = descendants(process.pid)
    os.kill(child(process, "web"), signal.SIGKILL)
    assert process.wait(PATIENCE) == 1
    assert alive(family) == set()
    assert "web ended with code -9" in log.read_text()


def test_a_worker_that_was_killed_is_started_again(served):
    process, _, _ = served
    first = child(process, "work")
    os.kill(first, signal.SIGKILL)
    assert until(lambda: (now := child(process, "work")) != first and now)


def test_a_port_in_use_is_told_with_what_to_do(served, folder):
    _, address, _ = served
    port = address.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "sepas", "serve", "--port", port],
        cwd=ROOT,
        env={**os.environ, "SEPAS_VAR": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {port} of 127.0.0.1 is in use" in second.stdout
