"""Answering what the decision still needs to know."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.deciding import decide_again
from sepas.cases.events import CaseAnswered
from sepas.cases.lifecycle import CASE, HoldReason, State
from sepas.cases.models import Case
from sepas.cases.promises.turn import Turn
from sepas.kernel.activity.record import plain
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.warranty.queries import library_for


def answer_question(actor: Actor, *, case: Case, answers: Mapping[str, Any], now: datetime) -> Case:
    """Add `answers` (fact to JSON value) to what the decision rests on, and decide anew.

    The change is explained on the timeline in both languages; what is no longer owed is cancelled, what is
    owed now starts from when its clock began. The customer may answer what customers are asked. Raises
    `Invalid` by fact for no answer, an unknown fact, an impossible value, or one that somebody else has to
    answer.
    """
    require(policies.may_answer(actor, case))
    CASE.after(case.state, "answer")
    given = checked(actor, case, answers)
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        changes: dict[str, Any] = {"facts": {**case.facts, **given}}
        if (
            actor.is_public
            and case.state == State.ON_HOLD
            and case.hold_reason == HoldReason.WAITING_FOR_CUSTOMER
        ):
            changes |= {"state": CASE.after(case.state, "resume"), "hold_reason": ""}
            turn.release()
        decide_again(turn, given)
        turn.commit("answer", CaseAnswered(given, actor.is_public), **changes)
    return case


def checked(actor: Actor, case: Case, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as JSON values, if this actor may give them; empty ones are left out."""
    given = {name: plain(value) for name, value in answers.items() if value not in (None, "")}
    if not given:
        raise Invalid({"answers": _("Choose or write an answer.")})
    facts = library_for(case.organisation, case.unit.model if case.unit else None).vocabulary.facts
    wrong = {
        name: _("This is found out by the company; you need not answer it.")
        for name in given
        if actor.is_public and name in facts and "customer" not in facts[name].asked_of
    }
    if wrong:
        raise Invalid(wrong, code="not_yours_to_answer")
    return given
