"""A complaint whose answer is late climbs one step by itself."""

from sepas.cases.actions.escalate import escalate_case
from sepas.cases.events import PromiseBreached
from sepas.cases.ladder import ladder_of, next_step
from sepas.cases.lifecycle import Kind
from sepas.cases.models import Case
from sepas.flows.switches import is_on
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import system

ANSWERS = frozenset({"complaint_answer", "resolution"})
"""Promises that a complaint be answered; steps of the ladder are such too."""


@reacts_to(PromiseBreached)
def climb(fact: Event, event: PromiseBreached) -> None:
    """Escalate a complaint for a late answer, once for each; nothing where it is over or at the top."""
    if event.name not in ANSWERS and not event.name.startswith("ladder_"):
        return
    if not is_on("climb_on_breach", fact.organisation_id):
        return
    case = (
        Case.objects.unscoped("the product acts for the organisation")
        .select_related("organisation", "branch", "customer", "decision", "unit__model")
        .get(pk=fact.subject_id)
    )
    if case.kind != Kind.COMPLAINT or not case.is_open or next_step(ladder_of(case), case.escalation) is None:
        return
    escalate_case(system(case.organisation_id, "clock"), case=case, now=fact.at)
