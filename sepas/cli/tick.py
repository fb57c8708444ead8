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
    return loops.run("tick", Steps(), rest=REST, once=options.once)


class Steps:
    """What the loop does at each step; at its first one what an upgrade leaves to be done once."""

    def __init__(self) -> None:
        self.begun = False

    def __call__(self, now: datetime) -> int:
        from sepas.service_levels.new_kinds import promise_new_kinds

        found = 0 if self.begun else promise_new_kinds(now)
        self.begun = True
        return found + step(now)


def step(now: datetime) -> int:
    """What time alone brings about; sealing never keeps the loop from resting."""
    from sepas.flows.clock import forget, tick

    found: int = tick(now)
    seal_all(now)
    limits.forget(now)
    forget(now)
    return found
