"""A loop that does a step, rests when there was nothing to do, says that it lives, and stops when told to.

A step is finished before the loop ends, so stopping leaves nothing half done. A loop started by `serve` also ends
when `serve` is gone, however that ended: it holds the reading end of a pipe that only `serve` can write to.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connections

from sepas.kernel import clock, heartbeat

LIFELINE = "SEPAS_LIFELINE"
BEAT_EVERY = 10.0
REST_AFTER_ERROR = 5.0

log = logging.getLogger(__name__)


def run(process: str, step: Callable[[datetime], int], *, rest: float, once: bool = False) -> int:
    """Repeat `step(now)` until SIGTERM, SIGINT or the lifeline's end; `rest` seconds after one that did nothing.

    A database that is away is waited for; any other error of a step is logged and the loop goes on.
    """
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    watch_lifeline()
    if once:
        step(clock.now())
        return 0
    told, unsaid = 0.0, 0
    while not stop.is_set():
        try:
            done = step(clock.now())
            unsaid += done
            if time.monotonic() - told >= BEAT_EVERY:
                heartbeat.beat(process, now=clock.now(), done=unsaid)
                told, unsaid = time.monotonic(), 0
            pause = 0.0 if done else rest
        except DatabaseError:
            log.exception("%s: the database did not answer; trying again", process)
            connections.close_all()
            pause = REST_AFTER_ERROR
        except Exception:
            log.exception("%s: a step failed; going on", process)
            pause = REST_AFTER_ERROR
        stop.wait(pause)
    try:
        heartbeat.farewell(process)
    except DatabaseError:
        log.warning("%s: could not say farewell", process)
    return 0


def watch_lifeline() -> None:
    """End this process when the pipe from `serve` closes; nothing when it was not started by `serve`."""
    handle = os.environ.pop(LIFELINE, "")
    if not handle:
        return

    def watch() -> None:
        while os.read(int(handle), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def add_once(parser: Any) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now and end")
