"""Looking at a new case: is it the right kind, and in the right place?"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.deciding import DECIDED, decide_again
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.events import CaseTriaged
from sepas.cases.lifecycle import CASE, Kind
from sepas.cases.models import Case
from sepas.cases.promises.moments import REPORTED_BY_KIND
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.parties.models import Branch


def triage_case(
    actor: Actor,
    *,
    case: Case,
    kind: str | None = None,
    branch: Branch | None = None,
    note: str = "",
    now: datetime,
) -> Case:
    """Take the case up; with `kind` or `branch`, put right what it is or where it belongs.

    Another kind has other promises and perhaps a decision of its own; another branch has other working
    hours: the clocks are counted anew from when they started. Raises `Invalid` for a kind or branch that is
    none.
    """
    require(policies.may_triage(actor, case))
    CASE.after(case.state, "triage")
    problems = Problems()
    with problems:
        note = cleaned("note", note)
    if kind is not None and kind not in Kind.values:
        problems.add("kind", _("There is no such kind of case."), allowed=Kind.values)
    if branch is not None and (branch.organisation_id != case.organisation_id or not branch.active):
        problems.add("branch", _("Choose a branch of the organisation that is open."))
    problems.tell()
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        changes: dict[str, Any] = {}
        if branch is not None and branch.pk != case.branch_id:
            changes["branch"] = case.branch = branch
            turn.rewind()
        if kind is not None and kind != case.kind:
            changes["kind"] = case.kind = kind
            opened = case.opened_at.isoformat()
            for moment in REPORTED_BY_KIND.get(kind, ()):
                turn.moments.setdefault(str(moment), opened)
            turn.replan(own=True)
            if kind in DECIDED:
                decide_again(turn)
        turn.commit("triage", CaseTriaged(case.kind, case.branch_id, note), **changes)
    return case
