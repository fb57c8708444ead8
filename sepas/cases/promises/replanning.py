"""Planning anew what a case owes, when its decision or its kind has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sepas.cases.models import OPEN_PROMISES, Promise, PromiseState
from sepas.cases.promises import clocks

if TYPE_CHECKING:
    from sepas.cases.promises.turn import Turn

CHANGEABLE = (*clocks.LIVE, PromiseState.PAUSED)


def replan(turn: Turn, *, own: bool) -> None:
    """Cancel what is no longer owed and start what is owed since earlier moments.

    What is owed as before runs on; what is late stays late, and the right it gave stays given. The organisation's own
    promises are touched only with `own`. What a merge brought stays, and stands for its own kind. One query,
    besides the plan's.
    """
    brought = {
        identity(promise) for promise in turn.promises if promise.brought and promise.state in OPEN_PROMISES
    }
    wanted = {
        identity(promise): promise
        for promise in turn.plan.since(turn.moments)
        if (own or promise.source != "organisation") and identity(promise) not in brought
    }
    for promise in list(turn.promises):
        if (
            promise.brought
            or promise.state not in CHANGEABLE
            or (promise.source == "organisation" and not own)
        ):
            continue
        owed = wanted.get(identity(promise))
        if owed is None:
            turn.drop(promise)
        elif (owed.amount, owed.unit) != (promise.amount, promise.unit):
            promise.amount, promise.unit = owed.amount, owed.unit
            turn.touch(clocks.wind(promise, turn.calendar))
    saved = Promise.objects.unscoped("the policy of the verb was asked").filter(case=turn.case)
    had = {(*identity(promise), promise.started_at): promise for promise in (*saved, *turn.started)}
    for who, promise in wanted.items():
        earlier = had.get((*who, promise.started_at))
        if earlier is None:
            turn.start(promise)
        elif earlier.state == PromiseState.CANCELLED:
            turn.revive(earlier)


def identity(promise: Promise) -> tuple[str, str, str]:
    """What makes two promises of one case the same promise, started at different times perhaps."""
    return promise.source, promise.provision, promise.name
