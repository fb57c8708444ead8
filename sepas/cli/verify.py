"""Prove that history is whole: every event's hash, every link, every seal."""

import argparse
import sys

from sepas.kernel.activity import verify
from sepas.kernel.activity.models import Event


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", type=int, help="only this organisation's id; otherwise all")
    parser.add_argument(
        "--known",
        action="append",
        default=[],
        metavar="NUMBER:HASH",
        help="a checkpoint that was kept elsewhere, as this command printed it; with --organisation",
    )


def run(options: argparse.Namespace) -> int:
    try:
        known = {int(number): hash for number, _, hash in (item.partition(":") for item in options.known)}
    except ValueError:
        print("sepas verify: write --known as NUMBER:HASH", file=sys.stderr)
        return 2
    organisations = [options.organisation] if options.organisation is not None else _all()
    found = 0
    for organisation_id in organisations:
        flaws = verify.flaws(organisation_id, known=known)
        found += len(flaws)
        for flaw in flaws:
            where = f"event {flaw.event_id}" if flaw.event_id else f"checkpoint {flaw.checkpoint}"
            print(
                f"organisation {organisation_id}: {where}: {flaw.what}"
                + f" ({flaw.count})" * bool(flaw.count)
            )
        if not flaws:
            head = verify.head(organisation_id)
            sealed = f"last checkpoint {head[0]}:{head[1]}" if head else "nothing sealed yet"
            print(f"organisation {organisation_id}: whole; {sealed}")
    return 1 if found else 0


def _all() -> list[int | None]:
    return list(Event.objects.order_by().values_list("organisation_id", flat=True).distinct())
