"""Putting a case on hold, for a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.events import CaseHeld
from sepas.cases.lifecycle import CASE, HoldReason
from sepas.cases.models import Case
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require


def hold_case(actor: Actor, *, case: Case, reason: str, note: str = "", now: datetime) -> Case:
    """Put the case on hold. Only promises that may pause for `reason` stand still; the law's clock runs on
    unless its rule says otherwise. The event names both; `queries.hold_effects` tells them before.

    Raises `Invalid` for a reason that is none.
    """
    require(policies.may_hold(actor, case))
    CASE.after(case.state, "hold")
    problems = Problems()
    with problems:
        note = cleaned("note", note)
    if reason not in HoldReason.values:
        problems.add("reason", _("Say what the case waits for."), allowed=HoldReason.values)
    problems.tell()
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        paused, running = turn.hold(reason)
        fact = CaseHeld(reason, note, [each.name for each in paused], [each.name for each in running])
        turn.commit("hold", fact, hold_reason=reason)
    return case
