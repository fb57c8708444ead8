"""Recording what an inspection found: the decision becomes final."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sepas.cases import policies
from sepas.cases.actions.answer import checked
from sepas.cases.actions.deciding import decide_again
from sepas.cases.actions.texts import cleaned
from sepas.cases.events import CaseInspected
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require


def inspect_case(
    actor: Actor, *, case: Case, findings: Mapping[str, Any], note: str = "", now: datetime
) -> Case:
    """Add the technician's `findings` (fact to JSON value) and decide anew: they come before what was
    presumed.

    The change is explained on the timeline in both languages, and promises are planned anew. Raises
    `Invalid` by fact.
    """
    require(policies.may_inspect(actor, case))
    CASE.after(case.state, "inspect")
    note = cleaned("note", note)
    given = checked(actor, case, findings)
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        decide_again(turn, given)
        turn.commit("inspect", CaseInspected(given, note), facts={**case.facts, **given})
    return case
