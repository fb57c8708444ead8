"""Serve the pages and the API: granian with Django, static files by WhiteNoise."""

import argparse
import os
import signal
import threading

from sepas.cli import loops


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
    loops.watch_lifeline()
    Granian(
        "sepas.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
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


def hear_ctrl_c_alone() -> None:
    """Ctrl-C goes to every process of the terminal, and granian's workers hang when they are told twice, by it and
    by their parent. The mask is inherited: only this process hears it, and passes it on as one SIGTERM.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def wait() -> None:
        signal.sigwait({signal.SIGINT})
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="ctrl-c", daemon=True).start()
