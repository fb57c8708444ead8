"""Giving a case a decision, first and again: shared by the verbs that change what it rests on."""

from collections.abc import Mapping
from typing import Any

from sepas.cases.events import CaseDecided
from sepas.cases.facts import all_facts, local_day
from sepas.cases.lifecycle import Kind
from sepas.cases.models import Case
from sepas.cases.promises import told
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor, system
from sepas.warranty.actions.decide import decide, draft, keep
from sepas.warranty.models import Decision

DECIDED = frozenset(
    {
        Kind.GUARANTEE_REPAIR,
        Kind.PAID_REPAIR,
        Kind.INSTALLATION,
        Kind.ACTIVATION,
        Kind.MAINTENANCE,
        Kind.PARTS_ORDER,
        Kind.RETURN,
        Kind.REPLACEMENT,
        Kind.REFUND,
        Kind.COMPLAINT,
    }
)
"""Kinds of case in which somebody may be entitled to something."""


def decision_for(
    actor: Actor, case: Case, answers: Mapping[str, Any], turn_moments: Mapping[str, str], now: Any
) -> Decision:
    """Decide the case from all that is known of it. Raises `Invalid` by fact for answers that cannot be.

    Asked by the product itself: whoever may say the verb need not be allowed to decide otherwise.
    """
    return decide(_product(actor, case), **_asked(actor, case, answers, turn_moments, now))


def draft_for(
    actor: Actor, case: Case, answers: Mapping[str, Any], turn_moments: Mapping[str, str], now: Any
) -> Decision:
    """As `decision_for`, but nothing is written yet; `keep_for` does."""
    return draft(_product(actor, case), **_asked(actor, case, answers, turn_moments, now))


def keep_for(actor: Actor, case: Case, now: Any) -> None:
    """Write the drafted decision of the case."""
    assert case.decision is not None
    keep(_product(actor, case), case.decision, now=now)


def _product(actor: Actor, case: Case) -> Actor:
    return system(case.organisation_id, actor.name or actor.kind.value)


def _asked(
    actor: Actor, case: Case, answers: Mapping[str, Any], turn_moments: Mapping[str, str], now: Any
) -> dict[str, Any]:
    return {
        "organisation": case.organisation,
        "unit": case.unit,
        "answers": all_facts(case, answers, turn_moments, now),
        "as_of": local_day(case, now),
        "now": now,
        "supersedes": case.decision,
        "made_by": actor.name or actor.kind.value,
    }


def decide_again(turn: Turn, answers: Mapping[str, Any] | None = None) -> Decision:
    """Decide anew within a turn: put the decision in place, plan its promises, and tell what changed.

    Nothing is told when facts, packs and date give the very decision that is in place.
    """
    before = turn.case.decision
    decision = decision_for(turn.actor, turn.case, answers or {}, turn.moments, turn.now)
    if before is not None and decision.pk == before.pk:
        return decision
    turn.decide(decision)
    turn.tell(
        lambda: CaseDecided(
            decision_id=decision.pk,
            supersedes_id=before.pk if before else None,
            provisional=decision.provisional,
            changed=_differs(decision.change),
            change=dict(decision.change),
            explanation=dict(decision.change.get("text") or {}),
            started=told.as_data([*turn.started, *turn.revived]),
            cancelled=[promise.name for promise in turn.cancelled],
        )
    )
    return decision


def _differs(change: Mapping[str, Any]) -> bool:
    return any(change.get(part) for part in ("lines", "obligations", "remedies"))
