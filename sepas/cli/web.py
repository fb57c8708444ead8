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

    end_when_asked()
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


def end_when_asked() -> None:
    """One thread alone hears SIGINT and SIGTERM, and begins the end once.

    Ctrl-C in a terminal reaches every process, and whoever started us says SIGTERM besides. Granian's main thread waits
    for itself for ever when it is told a second time while it notes the first, and its workers hang when the terminal
    tells them before their parent does. What is heard by nobody is inherited: a worker hears SIGTERM again, and is
    ended by it until it listens by itself, for before that it would only note it in a copy that nobody reads.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})

    def listen() -> None:
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
        begin = signal.getsignal(signal.SIGTERM)
        if callable(begin):
            begin(signal.SIGTERM, None)
        else:  # granian does not listen yet
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            os.kill(os.getpid(), signal.SIGTERM)

    def hear() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    os.register_at_fork(after_in_child=hear)
    threading.Thread(target=listen, name="end", daemon=True).start()


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
