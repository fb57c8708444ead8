"""Trying a failed message again."""

from datetime import datetime

from django.db import transaction

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Stale
from sepas.kernel.policy import require
from sepas.notices import policies
from sepas.notices.events import MessageReplayed
from sepas.notices.models import Message, MessageState


def replay_message(actor: Actor, *, message: Message, now: datetime) -> Message:
    """Put a dead message back in the queue, with all its tries before it. Its key stays, so a gateway that
    had it after all does not send it twice. Raises `Stale` when somebody else just did.
    """
    require(policies.may_replay(actor, message))
    with transaction.atomic():
        again = Message.objects.unscoped("the policy was asked").filter(
            pk=message.pk, state=MessageState.DEAD
        )
        if not again.update(state=MessageState.QUEUED, available_at=now, attempts=0, lease=""):
            raise Stale()
        record(
            MessageReplayed(message.template, message.attempts),
            actor=actor,
            organisation_id=message.organisation_id,
            subject_id=message.pk,
            at=now,
        )
    message.refresh_from_db()
    return message
