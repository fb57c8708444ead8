"""Fill an empty database with a large organisation, for measuring; `--audit N` proves that it is like real work."""

import argparse
import time
from datetime import UTC, datetime

from django.db import connection

from sepas.kernel import clock
from sepas.parties.models import Organisation

WHY = "whether there is anything in the database yet"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=0, help="how many cases to write")
    parser.add_argument("--patterns", type=int, default=0, help="households told through the actions first")
    parser.add_argument("--seed", type=int, default=1405)
    parser.add_argument("--audit", type=int, default=0, metavar="N", help="tell N bulk-written cases again")
    parser.add_argument(
        "--now", type=datetime.fromisoformat, default=None, help="the last moment; default: now"
    )


def run(options: argparse.Namespace) -> int:
    from sepas.cli.simulation import audit, fill

    now = options.now or clock.now()
    if now.tzinfo is None:
        now = now.replace(tzinfo=UTC)
    started = time.monotonic()
    if options.cases:
        if Organisation.objects.unscoped(WHY).exists():
            print(
                "sepas simulate: this database is not empty. Point DATABASE_URL at a fresh one and migrate it."
            )
            return 1
        made = fill.fill(options.cases, seed=options.seed, patterns=options.patterns, now=now, say=print)
        spent = time.monotonic() - started
        print(f"{made:,} cases on {connection.vendor} in {spent:.0f} s ({made / spent:,.0f} a second)")
    if options.audit:
        flaws = audit.audit(options.audit, seed=options.seed, say=print)
        return 1 if flaws else 0
    return 0
