"""Macros: keeping, removing, and running one on a case."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sepas.cases.actions.bulk_verbs import Wish, do, may_in_bulk
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.bond_events import MacroRun
from sepas.cases.lifecycle import CASE, OPEN_STATES, VERBS, HoldReason
from sepas.cases.models import Case, Promise
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import Answer, require
from sepas.kernel.swap import swap
from sepas.parties.models import Staff
from sepas.teamwork import policies, variables
from sepas.teamwork.actions.say import check_seen
from sepas.teamwork.events import MacroKept, MacroRemoved
from sepas.teamwork.macro import Aside, Macro, Part, Then, in_order

FIELDS = ("title", "take", "body_fa", "body_en", "note", "then", "reason", "aside")
"""What a macro holds besides its order."""


@dataclass(frozen=True, slots=True)
class Step:
    """One verb of a macro with what is said along, and whether it can be done when its turn comes."""

    verb: str
    wish: Wish
    answer: Answer


def keep_macro(
    actor: Actor,
    *,
    kept: Macro | None = None,
    title: str,
    take: bool = False,
    body_fa: str = "",
    body_en: str = "",
    note: str = "",
    then: str = "",
    reason: str = "",
    aside: str = "",
    order: Sequence[str] = (),
    personal: bool = True,
    owner: Staff | None = None,
    now: datetime,
) -> Macro:
    """Write a macro, or change `kept`; under the policy of ready texts. `order`: names of `Part`, those left out after
    them. Raises `Invalid` for a missing title, a choice that is none, a word in braces that is no variable, or a macro
    that does nothing. A program names the `owner` of a personal one.
    """
    require(policies.may_keep_macro(actor, personal=personal, kept=kept))
    problems = Problems()
    found: dict[str, Any] = {
        "take": take,
        "then": then,
        "reason": reason if then == Then.HOLD else "",
        "aside": aside,
        "order": in_order(order) if in_order(order) != Part.values else [],
    }
    if set(order) - set(Part.values) or len(set(order)) != len(order):
        problems.add("order", _("Name each step once."), allowed=Part.values)
    with problems:
        found["title"] = cleaned("title", title, missing=_("Give the macro a name."), longest=60)
    for name, text in (("body_fa", body_fa), ("body_en", body_en)):
        with problems:
            found[name] = cleaned(name, text)
            variables.check(name, found[name])
    with problems:
        found["note"] = cleaned("note", note)
    if then not in Then.values:
        problems.add("then", _("Choose what to do."), allowed=Then.values)
    if then == Then.HOLD and reason not in HoldReason.values:
        problems.add("reason", _("Say what the case waits for."), allowed=HoldReason.values)
    if aside not in Aside.values:
        problems.add("aside", _("Choose until when."), allowed=Aside.values)
    if not (take or then or aside or any(text.strip() for text in (body_fa, body_en, note))):
        problems.add("title", _("Choose at least one thing that the macro does."))
    problems.tell()
    assert actor.organisation_id is not None
    with transaction.atomic():
        if kept is None:
            owner_id = policies.owner_id(actor, owner) if personal else None
            kept = Macro.objects.create(organisation_id=actor.organisation_id, owner_id=owner_id, **found)
        else:
            swap(kept, **found)
        steps = {name: value for name, value in found.items() if name != "title" and value}
        told = MacroKept(kept.title, steps, kept.owner_id is not None)
        record(told, actor=actor, organisation_id=kept.organisation_id, subject_id=kept.pk, at=now)
    return kept


def remove_macro(actor: Actor, *, kept: Macro, now: datetime) -> None:
    """What was done by it stays done."""
    require(policies.may_keep_macro(actor, personal=kept.owner_id is not None, kept=kept))
    with transaction.atomic():
        swap(kept)
        pk = kept.pk
        Macro.objects.visible_to(actor).filter(pk=pk).delete()
        told = MacroRemoved(kept.title)
        record(told, actor=actor, organisation_id=kept.organisation_id, subject_id=pk, at=now)


def preview(
    actor: Actor,
    case: Case,
    macro: Macro,
    promises: Sequence[Promise],
    *,
    until: datetime | None,
    now: datetime,
) -> list[Step]:
    """What running the macro would do, step by step, each judged in the state that the steps before it leave. Nothing
    is changed. No query for a case with its relations.
    """
    shadow, found = copy(case), []
    for verb, wish in _steps(actor, case, macro, promises, until):
        answer = may_in_bulk(verb, actor, shadow, now=now)
        found.append(Step(verb, wish, answer))
        moved = "assign" if verb == "claim" else verb
        if answer and moved in VERBS:
            shadow.state = CASE.after(shadow.state, moved)
            shadow.is_open = shadow.state in OPEN_STATES
    return found


def run_macro(
    actor: Actor,
    *,
    case: Case,
    macro: Macro,
    promises: Sequence[Promise],
    body: str | None = None,
    seen: int | None = None,
    until: datetime | None = None,
    now: datetime,
) -> Case:
    """Do all that the macro does, each verb under its own policy, in one transaction: if one is refused, none is done.

    `body`: the answer as it was read and changed before; `seen`: the last post then, as for `say_in_case`; `until`: the
    moment of the macro's `aside`. Raises what the verbs raise.
    """
    steps = [
        (verb, replace(wish, text=body) if verb == "reply" and body is not None else wish)
        for verb, wish in _steps(actor, case, macro, promises, until)
    ]
    if not steps:
        raise Conflict(_("The macro has nothing to do in this case."), code="nothing_to_do")
    if seen is not None and any(verb == "reply" for verb, _wish in steps):
        check_seen(actor, case, seen)
    with transaction.atomic():
        swap(case, touched_at=case.touched_at)
        told = MacroRun(macro.pk, macro.title, [verb for verb, _wish in steps])
        record(told, actor=actor, organisation_id=case.organisation_id, subject_id=case.pk, at=now)
        for verb, wish in steps:
            require(may_in_bulk(verb, actor, case, now=now))
            wish.check(verb)
            case = do(actor, case, verb, wish, now)
        Macro.objects.visible_to(actor).filter(pk=macro.pk).update(used=F("used") + 1)
    return case


def _steps(
    actor: Actor, case: Case, macro: Macro, promises: Sequence[Promise], until: datetime | None
) -> list[tuple[str, Wish]]:
    """The verbs in their order; taking what one has already is left out."""
    found: dict[str, tuple[str, Wish]] = {}
    if macro.take and case.assignee_id != actor.id:
        found[Part.TAKE] = ("claim", Wish())
    language = case.customer.language
    body = (macro.body_en or macro.body_fa) if language.startswith("en") else (macro.body_fa or macro.body_en)
    if body:
        text = variables.fill(body, case, promises, language=language, agent=actor.name)
        found[Part.ANSWER] = ("reply", Wish(text=text))
    if macro.note:
        found[Part.NOTE] = ("note", Wish(text=macro.note))
    if macro.then:
        found[Part.THEN] = (macro.then, Wish(reason=macro.reason))
    if macro.aside:
        found[Part.ASIDE] = ("snooze", Wish(choice=macro.aside, until=until))
    return [found[name] for name in macro.parts if name in found]
