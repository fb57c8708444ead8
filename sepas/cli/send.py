"""Say replies whose time has come, and hand waiting messages to their gateways.

The only process of the product that talks to other machines.
"""

import argparse
from datetime import datetime

from sepas.cli import loops

REST = 2.0
LIMIT = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    loops.add_once(parser)


def run(options: argparse.Namespace) -> int:
    return loops.run("send", step, rest=REST, once=options.once)


def step(now: datetime) -> int:
    from sepas.notices.deliver import deliver_due
    from sepas.teamwork.publish import publish_due

    said: int = publish_due(now, LIMIT)
    sent: int = deliver_due(now, LIMIT)
    return said + sent
