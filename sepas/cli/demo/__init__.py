"""Load the demo world and print its logins. A second time changes nothing."""

import argparse
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from sepas.cli.demo import cases, organisations, units
from sepas.kernel import clock
from sepas.kernel.outbox.work import run_pending
from sepas.parties.models import Organisation

WHY = "the demo world is made by whoever runs this installation"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    if not settings.EMBEDDED:
        print("sepas demo: its passwords are known to everybody; it loads only where SEPAS_EMBEDDED is on.")
        return 1
    load_once(print)
    return 0


def load_once(say: Callable[[str], None]) -> None:
    """Load the world unless it is there, in one transaction; tell the logins and serials either way."""
    if not loaded():
        say("loading the demo world (only the first time)")
        load(clock.now())
    for line in guide():
        say(line)


def loaded() -> bool:
    return Organisation.objects.unscoped(WHY).filter(slug=organisations.SARD).exists()


def load(now: datetime) -> None:
    """Everything, by the same actions that people use; all of it or nothing."""
    with transaction.atomic():
        places = organisations.create(now)
        # Reactions give each new organisation its promises, which its first case needs.
        run_pending(now)
        units.create(places, now)
        cases.create(places, now)
        run_pending(now)


def guide() -> list[str]:
    """What a visitor needs to look around."""
    return [
        "",
        "  Desk /desk/   password for all: " + organisations.PASSWORD,
        *(f"    {login:<18} {who}" for login, who in organisations.logins()),
        "",
        "  Portal /      serials to try",
        *(f"    {serial:<18} {what}" for serial, what in units.serials()),
        "",
        "  One-time codes and messages are on the outbox page of the desk.",
        "",
    ]
