"""Find promises that are due and seal new history, every few seconds. One such process is enough; more do no harm."""

import argparse
from datetime import datetime

from sepas.cli import loops
from sepas.kernel import limits
from sepas.kernel.activity.seal import seal_all

REST = 5.0


def arguments(parser: argparse.ArgumentParser) -> None:
    loops.add_once(parser)


def run(options: argparse.Namespace) -> int:
    return loops.run("tick", step, rest=REST, once=options.once)


def step(now: datetime) -> int:
    """What time alone brings about; sealing never keeps the loop from resting."""
    from sepas.flows.clock import forget, tick

    found: int = tick(now)
    seal_all(now)
    limits.forget(now)
    forget(now)
    return found
