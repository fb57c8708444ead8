"""Serve the pages and the API: granian with Django, static files by WhiteNoise."""

import argparse
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sepas.cli import loops

SECONDS_TO_END = 5
"""How long a worker may go on with what it has begun when it is told to stop."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("SEPAS_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("SEPAS_PORT", "8000")))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("SEPAS_WEB_WORKERS", "2")))


def run(options: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    hear_ctrl_c_alone()
    let_workers_end_when_asked()
    keep_workers_to_one_processor(options.workers)
    loops.watch_lifeline()
    Granian(
        "sepas.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0


def let_workers_end_when_asked() -> None:
    """A worker inherits the handlers of its parent, and one that is told to stop before it has its own would only note
    it in a copy that nobody reads, and be killed in the end. So SIGTERM waits while a worker is made, and ends it
    until it listens by itself.
    """

    def wait() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def go_on() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def end() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        go_on()

    os.register_at_fork(before=wait, after_in_parent=go_on, after_in_child=end)


def keep_workers_to_one_processor(workers: int) -> None:
    """Where there is a worker for each processor, each worker stays with its own: its threads take turns anyway, and
    whatever they left in the processor's caches is still there for the next. A quarter more requests a second on two
    processors. Where there are more processors than workers, the system places them.
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    processors = os.sched_getaffinity(0)

    def choose() -> None:
        taken = Counter(one for others in _siblings() if len(others) == 1 for one in others)
        os.sched_setaffinity(0, {min(sorted(processors), key=lambda one: taken[one])})

    if 1 < len(processors) <= workers:
        os.register_at_fork(after_in_child=choose)


def _siblings() -> Iterator[set[int]]:
    """The processors that each other child of our parent may use."""
    for path in Path(f"/proc/{os.getppid()}/task").glob("*/children"):
        for pid in path.read_text().split():
            if int(pid) != os.getpid():
                with suppress(ProcessLookupError):
                    yield os.sched_getaffinity(int(pid))


def hear_ctrl_c_alone() -> None:
    """Ctrl-C goes to every process of the terminal, and granian's workers hang when they are told twice, by it and
    by their parent. The mask is inherited: only this process hears it, and passes it on as one SIGTERM.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def wait() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="ctrl-c", daemon=True).start()
