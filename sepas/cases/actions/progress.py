"""Recording a step of the work: the device arrived, the repair is done, the visit took place."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.attend import keep_with
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.events import CaseProgressed, CaseResumed
from sepas.cases.lifecycle import CASE, State
from sepas.cases.models import Case
from sepas.cases.promises import told
from sepas.cases.promises.moments import RECORDED_BY_PROGRESS, REPEATABLE, RESUMES, Moment
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import require

MEETS = frozenset({Moment.VISIT_COMPLETED, Moment.DEVICE_RECEIVED})
"""Steps by which an appointment that stands was kept."""


def progress_case(actor: Actor, *, case: Case, moment: str, note: str = "", now: datetime) -> Case:
    """Record that `moment` (one of `RECORDED_BY_PROGRESS`) has come: it ends the promises that it keeps,
    starts those that count from it, and resumes a case on hold that waited for it.

    Raises `Invalid` for a moment that is none or has a verb of its own, `Conflict` for one that came already.
    """
    require(policies.may_progress(actor, case))
    CASE.after(case.state, "progress")
    problems = Problems()
    with problems:
        note = cleaned("note", note)
    if moment not in RECORDED_BY_PROGRESS:
        problems.add(
            "moment", _("Choose which step was done."), allowed=[str(each) for each in RECORDED_BY_PROGRESS]
        )
    problems.tell()
    if moment in case.moments and moment not in REPEATABLE:
        raise Conflict(
            _("This step is recorded already."), code="already_recorded", data={"at": case.moments[moment]}
        )
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        changes: dict[str, Any] = {}
        if case.state == State.ON_HOLD and moment in RESUMES.get(case.hold_reason, ()):
            waited_for = case.hold_reason
            changes = {"state": CASE.after(case.state, "resume"), "hold_reason": ""}
            resumed = turn.release()
            turn.tell(lambda: CaseResumed(waited_for, told.as_data(resumed)))
        turn.happened(Moment(moment))
        if moment in MEETS:
            keep_with(turn)
        turn.commit("progress", lambda: CaseProgressed(moment, note, told.as_data(turn.started)), **changes)
    return case
