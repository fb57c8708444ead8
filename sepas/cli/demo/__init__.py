"""Load the demo world and print its logins. A second time changes nothing.

Three companies with a few hand-written cases, and years of simulated life around them, said through the product's own
actions. What only the simulator knows goes to a file in `var/truth`; `docs/world.md` describes both.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from sepas.cli.demo import cases, launch, organisations, papers, services, team, units
from sepas.cli.demo.world.parameters import BY_HAND, DEFAULT, SIZES
from sepas.kernel import clock
from sepas.kernel.outbox.work import run_pending
from sepas.parties.models import Organisation

WHY = "the demo world is made by whoever runs this installation"
SEED, YEARS = 1405, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    sizes = ", ".join(f"{size.name} about {size.cases + BY_HAND:,}" for size in SIZES.values())
    parser.add_argument(
        "--size", choices=["bare", *SIZES], default=DEFAULT,
        help=f"how many cases are lived through: {sizes}; bare: only the hand-written ones",
    )  # fmt: skip
    parser.add_argument("--years", type=int, default=YEARS, help="how many years pass (1 to 4)")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed tells the same story")
    parser.add_argument(
        "--now", type=datetime.fromisoformat, default=None, help="the last moment; default: now"
    )


def run(options: argparse.Namespace) -> int:
    if not settings.EMBEDDED:
        print("sepas demo: its passwords are known to everybody; it loads only where SEPAS_EMBEDDED is on.")
        return 1
    if not 1 <= options.years <= 4:
        print("sepas demo: --years is from 1 to 4.")
        return 1
    now = options.now.replace(tzinfo=options.now.tzinfo or UTC) if options.now else None
    load_once(print, size=options.size, years=options.years, seed=options.seed, now=now)
    return 0


def load_once(
    say: Callable[[str], None],
    *,
    size: str = DEFAULT,
    years: int = YEARS,
    seed: int = SEED,
    now: datetime | None = None,
) -> None:
    """Load the world unless it is there, in one transaction; tell the logins and serials either way."""
    if loaded():
        say("the demo world is there already; nothing is changed")
    else:
        say("loading the demo world (only the first time)")
        begun = time.monotonic()
        load(now or clock.now(), size=size, years=years, seed=seed, say=say)
        say(f"the demo world was loaded in {time.monotonic() - begun:.0f} s")
    for line in guide():
        say(line)


def loaded() -> bool:
    return Organisation.objects.unscoped(WHY).filter(slug=organisations.SARD).exists()


def load(
    now: datetime,
    *,
    size: str = "bare",
    years: int = YEARS,
    seed: int = SEED,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Everything, by the same actions that people use; all of it or nothing. The truth file comes last."""
    from sepas.cli.demo.world import load as world
    from sepas.cli.demo.world import truth as truths

    age = timedelta(days=years * 366 + 70)
    with transaction.atomic():
        places = organisations.create(now, age)
        # Reactions give each new organisation its promises, which its first case needs.
        run_pending(now)
        units.create(places, now, age)
        papers.create(places, now, age)
        services.create(places, now)
        team.create(places, now)
        truth = None
        if size != "bare":
            truth = world.live(places, size=SIZES[size], years=years, seed=seed, now=now, say=say)
        launch.create(places, now)
        cases.create(places, now)
        team.finish(places, now)
        run_pending(now)
    if truth is not None:
        path = truth.write(truths.where(size, years, seed))
        say(f"what only the simulator knows: {path} (docs/world.md)")


def guide() -> list[str]:
    """What a visitor needs to look around."""
    return [
        "",
        "  Desk /desk/   password for all: " + organisations.PASSWORD,
        *(f"    {login:<20} {who}" for login, who in organisations.logins()),
        "",
        "  Portal /      serials to try",
        *(f"    {serial:<20} {what}" for serial, what in units.serials()),
        "",
        "  One-time codes and messages to customers: /desk/messages/ (director sees them all)",
        "",
    ]
