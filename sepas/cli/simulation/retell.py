"""Saying to a fresh case what was said to another one, through the actions, by the same people at the same moments."""

from collections.abc import Callable
from typing import Any

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.escalate import escalate_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.models import Case, Post
from sepas.cases.promises.tick import look_at
from sepas.cases.queries.one import RELATED
from sepas.cli.simulation.patterns import WHY
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST, Actor, Kind, system
from sepas.parties.actors import actor_for_mobile, actor_for_staff
from sepas.parties.models import Staff

Verb = Callable[[Actor, Case, Event], object]


def retell(case: Case) -> Case:
    """Open a twin of `case` and live its life again; call inside a transaction that is undone."""
    facts = list(Event.objects.of("case", case.pk))
    opened = facts[0]
    twin = open_case(
        _who(opened, case),
        organisation=case.organisation,
        kind=opened.data["kind"],
        description=case.description,
        mobile=case.customer.mobile,
        name=case.customer.name,
        unit=case.unit,
        subject=case.subject,
        answers=case.facts,
        even_if_open=True,
        now=opened.at,
    )
    for fact in facts[1:]:
        verb = VERBS.get(fact.name)
        # Promises that were kept, or found late, come with the verb that did it; the clock finds the others.
        if verb is not None:
            verb(_who(fact, case), twin, fact)
        elif fact.name in {"promise.at_risk", "promise.breached"} and fact.actor_name == "clock":
            look_at(twin.pk, fact.at)
            twin = Case.objects.unscoped(WHY).select_related(*RELATED).get(pk=twin.pk)
    return twin


def _who(fact: Event, case: Case) -> Actor:
    if fact.actor_kind == Kind.STAFF:
        staff = Staff.objects.unscoped(WHY).select_related("user").get(pk=fact.actor_id or 0)
        actor = actor_for_staff(staff)
        assert actor is not None
        return actor
    if fact.actor_kind == Kind.CUSTOMER:
        return actor_for_mobile(case.customer.mobile, "fa")
    if fact.actor_kind == Kind.GUEST:
        return GUEST
    return system(fact.organisation_id, fact.actor_name)


def _reply(actor: Actor, case: Case, fact: Event) -> object:
    post = Post.objects.unscoped(WHY).get(pk=fact.data["post_id"])
    return reply_to_case(actor, case=case, body=post.body, internal=post.internal, now=fact.at)


def _assign(actor: Actor, case: Case, fact: Event) -> object:
    assignee = Staff.objects.unscoped(WHY).get(pk=fact.data["assignee_id"])
    return assign_case(actor, case=case, assignee=assignee, now=fact.at)


def _simple(action: Any, *names: str) -> Verb:
    """A verb whose words are in its fact under the names of its arguments."""
    return lambda actor, case, fact: action(
        actor, case=case, now=fact.at, **{name: fact.data[name] for name in names}
    )


VERBS: dict[str, Verb] = {
    "case.triaged": _simple(triage_case),
    "case.assigned": _assign,
    "case.replied": _reply,
    "case.progressed": _simple(progress_case, "moment", "note"),
    "case.held": _simple(hold_case, "reason", "note"),
    "case.resumed": _simple(resume_case),
    "case.resolved": _simple(resolve_case, "resolution"),
    "case.closed": _simple(close_case),
    "case.escalated": _simple(escalate_case, "why"),
}
