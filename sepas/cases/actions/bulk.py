"""One verb for many cases: seen beforehand, done case by case, undone where that is possible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.cases.actions.bulk_verbs import UNDONE, VERBS, Wish, do, may_in_bulk, undo
from sepas.cases.models import Case
from sepas.cases.models.case import CaseQuerySet
from sepas.cases.queries.one import RELATED
from sepas.kernel.actor import Actor
from sepas.kernel.errors import DomainError, Invalid
from sepas.kernel.once import once
from sepas.kernel.policy import Answer
from sepas.parties.models import Staff

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
    return [(case, may_in_bulk(verb, actor, case, now=now)) for case in cases]


def do_in_bulk(
    actor: Actor, *, cases: Sequence[Case], verb: str, wish: Wish, key: str, now: datetime
) -> list[Outcome]:
    """Do the verb to each case by its own action, each in a transaction of its own: what is refused for one is done
    for the others, and nothing is half done in any. Sent again with the same `key`, nothing happens again and the same
    is told. Raises `Invalid` when what the verb needs is missing.
    """
    _known(verb)
    wish.check(verb)
    found = []
    for case in cases[:MOST]:

        def act(case: Case = case) -> dict[str, Any]:
            before = {"assignee": case.assignee_id, "state": case.state}
            try:
                after = do(actor, case, verb, wish, now)
            except Invalid as error:
                return {"why": str(next(iter(error.fields.values()), error.message))}
            except DomainError as error:
                return {"why": str(error.message)}
            return {"before": before | {"version": after.version}}

        result, _replayed = once(
            scope=f"bulk:{actor.id}",
            key=f"{key}:{case.pk}",
            request={"verb": verb, **wish.as_data()},
            now=now,
            act=act,
        )
        found.append(Outcome(case, "why" not in result, result.get("why", ""), result.get("before")))
    return found


def undo_in_bulk(
    actor: Actor, *, verb: str, before: Mapping[str, Mapping[str, Any]], key: str, now: datetime
) -> list[Outcome]:
    """Take back what was just done in bulk, by the verb that makes up for it: an assignment by giving the case back to
    whoever had it, a hold by resuming, taking by giving back, putting aside by having it back. A case that changed
    since is left as it is. `before`: by code, what the `Outcome` told.
    """
    if verb not in UNDONE:
        raise Invalid({"verb": _("Choose what to do.")}, data={"allowed": list(UNDONE)})
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
                undo(actor, case, verb, people.get(known["assignee"]), now)
            except Invalid as error:
                return {"why": str(next(iter(error.fields.values()), error.message))}
            except DomainError as error:
                return {"why": str(error.message)}
            return {}

        result, _replayed = once(
            scope=f"bulk-undo:{actor.id}", key=f"{key}:{case.pk}", request={"verb": verb}, now=now, act=act
        )
        found.append(Outcome(case, "why" not in result, result.get("why", "")))
    return found


def _known(verb: str) -> None:
    if verb not in VERBS:
        raise Invalid({"verb": _("Choose what to do.")}, data={"allowed": list(VERBS)})


def _visible(actor: Actor) -> CaseQuerySet:
    return Case.objects.visible_to(actor).select_related(*RELATED)
