"""Forgetting what was written to a person."""

from datetime import datetime

from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.notices.models import Message, MessageState
from sepas.parties import policies
from sepas.parties.models import Customer

BLOTTED = "•••"


def erase_messages(actor: Actor, *, customer: Customer, now: datetime) -> int:
    """Blot out all messages to the customer, and their number and address in them; how many. What still waited is
    not sent. Call it before the customer's own number is erased.
    """
    require(policies.may_erase_customer(actor, customer))
    known = [way for way in (customer.mobile, customer.email) if way]
    rows = Message.objects.unscoped("the policy was asked").filter(
        organisation_id=customer.organisation_id, recipient__in=known
    )
    rows.filter(state=MessageState.QUEUED).update(
        state=MessageState.DEAD, available_at=None, lease="", error="erased"
    )
    return rows.update(recipient="", subject="", body=BLOTTED)
