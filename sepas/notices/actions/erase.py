"""Forgetting what was written to a person."""

from datetime import datetime

from django.db.models import Q

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.notices.models import Message, MessageQuerySet, MessageState
from sepas.parties import policies
from sepas.parties.models import Customer

BLOTTED = "•••"
WHY = "the policy of erasing was asked"


def erase_messages(actor: Actor, *, customer: Customer, now: datetime) -> int:
    """Blot out all messages to the customer or of their cases, number and address in them too; how many. What still
    waited is not sent. Call it before the customer's own number is erased.
    """
    require(policies.may_erase_customer(actor, customer))
    rows = messages_about(customer)
    rows.filter(state=MessageState.QUEUED).update(
        state=MessageState.DEAD, available_at=None, lease="", error="erased"
    )
    return rows.update(recipient="", subject="", body=BLOTTED)


def messages_about(customer: Customer) -> MessageQuerySet:
    """Messages to the customer, and all of their cases: those to a number or an address of earlier too."""
    known = [way for way in (customer.mobile, customer.email) if way]
    codes = Case.objects.unscoped(WHY).filter(customer=customer).order_by().values("code")
    return Message.objects.unscoped(WHY).filter(
        Q(recipient__in=known) | Q(case_code__in=codes), organisation_id=customer.organisation_id
    )
