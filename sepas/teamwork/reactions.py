"""Colleagues hear of what concerns them."""

from sepas.cases.actions.snooze import wake_all
from sepas.cases.appointment_events import (
    AppointmentCancelled,
    AppointmentChosen,
    AppointmentConfirmed,
    AppointmentDeclined,
    AppointmentMissed,
)
from sepas.cases.bond_events import CaseForgotten, CaseMerged, CaseWoken, NobodyFits
from sepas.cases.events import (
    CaseAssigned,
    CaseClosed,
    CaseErased,
    CaseEscalated,
    CaseReopened,
    CaseReplied,
    PromiseAtRisk,
    PromiseBreached,
)
from sepas.cases.lifecycle import State
from sepas.cases.models import Case, Post
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import system
from sepas.parties.models import RoleAssignment
from sepas.parties.roles import Role
from sepas.teamwork.actions.erase import erase_besides
from sepas.teamwork.actions.notifications import notify
from sepas.teamwork.mentions import mentioned, refused_mention
from sepas.teamwork.models import Reason
from sepas.teamwork.publish import fail_waiting

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
    """Whoever has the case, when its customer writes; the managers of its branch where nobody has it."""
    if event.by_customer:
        _tell_of_customer(fact, Reason.CUSTOMER_WROTE, event.post_id, key=f"post:{event.post_id}")


@reacts_to(CaseReopened)
def tell_reopened(fact: Event, event: CaseReopened) -> None:
    """As `tell_assignee`, when the customer says that it was not solved."""
    if event.by_customer:
        _tell_of_customer(fact, Reason.REOPENED, event.post_id)


@reacts_to(CaseEscalated)
def tell_escalated(fact: Event, event: CaseEscalated) -> None:
    """As `tell_assignee`, when the customer takes the case higher."""
    if event.by_customer:
        _tell_of_customer(fact, Reason.ESCALATED, event.post_id)


@reacts_to(AppointmentConfirmed)
def tell_confirmed(fact: Event, event: AppointmentConfirmed) -> None:
    """As `tell_assignee`, when the customer agrees to a time."""
    if event.by_customer:
        _tell_of_customer(fact, Reason.APPOINTMENT, None)


@reacts_to(AppointmentChosen)
def tell_chosen(fact: Event, event: AppointmentChosen) -> None:
    """As `tell_assignee`, when the customer takes one of the free times."""
    if event.by_customer:
        _tell_of_customer(fact, Reason.APPOINTMENT, None)


@reacts_to(AppointmentDeclined)
def tell_declined(fact: Event, event: AppointmentDeclined) -> None:
    """As `tell_assignee`, when the customer asks for another time."""
    if event.by_customer:
        _tell_of_customer(fact, Reason.APPOINTMENT, event.post_id)


@reacts_to(AppointmentCancelled)
def tell_cancelled(fact: Event, event: AppointmentCancelled) -> None:
    """As `tell_assignee`, when the customer cancels an appointment."""
    if event.because == "customer":
        _tell_of_customer(fact, Reason.APPOINTMENT, event.post_id)


@reacts_to(AppointmentMissed)
def tell_missed(fact: Event, event: AppointmentMissed) -> None:
    """As `tell_assignee`, when the customer says that nobody came."""
    if event.told_by_customer:
        _tell_of_customer(fact, Reason.APPOINTMENT, None)


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


@reacts_to(CaseWoken)
def tell_woken(fact: Event, event: CaseWoken) -> None:
    """Whoever had put a case aside, when it comes back by itself and is still open."""
    if event.why == "person":
        return
    case = _case(fact)
    if case.is_open:
        notify(
            staff_id=event.staff_id,
            case=case,
            reason=Reason.WOKEN,
            who="",
            key=f"woken:{fact.pk}",
            now=fact.at,
        )


@reacts_to(CaseReplied)
def wake_for_customer(fact: Event, event: CaseReplied) -> None:
    """What somebody put aside is in their sight again when its customer writes."""
    if event.by_customer:
        wake_all(_case(fact), "customer", fact.at)


