"""Saying that it was not solved after all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.deciding import decide_again
from sepas.cases.actions.saying import say_why
from sepas.cases.actions.texts import cleaned
from sepas.cases.events import CaseReopened
from sepas.cases.facts import local_day
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises import told
from sepas.cases.promises.moments import RECORDED_BY_PROGRESS, REPORTED_BY_KIND, Moment
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require


def reopen_case(actor: Actor, *, case: Case, why: str, now: datetime) -> Case:
    """Open the case again, by the customer within the window or by staff.

    What the customer reported is reported anew, so its clocks start again; a repair that did not help counts
    as a failed one, and the decision is made again with that.
    """
    require(policies.may_reopen(actor, case, now=now))
    CASE.after(case.state, "reopen")
    why = cleaned("why", why, missing=_("Write what is still wrong, so that nobody has to ask you."))
    was = case.state
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        repaired = case.moments.get(Moment.REPAIR_COMPLETED)
        facts = dict(case.facts)
        if repaired:
            facts["last_repair_date"] = local_day(case, datetime.fromisoformat(repaired)).isoformat()
        gone = {*map(str, RECORDED_BY_PROGRESS), str(Moment.RESOLVED), str(Moment.REPLIED)}
        turn.moments = {name: at for name, at in turn.moments.items() if name not in gone}
        turn.happened(Moment.REOPENED, *REPORTED_BY_KIND.get(case.kind, ()))
        reopened = case.reopened + 1
        if case.decision_id is not None:
            case.reopened = reopened
            decide_again(turn, facts)
        turn.commit(
            "reopen",
            lambda: CaseReopened(
                actor.is_public,
                was,
                told.as_data(turn.started),
                say_why(actor, case, why, now),
            ),
            reopened=reopened,
            facts=facts,
            resolved_at=None,
            close_at=None,
            closed_at=None,
        )
    return case
