"""Climbing one step of the ladder that the decision names."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.saying import say_why
from sepas.cases.actions.texts import cleaned
from sepas.cases.events import CaseEscalated
from sepas.cases.ladder import ladder_of, next_step
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case, Promise
from sepas.cases.promises.moments import Moment
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import require


def escalate_case(actor: Actor, *, case: Case, why: str = "", now: datetime) -> Case:
    """Take the case to the next step: to whom, and what that body has to do by when, is told on the timeline.

    A step with a time starts a promise of that name. Raises `Conflict` (`top_of_ladder`) when there is no
    further step.
    """
    require(policies.may_escalate(actor, case))
    CASE.after(case.state, "escalate")
    why = cleaned("why", why)
    step = next_step(ladder_of(case), case.escalation)
    if step is None:
        raise Conflict(
            _("This case has reached the last step. After it only a court remains."), code="top_of_ladder"
        )
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        if Moment.COMPLAINT_FILED not in turn.moments:
            turn.happened(Moment.COMPLAINT_FILED)
        promise = None
        if step.amount is not None and step.unit:
            promise = Promise(
                case=case,
                name=f"ladder_{step.name}",
                source="law" if step.provision else "organisation",
                provision=step.provision,
                title=dict(step.body_title),
                text=dict(step.text),
                amount=step.amount,
                unit=step.unit,
                started_at=now,
            )
            turn.start(promise)
        changes: dict[str, Any] = {"escalation": step.name}
        if not case.is_open:
            changes |= {"resolved_at": None, "close_at": None}
        turn.commit(
            "escalate",
            lambda: CaseEscalated(
                step=step.name,
                body=step.body,
                text=dict(step.text),
                by_customer=actor.is_public,
                by_itself=actor.kind == Kind.SYSTEM,
                due_at=promise.due_at.isoformat() if promise and promise.due_at else None,
                post_id=say_why(actor, case, why, now),
            ),
            **changes,
        )
    return case
