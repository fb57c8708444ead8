"""Telling the patterns, then stamping them until there are as many cases as asked for."""

import random
import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sepas.cases.models import Case
from sepas.cli.simulation import households, places
from sepas.cli.simulation.load import Loader, loader
from sepas.cli.simulation.patterns import MINTED, WHY, read_all
from sepas.cli.simulation.stamp import Mint, Stamp
from sepas.flows import clock as flows
from sepas.kernel.outbox.work import run_pending
from sepas.notices.deliver import deliver_due

BATCH = 5_000
"""Cases written in one transaction; what is held in memory besides the patterns."""
MOST, LEAST = 500, 120


def fill(cases: int, *, seed: int, patterns: int, now: datetime, say: Callable[[str], None]) -> int:
    """Write about `cases` cases that end at `now`; returns how many. The same seed tells the same stories."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    clock = time.monotonic
    begun = clock()
    with transaction.atomic():
        place = places.create(now)
        told = households.tell_all(place, rng, patterns or min(MOST, max(LEAST, cases // 500)), now)
        while flows.tick(now):
            pass
        while run_pending(now, limit=10_000):
            pass
        while deliver_due(now, limit=1_000):
            pass
    say(f"patterns told through the actions: {clock() - begun:.0f} s")
    begun = clock()
    load = loader()
    stamps = [Stamp.of(pattern, load.form) for pattern in read_all(told)]
    mint = Mint(rng, _next_ids(), len(told), load.moment, frozenset(_cases().values_list("code", flat=True)))
    made = _cases().count()
    say(f"{len(stamps)} patterns read: {clock() - begun:.0f} s")
    begun = clock()
    with load.loading():
        made += _stamp_all(stamps, mint, load, cases - made)
        say(f"rows written: {clock() - begun:.0f} s")
        begun = clock()
    say(f"indexes, keys and checks: {clock() - begun:.0f} s")
    return made


def _stamp_all(stamps: list[Stamp], mint: Mint, load: Loader, wanted: int) -> int:
    """Every pattern in turn as often as its share, oldest first, so that ids follow time."""
    total = sum(stamp.pattern.cases for stamp in stamps)
    written, due = 0, 0.0
    batches: list[list[object]] = [[] for _ in MINTED]
    waiting = 0
    for stamp in stamps:
        due += wanted * stamp.pattern.cases / total
        while written < due - stamp.pattern.cases / 2:
            stamp.write(mint.values(stamp.pattern), batches)
            written += stamp.pattern.cases
            waiting += stamp.pattern.cases
            if waiting >= BATCH:
                load.write(batches)
                batches, waiting = [[] for _ in MINTED], 0
    load.write(batches)
    return written


def _cases():
    return Case.objects.unscoped(WHY)


def _next_ids() -> list[int]:
    found = []
    for model in MINTED:
        manager = model._base_manager
        found.append((manager.aggregate(last=Max("pk"))["last"] or 0) + 1)
    return found