@reacts_to(PromiseAtRisk)
def wake_at_risk(fact: Event, event: PromiseAtRisk) -> None:
    """What somebody put aside comes back before a promise is broken."""
    wake_all(_case(fact), "at_risk", fact.at)


@reacts_to(PromiseBreached)
def wake_late(fact: Event, event: PromiseBreached) -> None:
    """As `wake_at_risk`, for promises that were never at risk before."""
    wake_all(_case(fact), "late", fact.at)


@reacts_to(PromiseAtRisk)
def tell_due_soon(fact: Event, event: PromiseAtRisk) -> None:
    """Whoever has the case, before a promise is broken; the managers of its branch where nobody has it."""
    case = _case(fact)
    people = [case.assignee_id] if case.assignee_id is not None else _managers(case)
    _tell_of_promise(fact, case, people, Reason.DUE_SOON)


@reacts_to(PromiseBreached)
def tell_late(fact: Event, event: PromiseBreached) -> None:
    """Whoever has the case, and the managers of its branch, when a promise was broken."""
    case = _case(fact)
    people = {*_managers(case), *([case.assignee_id] if case.assignee_id is not None else [])}
    _tell_of_promise(fact, case, sorted(people), Reason.LATE)


@reacts_to(CaseForgotten)
def tell_forgotten(fact: Event, event: CaseForgotten) -> None:
    """Whoever has a forgotten case; the managers of its branch where nobody has it."""
    case = _case(fact)
    people = [event.assignee_id] if event.assignee_id is not None else _managers(case)
    for staff_id in people:
        notify(
            staff_id=staff_id,
            case=case,
            reason=Reason.FORGOTTEN,
            who="",
            key=f"forgotten:{fact.pk}",
            now=fact.at,
        )


@reacts_to(NobodyFits)
def tell_nobody_fits(fact: Event, event: NobodyFits) -> None:
    """The managers of the branch, when the rules find nobody for a case."""
    case = _case(fact)
    for staff_id in _managers(case):
        notify(
            staff_id=staff_id,
            case=case,
            reason=Reason.NOBODY,
            who="",
            text=event.why.get("fa", ""),
            key=f"nobody:{fact.pk}",
            now=fact.at,
        )


@reacts_to(CaseClosed)
def return_unsent(fact: Event, event: CaseClosed) -> None:
    """Answers that were put off are not said in a closed case: their authors hear of it while they can still act."""
    _return_unsent(fact)


@reacts_to(CaseMerged)
def return_unsent_of_merged(fact: Event, event: CaseMerged) -> None:
    """As `return_unsent`: the case goes on elsewhere."""
    _return_unsent(fact)


def _return_unsent(fact: Event) -> None:
    case = _case(fact)
    if case.state == State.CLOSED:
        fail_waiting(case, fact.at)


def _tell_of_promise(fact: Event, case: Case, people: list[int], reason: Reason) -> None:
    if not case.is_open:
        return
    for staff_id in people:
        notify(staff_id=staff_id, case=case, reason=reason, who="", key=f"{reason}:{fact.pk}", now=fact.at)


def _tell_of_customer(fact: Event, reason: Reason, post_id: int | None, key: str = "") -> None:
    case = _case(fact)
    said = Post.objects.unscoped(WHY).filter(pk=post_id).first() if post_id else None
    people = [case.assignee_id] if case.assignee_id is not None else _managers(case)
    for staff_id in people:
        notify(
            staff_id=staff_id,
            case=case,
            reason=reason,
            who=case.customer.name,
            text=said.body if said else "",
            key=key or f"{reason}:{fact.pk}",
            now=fact.at,
        )


def _managers(case: Case) -> list[int]:
    held = RoleAssignment.objects.unscoped(WHY).filter(
        role=Role.BRANCH_MANAGER, branch__in=case.branch.ancestor_ids, staff__active=True
    )
    return sorted(set(held.values_list("staff_id", flat=True)))


def _case(fact: Event) -> Case:
    return (
        Case.objects.unscoped(WHY)
        .select_related("customer", "organisation", "branch")
        .get(pk=fact.subject_id)
    )
