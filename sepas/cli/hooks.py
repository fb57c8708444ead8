"""Hand webhooks to their receivers. As many of these processes as needed may run."""

import argparse
from datetime import datetime

from sepas.cli import loops

REST = 1.0


def arguments(parser: argparse.ArgumentParser) -> None:
    loops.add_once(parser)


def run(options: argparse.Namespace) -> int:
    return loops.run("hooks", step, rest=REST, once=options.once)


def step(now: datetime) -> int:
    from sepas.webhooks.deliver import deliver_due

    sent: int = deliver_due(now)
    return sent
