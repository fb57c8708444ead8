"""What facts, and the case itself, keep of promises."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sepas.cases.events import PromiseAtRisk, PromiseMet
from sepas.cases.models import OPEN_PROMISES, Promise, PromiseState


def as_data(promises: Iterable[Promise]) -> list[dict[str, Any]]:
    """Promises as an event keeps them."""
    return [
        {
            "name": promise.name,
            "source": promise.source,
            "title": promise.title,
            "due_at": iso(promise.due_at),
        }
        for promise in promises
    ]


def summary(promises: Iterable[Promise]) -> dict[str, Any]:
    """What the case keeps of its promises, for lists."""
    owed = [promise for promise in promises if promise.state in OPEN_PROMISES]
    dues = [promise.due_at for promise in owed if promise.due_at and promise.state != PromiseState.PAUSED]
    return {
        "next_due_at": min(dues, default=None),
        "at_risk": any(promise.state == PromiseState.AT_RISK for promise in owed),
        "breached": any(promise.state == PromiseState.BREACHED for promise in owed),
    }


def at_risk(promise: Promise) -> PromiseAtRisk:
    return PromiseAtRisk(
        promise_id=promise.pk,
        name=promise.name,
        source=promise.source,
        title=promise.title,
        due_at=iso(promise.due_at) or "",
    )


def met(promise: Promise, *, late: bool) -> PromiseMet:
    return PromiseMet(
        promise_id=promise.pk,
        name=promise.name,
        source=promise.source,
        title=promise.title,
        late=late,
        due_at=iso(promise.due_at),
    )


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
