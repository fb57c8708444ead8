"""Forgetting what a customer sent of papers and offered of units, and what was written about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.activity.redact import take_out
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.parties import policies
from sepas.parties.models import Customer
from sepas.warranty.events import HandoverErased, InvoiceErased, RegistrationErased
from sepas.warranty.lifecycle import HandoverState, InvoiceState
from sepas.warranty.models import Handover, Invoice, Registration

WHY = "the policy of erasing was asked; it reaches whatever hangs from the customer"
WORDS: Mapping[str, Sequence[str]] = {
    "registration.reviewed": ("why",),
    "invoice.settled": ("why",),
    "handover.accepted": ("why",),
}
"""Fields of facts in which somebody wrote why."""


def erase_papers(actor: Actor, *, customer: Customer, now: datetime) -> list[tuple[str, int]]:
    """Take files, numbers and words from the customer's invoices and handovers, and the reasons of registrations; the
    subjects that were touched. What they own and have registered stays. Call it before their number is erased; may be
    repeated.
    """
    require(policies.may_erase_customer(actor, customer))
    organisation, touched = customer.organisation_id, []
    invoices = Invoice.objects.unscoped(WHY).filter(customer=customer).exclude(name="", shop="", product="")
    for invoice in list(invoices.order_by("pk")):
        with transaction.atomic():
            changes: dict[str, Any] = {
                "number": f"-{invoice.pk}", "shop": "", "product": "", "serial": "", "name": "", "why": ""}  # fmt: skip
            if invoice.state == InvoiceState.PENDING:
                changes["state"] = InvoiceState.REJECTED
            _update(Invoice, invoice.pk, **changes)
            gone = _redacted("invoice", invoice.pk, now)
            _tell(actor, InvoiceErased(gone), organisation, invoice.pk, now)
        touched.append(("invoice", invoice.pk))
    handovers = Handover.objects.unscoped(WHY).filter(organisation=organisation)
    handovers = handovers.filter(Q(from_customer=customer) | Q(to_mobile=customer.mobile)).exclude(
        to_mobile=""
    )
    for handover in list(handovers.order_by("pk")):
        with transaction.atomic():
            changes = {"to_mobile": ""}
            if handover.state == HandoverState.OFFERED:
                changes |= {"state": HandoverState.CANCELLED, "ended_at": now}
            _update(Handover, handover.pk, **changes)
            gone = _redacted("handover", handover.pk, now)
            _tell(actor, HandoverErased(gone), organisation, handover.pk, now)
        touched.append(("handover", handover.pk))
    for pk in Registration.objects.unscoped(WHY).filter(customer=customer).values_list("pk", flat=True):
        with transaction.atomic():
            _update(Registration, pk)
            gone = _redacted("registration", pk, now)
            if gone:
                _tell(actor, RegistrationErased(gone), organisation, pk, now)
        touched.append(("registration", pk))
    return touched


def erase_reasons(actor: Actor, *, customer: Customer, now: datetime) -> int:
    """Take the words from facts about papers, handovers and registrations of a customer who was erased before facts
    were looked at; in how many of them there were some. May be repeated.
    """
    require(policies.may_erase_customer(actor, customer))
    theirs: dict[str, tuple[Any, models.QuerySet[Any]]] = {
        "invoice": (InvoiceErased, Invoice.objects.unscoped(WHY).filter(customer=customer)),
        "handover": (
            HandoverErased,
            Handover.objects.unscoped(WHY).filter(Q(from_customer=customer) | Q(to_customer=customer)),
        ),
        "registration": (RegistrationErased, Registration.objects.unscoped(WHY).filter(customer=customer)),
    }
    found = 0
    for subject, (event, rows) in theirs.items():
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                rows.model._base_manager.filter(pk=pk).update(version=F("version") + 1)
                gone = _redacted(subject, pk, now)
                if gone:
                    _tell(actor, event(gone), customer.organisation_id, pk, now)
                    found += 1
    return found


def forget_paper(invoice_id: int) -> None:
    """Delete the bytes of an erased invoice. May be repeated."""
    invoice = Invoice.objects.unscoped(WHY).get(pk=invoice_id)
    if invoice.file.name:
        invoice.file.storage.delete(invoice.file.name)
        _update(Invoice, invoice_id, file="")


def _update(model: type[models.Model], pk: int, **changes: Any) -> None:
    """Also orders writers of the row, as a swap does; nobody else's change stands against being forgotten."""
    model._base_manager.filter(pk=pk).update(version=F("version") + 1, **changes)


def _redacted(subject: str, pk: int, now: datetime) -> list[list[Any]]:
    return take_out(Event.objects.of(subject, pk).filter(name__in=WORDS), WORDS, now=now)


def _tell(actor: Actor, fact: object, organisation_id: int, pk: int, now: datetime) -> None:
    record(fact, actor=actor, organisation_id=organisation_id, subject_id=pk, at=now)
