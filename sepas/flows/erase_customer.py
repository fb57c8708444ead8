"""Somebody wants to be forgotten: what goes at once, what an open case still needs, and when that goes too."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sepas.cases.actions.erase import erase_words, forget_files
from sepas.cases.actions.vocabulary import forget_words, words_of
from sepas.cases.events import CaseClosed, CaseErased
from sepas.cases.lifecycle import State
from sepas.cases.models import Attachment, Case, Post
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import Actor, system
from sepas.kernel.policy import require
from sepas.notices.actions.erase import erase_messages, messages_about
from sepas.parties import policies
from sepas.parties.actions.erase import ask_erasure, erase_person
from sepas.parties.models import Customer
from sepas.warranty.models import Registration

WHY = "erasing reaches everything that is held about one customer"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What would go and what would stay, in numbers."""

    closed_cases: int
    posts: int
    files: int
    messages: int
    open_cases: list[str]
    """Codes of cases that are not closed; while there is one, name and number stay."""
    registrations: int

    @property
    def complete(self) -> bool:
        return not self.open_cases


def preview(actor: Actor, customer: Customer) -> Erasure:
    """What `erase_customer` would do. Six queries."""
    require(policies.may_erase_customer(actor, customer))
    cases = Case.objects.unscoped(WHY).filter(customer=customer)
    closed = cases.filter(state=State.CLOSED)
    return Erasure(
        closed_cases=closed.count(),
        posts=Post.objects.unscoped(WHY).filter(case__in=closed.order_by()).exclude(body="").count(),
        files=Attachment.objects.unscoped(WHY).filter(case__in=closed.order_by(), erased_at=None).count(),
        messages=messages_about(customer).count(),
        open_cases=list(
            cases.exclude(state=State.CLOSED).order_by("-opened_at", "-pk").values_list("code", flat=True)
        ),
        registrations=Registration.objects.unscoped(WHY).filter(customer=customer).count(),
    )


def erase_customer(actor: Actor, *, customer: Customer, now: datetime) -> bool:
    """Forget what may be forgotten now; True when that was everything.

    While a case is not closed, name and number stay for it; the rest goes when it closes. May be repeated.
    """
    require(policies.may_erase_customer(actor, customer))
    words = words_of(customer)
    with transaction.atomic():
        ask_erasure(actor, customer=customer, now=now)
        open_cases = Case.objects.unscoped(WHY).filter(customer=customer).exclude(state=State.CLOSED)
        if open_cases.exists():
            erase_words(actor, customer=customer, now=now)
            forget_words(customer.organisation_id, words)
            return False
        erase_messages(actor, customer=customer, now=now)
        # The product carries it on: after this the person's own number does not prove anything any more.
        product = system(customer.organisation_id)
        erase_person(actor, customer=customer, now=now)
        erase_words(product, customer=customer, now=now)
        forget_words(customer.organisation_id, words)
    return True


@reacts_to(CaseClosed)
def of_last_case(fact: Event, event: CaseClosed) -> None:
    """What an open case held back goes when it closes, if the customer asked for it."""
    case = Case.objects.unscoped(WHY).select_related("customer").get(pk=fact.subject_id)
    if case.customer.erase_asked_at is not None and case.customer.erased_at is None:
        erase_customer(system(case.organisation_id), customer=case.customer, now=fact.at)


@reacts_to(CaseErased)
def of_files(fact: Event, event: CaseErased) -> None:
    forget_files(fact.subject_id)
