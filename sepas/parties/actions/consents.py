"""Consent: given for one purpose, and withdrawn as easily."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.events import ConsentGiven, ConsentWithdrawn
from sepas.parties.models import Consent, ConsentPurpose, ConsentSource, Customer

WHY = "consent stands once, whoever notes it"


def give_consent(actor: Actor, *, customer: Customer, purpose: str, channel: str, now: datetime) -> Consent:
    """Note that the customer consents to `purpose`, and how (`channel`) they said so. Standing consent stays.

    Raises `Invalid` for an unknown purpose or channel, `Stale` if the customer changed meanwhile.
    """
    require(policies.may_edit_customer(actor, customer))
    _known(ConsentPurpose, "purpose", purpose)
    _known(ConsentSource, "channel", channel)
    with transaction.atomic():
        standing = _standing(customer, purpose)
        if standing is not None:
            return standing
        # Orders those who write about one customer, so that two cannot both find no consent.
        swap(customer)
        consent = Consent.objects.create(customer=customer, purpose=purpose, channel=channel, given_at=now)
        _record(actor, customer, ConsentGiven(purpose, channel), now)
    return consent


def withdraw_consent(actor: Actor, *, customer: Customer, purpose: str, now: datetime) -> Consent | None:
    """End the consent to `purpose` from now on; None when there was none standing."""
    require(policies.may_edit_customer(actor, customer))
    _known(ConsentPurpose, "purpose", purpose)
    with transaction.atomic():
        standing = _standing(customer, purpose)
        if standing is None:
            return None
        swap(customer)
        standing.withdrawn_at = now
        standing.save(update_fields=["withdrawn_at"])
        _record(actor, customer, ConsentWithdrawn(purpose), now)
    return standing


def _standing(customer: Customer, purpose: str) -> Consent | None:
    rows = Consent.objects.unscoped(WHY)
    return rows.filter(customer=customer, purpose=purpose, withdrawn_at=None).first()


def _known(choices: type[ConsentPurpose] | type[ConsentSource], field: str, value: str) -> None:
    if value not in choices.values:
        raise Invalid({field: _("Choose one of the list.")}, data={"allowed": choices.values})


def _record(actor: Actor, customer: Customer, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=customer.organisation_id, subject_id=customer.pk, at=now)
