"""The clock: finding promises that are at risk or late, by their index, and recording that."""

from datetime import datetime

from django.db import transaction

from sepas.cases.models import Case, Promise
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import system
from sepas.kernel.errors import Stale

ATTEMPTS = 3


def tick(now: datetime, *, limit: int = 500) -> int:
    """Record what became at risk or late by `now`, up to `limit` promises; return how many facts that were.

    Safe to run in several processes at once: each case is one transaction that starts with a compare-and-swap
    of the case, so a promise is found late once, and its remedies are unlocked once. A case that somebody
    changes at the same moment is tried again, and left to the next tick if it stays busy.
    """
    waiting = (
        Promise.objects.unscoped("the clock looks at every organisation")
        .filter(tick_at__lt=now)
        .order_by("tick_at")
        .values_list("case_id", flat=True)[:limit]
    )
    return sum(look_at(case_id, now) for case_id in dict.fromkeys(waiting))


def look_at(case_id: int, now: datetime) -> int:
    """Record what became at risk or late in one case; return how many facts that were."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                case = (
                    Case.objects.unscoped("the clock looks at every organisation")
                    .select_related("organisation", "branch", "decision")
                    .get(pk=case_id)
                )
                turn = Turn.begin(system(case.organisation_id, "clock"), case, now)
                if turn.is_idle:
                    return 0
                found = turn.findings
                turn.commit(None, None, touch=False)
                return found
        except Stale:
            continue
    return 0
