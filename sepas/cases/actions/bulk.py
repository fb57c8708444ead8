"""One verb for many cases: seen beforehand, done case by case, undone where that is possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.models import Case
from sepas.cases.models.case import CaseQuerySet
from sepas.cases.queries.one import RELATED
from sepas.kernel.actor import Actor
from sepas.kernel.errors import DomainError, Invalid
from sepas.kernel.once import once
from sepas.kernel.policy import Answer
from sepas.parties.models import Staff

VERBS = ("assign", "hold", "resume", "triage", "reply", "close")
MOST = 500
"""Cases of one sending."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: done, or why not. `before` is what undoing needs."""

    case: Case
    done: bool
    why: str = ""
    before: Mapping[str, Any] | None = None


def cases_of(actor: Actor, codes: Sequence[str]) -> list[Case]:
    """The cases of these codes that the actor may see, in the order of the codes. One query."""
    found = {case.code: case for case in _visible(actor).filter(code__in=list(codes)[:MOST])}
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def outlook(actor: Actor, cases: Sequence[Case], verb: str, *, now: datetime) -> list[tuple[Case, Answer]]:
    """For each case whether the verb can be done now, and why not. No query."""
    _known(verb)
    return [(case, policies.may_now(verb, actor, case, now=now)) for case in cases]


def do_in_bulk(
    actor: Actor,
    *,
    cases: Sequence[Case],
    verb: str,
    key: str,
    assignee: Staff | None = None,
    reason: str = "",
    text: str = "",
    now: datetime,
) -> list[Outcome]:
    """Do the verb to each case by its own action, each in a transaction of its own: what is refused for one is done
    for the others, and nothing is half done in any. Sent again with the same `key`, nothing happens again and the same
    is told. Raises `Invalid` when what the verb needs is missing.
    """
    _known(verb)
    if verb == "assign" and assignee is None:
        raise Invalid({"assignee": _("Choose somebody from the list.")})
    if verb == "reply" and not text.strip():
        raise Invalid({"text": _("Write a message.")})
    if verb == "hold" and not reason:
        raise Invalid({"reason": _("Say what the case waits for.")})
    asked = {"verb": verb, "assignee": assignee.pk if assignee else None, "reason": reason, "text": text}
    found = []
    for case in cases[:MOST]:

        def act(case: Case = case) -> dict[str, Any]:
            before = {"assignee": case.assignee_id, "state": case.state}
            try:
                _do(actor, case, verb, assignee, reason, text, now)
            except Invalid as error:
                return {"why": str(next(iter(error.fields.values()), error.message))}
            except DomainError as error:
                return {"why": str(error.message)}
            return {"before": before | {"version": case.version}}

        result, _replayed = once(
            scope=f"bulk:{actor.id}", key=f"{key}:{case.pk}", request=asked, now=now, act=act
        )
        found.append(Outcome(case, "why" not in result, result.get("why", ""), result.get("before")))
    return found


def undo_in_bulk(
    actor: Actor, *, verb: str, before: Mapping[str, Mapping[str, Any]], key: str, now: datetime
) -> list[Outcome]:
    """Take back what was just done in bulk, by the verb that makes up for it: an assignment by giving the case back to
    whoever had it, a hold by resuming. A case that changed since is left as it is. `before`: by code, what the
    `Outcome` told.
    """
    cases = cases_of(actor, list(before))
    people = {
        person.pk: person
        for person in Staff.objects.visible_to(actor).filter(
            pk__in=[known["assignee"] for known in before.values()]
        )
    }
    found = []
    for case in cases:
        known = before[case.code]

        def act(case: Case = case, known: Mapping[str, Any] = known) -> dict[str, Any]:
            if case.version != known["version"]:
                return {"why": str(_("Somebody changed it since."))}
            try:
                if verb == "hold":
                    resume_case(actor, case=case, now=now)
                elif known["assignee"] in people:
                    assign_case(actor, case=case, assignee=people[known["assignee"]], now=now)
                else:
                    return {"why": str(_("Nobody had it before. Give it to somebody else instead."))}
            except DomainError as error:
                return {"why": str(error.message)}
            return {}

        result, _replayed = once(
            scope=f"bulk-undo:{actor.id}", key=f"{key}:{case.pk}", request={"verb": verb}, now=now, act=act
        )
        found.append(Outcome(case, "why" not in result, result.get("why", "")))
    return found


def _do(
    actor: Actor, case: Case, verb: str, assignee: Staff | None, reason: str, text: str, now: datetime
) -> None:
    if verb == "assign":
        assert assignee is not None
        if assignee.branch_id is not None and assignee.branch_id not in case.branch.ancestor_ids:
            raise Invalid({"assignee": _("This person works at another branch.")})
        assign_case(actor, case=case, assignee=assignee, now=now)
    elif verb == "hold":
        hold_case(actor, case=case, reason=reason, note=text, now=now)
    elif verb == "resume":
        resume_case(actor, case=case, now=now)
    elif verb == "triage":
        triage_case(actor, case=case, note=text, now=now)
    elif verb == "close":
        close_case(actor, case=case, now=now)
    else:
        reply_to_case(actor, case=case, body=text, now=now)
        case.refresh_from_db(fields=["version"])


def _known(verb: str) -> None:
    if verb not in VERBS:
        raise Invalid({"verb": _("Choose what to do.")}, data={"allowed": list(VERBS)})


def _visible(actor: Actor) -> CaseQuerySet:
    return Case.objects.visible_to(actor).select_related(*RELATED)
