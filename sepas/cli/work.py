"""Run the deliveries that events have brought about, imports and exports in between.

As many of these processes as needed may run."""

import argparse
from datetime import datetime

from sepas.cli import loops
from sepas.exchange import work as exchange
from sepas.kernel import clock
from sepas.kernel.outbox.claim import BATCH
from sepas.kernel.outbox.work import run_pending

REST = 0.5


def arguments(parser: argparse.ArgumentParser) -> None:
    loops.add_once(parser)


def run(options: argparse.Namespace) -> int:
    if options.once:
        print(f"{run_pending(limit=100_000)} done")
        while exchange.step(clock.now()):
            pass
        return 0
    # A batch at a time, so that a stop waits for ten reactions at most.
    return loops.run("work", _step, rest=REST)


def _step(now: datetime) -> int:
    return run_pending(limit=BATCH) + exchange.step(now)
