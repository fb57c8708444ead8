"""Saying that the need was met, and how."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.held_back import check_children
from sepas.cases.actions.texts import cleaned
from sepas.cases.events import CaseResolved
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises.moments import Moment
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require


def resolve_case(actor: Actor, *, case: Case, resolution: str, override: str = "", now: datetime) -> Case:
    """Tell the customer what was done, and keep what is still owed.

    The customer has `policies.REOPEN_WINDOW` to say that it was not enough; then the case closes by itself.
    While parts of it are open it stays open too, unless somebody who may gives a note as `override`.
    """
    require(policies.may_resolve(actor, case))
    CASE.after(case.state, "resolve")
    resolution = cleaned("resolution", resolution, missing=_("Write for the customer what was done."))
    against = check_children(actor, case, "resolve", override)
    until = now + policies.REOPEN_WINDOW
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        turn.release()
        if against is not None:
            turn.tell(against)
        turn.happened(Moment.RESOLVED)
        turn.commit(
            "resolve",
            CaseResolved(resolution, until.isoformat()),
            resolution=resolution,
            resolved_at=now,
            close_at=until,
            hold_reason="",
        )
    return case
