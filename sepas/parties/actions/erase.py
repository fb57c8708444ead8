"""Forgetting a person. What other packages hold of them is theirs to forget; `flows.erase_customer` calls all."""

import secrets
from datetime import datetime

from django.db import transaction

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.events import CustomerErased, ErasureAsked
from sepas.parties.models import Consent, Customer


def ask_erasure(actor: Actor, *, customer: Customer, now: datetime) -> None:
    """Note that the person asked to be forgotten. Asked twice, it stays with the first time."""
    require(policies.may_erase_customer(actor, customer))
    if customer.erase_asked_at is not None:
        return
    with transaction.atomic():
        swap(customer, erase_asked_at=now)
        _record(actor, customer, ErasureAsked(), now)


def erase_person(actor: Actor, *, customer: Customer, now: datetime) -> None:
    """Take name, number, addresses and consents from the customer; the number becomes a pseudonym of no meaning.

    The row stays, because cases, guarantees and facts point to it. Erased twice, nothing more happens.
    """
    require(policies.may_erase_customer(actor, customer))
    if customer.erased_at is not None:
        return
    with transaction.atomic():
        swap(
            customer,
            mobile=pseudonym(),
            name="",
            email="",
            city="",
            address="",
            search="",
            erase_asked_at=customer.erase_asked_at or now,
            erased_at=now,
        )
        Consent.objects.unscoped("they end with the person").filter(
            customer=customer, withdrawn_at=None
        ).update(withdrawn_at=now)
        _record(actor, customer, CustomerErased(), now)


def pseudonym() -> str:
    """Sixteen characters that come from no number and end like none, so that four digits never fit."""
    return f"x{secrets.token_hex(7)}x"


def _record(actor: Actor, customer: Customer, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=customer.organisation_id, subject_id=customer.pk, at=now)
