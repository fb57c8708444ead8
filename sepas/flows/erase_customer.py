"""Somebody wants to be forgotten: what goes at once, what an open case still needs, and when that goes too."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sepas.cases.actions.erase import erase_elsewhere, erase_words, forget_files
from sepas.cases.actions.vocabulary import forget_words, words_of
from sepas.cases.events import CaseClosed, CaseErased
from sepas.cases.lifecycle import State
from sepas.cases.models import Attachment, Case, Post
from sepas.exchange.erase import erase_from_files
from sepas.kernel import once
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import Actor, system
from sepas.kernel.policy import require
from sepas.notices.actions.erase import erase_messages, messages_about
from sepas.parties import policies
from sepas.parties.actions.codes import forget_codes_of
from sepas.parties.actions.erase import ask_erasure, erase_person
from sepas.parties.actions.names_left import take_leaving
from sepas.parties.models import Customer
from sepas.teamwork.actions.erase import erase_intake
from sepas.warranty.actions.erase import erase_papers, erase_reasons, forget_paper
from sepas.warranty.events import InvoiceErased
from sepas.warranty.models import Registration
from sepas.webhooks.actions.erase import erase_payloads

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
        words |= take_leaving(customer)
        ask_erasure(actor, customer=customer, now=now)
        open_cases = Case.objects.unscoped(WHY).filter(customer=customer).exclude(state=State.CLOSED)
        if open_cases.exists():
            erase_words(actor, customer=customer, now=now)
            erase_elsewhere(actor, customer=customer, now=now)
            erase_payloads(_cases_of(customer, state=State.CLOSED))
            forget_words(customer.organisation_id, words)
            return False
        erase_messages(actor, customer=customer, now=now)
        subjects = erase_papers(actor, customer=customer, now=now)
        _forget_beside(customer)
        # The product carries it on: after this the person's own number does not prove anything any more.
        product = system(customer.organisation_id)
        erase_person(actor, customer=customer, now=now)
        erase_words(product, customer=customer, now=now)
        erase_elsewhere(product, customer=customer, now=now)
        erase_payloads([*subjects, ("customer", customer.pk), *_cases_of(customer)])
        forget_words(customer.organisation_id, words)
    return True


def erase_again(*, customer: Customer, now: datetime) -> int:
    """Take out what an erasure of former versions left of a customer who asked for it: words in older facts. How many
    cases, papers and merged posts it was found in; nought when there was nothing, so it may be repeated.

    Cases that are not closed keep what they need, as they do when one is erased.
    """
    actor = system(customer.organisation_id, "sepas erase")
    words = words_of(customer)
    with transaction.atomic():
        found = erase_words(actor, customer=customer, now=now) + erase_elsewhere(
            actor, customer=customer, now=now
        )
        if customer.erased_at is not None:
            found += erase_reasons(actor, customer=customer, now=now)
        if found:
            forget_words(customer.organisation_id, words)
    return found


def _forget_beside(customer: Customer) -> None:
    """What is kept for a while for its own sake: codes, calls taken down, answers to programs, files."""
    forget_codes_of(customer.mobile)
    erase_intake(customer.mobile)
    codes = Case.objects.unscoped(WHY).filter(customer=customer).values_list("code", flat=True)
    once.forget_results([customer.mobile, *codes])
    erase_from_files(customer.organisation_id, mobile=customer.mobile)


def _cases_of(customer: Customer, **terms: str) -> list[tuple[str, int]]:
    cases = Case.objects.unscoped(WHY).filter(customer=customer, **terms).order_by("pk")
    return [("case", pk) for pk in cases.values_list("pk", flat=True)]


@reacts_to(CaseClosed)
def of_last_case(fact: Event, event: CaseClosed) -> None:
    """What an open case held back goes when it closes, if the customer asked for it."""
    case = Case.objects.unscoped(WHY).select_related("customer").get(pk=fact.subject_id)
    if case.customer.erase_asked_at is not None and case.customer.erased_at is None:
        erase_customer(system(case.organisation_id), customer=case.customer, now=fact.at)


@reacts_to(InvoiceErased)
def of_paper(fact: Event, event: InvoiceErased) -> None:
    forget_paper(fact.subject_id)


@reacts_to(CaseErased)
def of_files(fact: Event, event: CaseErased) -> None:
    forget_files(fact.subject_id)
