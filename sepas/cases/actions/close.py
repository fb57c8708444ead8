"""Closing a resolved case."""

from datetime import datetime

from django.db import transaction

from sepas.cases import policies
from sepas.cases.actions.held_back import check_children
from sepas.cases.events import CaseClosed
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.policy import require


def close_case(actor: Actor, *, case: Case, override: str = "", now: datetime) -> Case:
    """Close the case: the customer is satisfied, staff say so, or the time to reopen ran out (the clock).

    Staff close no case of which a part is open, unless whoever may gives a note as `override`.
    """
    require(policies.may_close(actor, case))
    CASE.after(case.state, "close")
    how = "customer" if actor.is_public else "clock" if actor.kind == Kind.SYSTEM else "staff"
    against = check_children(actor, case, "close", override) if how == "staff" else None
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        if against is not None:
            turn.tell(against)
        turn.commit("close", CaseClosed(how), closed_at=now, close_at=None)
    return case
