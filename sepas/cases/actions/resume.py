"""Going on after a hold."""

from datetime import datetime

from django.db import transaction

from sepas.cases import policies
from sepas.cases.events import CaseResumed
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises import told
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require


def resume_case(actor: Actor, *, case: Case, now: datetime) -> Case:
    """Go on. Clocks that stood still run on, later by as long as they stood."""
    require(policies.may_resume(actor, case))
    CASE.after(case.state, "resume")
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        resumed = turn.release()
        turn.commit("resume", CaseResumed(case.hold_reason, told.as_data(resumed)), hold_reason="")
    return case
