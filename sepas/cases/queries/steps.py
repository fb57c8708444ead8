"""How much of its time the next promise of a case has used, in steps: half, three quarters, all of it."""

from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from sepas.cases.models import Case, Promise, PromiseState

WHY = "belongs to cases that were scoped before"
COUNTING = (PromiseState.RUNNING, PromiseState.AT_RISK, PromiseState.BREACHED)


class Step(StrEnum):
    """Nothing to tell before half of the time is used."""

    EARLY = "early"
    HALF = "half"
    RISK = "risk"
    LATE = "late"


SHARES = {Step.HALF: 50, Step.RISK: 75, Step.LATE: 100}
"""Used by then, in percent of the time that there is."""


def with_steps(found: QuerySet[Case]) -> QuerySet[Case]:
    """`found` with the moments of the promise that is due next, for `step_of`. Adds no query."""
    next_one = Promise.objects.unscoped(WHY).filter(
        case=OuterRef("pk"), due_at=OuterRef("next_due_at"), state__in=COUNTING
    )
    return found.annotate(
        half_at=Subquery(next_one.values("half_at")[:1]),
        risk_at=Subquery(next_one.values("at_risk_at")[:1]),
    )


def step_of(case: Case, now: datetime) -> Step:
    """The step of an open case with a due promise. Without `with_steps` half is not known, and risk as it was last
    recorded.
    """
    risk = getattr(case, "risk_at", None)
    at_risk = case.at_risk if risk is None else now >= risk
    return _step(case.next_due_at, at_risk, getattr(case, "half_at", None), now)


def step_of_promise(promise: Promise, now: datetime) -> Step:
    """The same of one promise; one that does not count any more, or stands still, is early."""
    if promise.state not in COUNTING:
        return Step.EARLY
    at_risk = promise.at_risk_at is not None and now >= promise.at_risk_at
    return _step(promise.due_at, at_risk, promise.half_at, now)


def used(promise: Promise, at: datetime) -> int:
    """How much of its time a promise has used at a moment, 0 to 100: even between the marks that are known."""
    marks = [
        (moment, share)
        for moment, share in (
            (promise.started_at, 0),
            (promise.half_at, SHARES[Step.HALF]),
            (promise.at_risk_at, SHARES[Step.RISK]),
            (promise.due_at, SHARES[Step.LATE]),
        )
        if moment is not None
    ]
    for (begin, low), (end, high) in pairwise(marks):
        if begin <= at < end:
            return low + round((high - low) * ((at - begin) / (end - begin)))
    return 0 if promise.due_at is None or at < promise.started_at else 100


def past(found: QuerySet[Case], step: Step, now: datetime) -> QuerySet[Case]:
    """Those of `found` whose next promise has come to `step` (half or risk), or further."""
    mark = {Step.HALF: "half_at__lte", Step.RISK: "at_risk_at__lte"}[step]
    next_one = Promise.objects.unscoped(WHY).filter(
        case=OuterRef("pk"), due_at=OuterRef("next_due_at"), state__in=COUNTING, **{mark: now}
    )
    return found.filter(Exists(next_one))


def _step(due: datetime | None, at_risk: bool, half: datetime | None, now: datetime) -> Step:
    if due is not None and now > due:
        return Step.LATE
    if at_risk:
        return Step.RISK
    return Step.HALF if half is not None and now >= half else Step.EARLY
