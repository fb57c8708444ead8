"""A promise row as a clock: when it is due, paused, kept, late. In memory; the turn saves."""

from datetime import datetime

from sepas.cases.models import Promise, PromiseState
from sepas.service_levels import clocks
from sepas.service_levels.calendars import WorkingCalendar

LIVE = (PromiseState.RUNNING, PromiseState.AT_RISK)


def wind(promise: Promise, calendar: WorkingCalendar) -> Promise:
    """Set the due, half, risk and tick moments from start, allowance, pauses and `calendar`.

    Never makes a promise at risk or late by itself: that is found by the clock and recorded as a fact.
    """
    started, allowance = promise.started_at, clocks.Allowance(promise.amount, promise.unit)  # type: ignore[arg-type]
    pauses = [_pause(pair) for pair in promise.pauses]
    months = promise.month_calendar
    promise.due_at, marks = clocks.marks(started, allowance, calendar, pauses, months)  # type: ignore[arg-type]
    promise.half_at, promise.at_risk_at = marks
    return arm(promise)


def arm(promise: Promise) -> Promise:
    """Set when the clock has to look at the promise next."""
    if promise.state == PromiseState.RUNNING:
        moments = [moment for moment in (promise.at_risk_at, promise.due_at) if moment is not None]
        promise.tick_at = min(moments, default=None)
    else:
        promise.tick_at = promise.due_at if promise.state == PromiseState.AT_RISK else None
    return promise


def pause(promise: Promise, calendar: WorkingCalendar, now: datetime) -> Promise:
    """Stop the clock. What is late stays late."""
    if promise.state in LIVE:
        promise.pauses = [*promise.pauses, [now.isoformat(), None]]
        promise.state = PromiseState.PAUSED
        wind(promise, calendar)
    return promise


def resume(promise: Promise, calendar: WorkingCalendar, now: datetime) -> Promise:
    """Let a paused clock run on."""
    if promise.state == PromiseState.PAUSED:
        begin, _ = promise.pauses[-1]
        promise.pauses = [*promise.pauses[:-1], [begin, now.isoformat()]]
        promise.state = PromiseState.RUNNING
        wind(promise, calendar)
    return promise


def is_late(promise: Promise, now: datetime) -> bool:
    """Whether it is past its due moment and nobody recorded that yet."""
    return promise.state in LIVE and promise.due_at is not None and now > promise.due_at


def is_at_risk(promise: Promise, now: datetime) -> bool:
    """Whether most of its time is used and nobody recorded that yet."""
    return (
        promise.state == PromiseState.RUNNING and promise.at_risk_at is not None and now >= promise.at_risk_at
    )


def keep(promise: Promise, now: datetime) -> Promise:
    """It was done. Call after its lateness was recorded, if it was late."""
    promise.state = PromiseState.MET_LATE if promise.state == PromiseState.BREACHED else PromiseState.MET
    promise.met_at = now
    return arm(promise)


def cancel(promise: Promise) -> Promise:
    """It is no longer owed."""
    promise.state = PromiseState.CANCELLED
    return arm(promise)


def _pause(pair: list[str | None]) -> tuple[datetime, datetime | None]:
    begin, end = pair
    assert begin is not None
    return datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None
