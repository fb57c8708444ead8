"""Colleagues hear of what concerns them."""

from sepas.cases.events import CaseAssigned, CaseErased, CaseReplied
from sepas.cases.models import Case, Post
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import system
from sepas.teamwork.actions.erase import erase_besides
from sepas.teamwork.actions.notifications import notify
from sepas.teamwork.mentions import mentioned, refused_mention
from sepas.teamwork.models import Reason

WHY = "told to whom it concerns"


@reacts_to(CaseReplied)
def tell_mentioned(fact: Event, event: CaseReplied) -> None:
    """Whoever is mentioned in a note and may see the case."""
    if not event.internal:
        return
    case, post = _case(fact), Post.objects.unscoped(WHY).get(pk=event.post_id)
    for person in mentioned(system(case.organisation_id), post.body):
        if refused_mention(person, case) or person.pk == fact.actor_id:
            continue
        notify(
            staff_id=person.pk,
            case=case,
            reason=Reason.MENTIONED,
            who=post.author_name,
            text=post.body,
            key=f"post:{post.pk}",
            now=fact.at,
        )


@reacts_to(CaseReplied)
def tell_assignee(fact: Event, event: CaseReplied) -> None:
    """Whoever has the case, when its customer writes."""
    if not event.by_customer:
        return
    case, post = _case(fact), Post.objects.unscoped(WHY).get(pk=event.post_id)
    if case.assignee_id is not None:
        notify(
            staff_id=case.assignee_id,
            case=case,
            reason=Reason.CUSTOMER_WROTE,
            who=case.customer.name,
            text=post.body,
            key=f"post:{post.pk}",
            now=fact.at,
        )


@reacts_to(CaseAssigned)
def tell_new_assignee(fact: Event, event: CaseAssigned) -> None:
    """Whoever is given a case by somebody else."""
    if event.assignee_id != fact.actor_id or fact.actor_kind != "staff":
        notify(
            staff_id=event.assignee_id,
            case=_case(fact),
            reason=Reason.ASSIGNED,
            who=fact.actor_name,
            key=f"assigned:{fact.pk}",
            now=fact.at,
        )


@reacts_to(CaseErased)
def forget_words(fact: Event, event: CaseErased) -> None:
    """What was written beside a case goes with its words."""
    erase_besides(fact.subject_id)


def _case(fact: Event) -> Case:
    return (
        Case.objects.unscoped(WHY)
        .select_related("customer", "organisation", "branch")
        .get(pk=fact.subject_id)
    )
