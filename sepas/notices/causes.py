"""Failed messages put together by cause, and sent again together."""

from datetime import datetime

from django.db import transaction

from sepas.kernel.actor import Actor
from sepas.kernel.errors import Stale
from sepas.kernel.outbox.causes import MOST, Cause, causes
from sepas.notices.actions.replay import replay_message
from sepas.notices.models import MessageState
from sepas.notices.queries import messages_of


def causes_of(actor: Actor) -> list[Cause]:
    """The failed messages that the actor sees, by way and error; of the newest `MOST`. One query."""
    rows = messages_of(actor, state=MessageState.DEAD)
    return causes(rows.values_list("pk", "channel", "error", "created_at")[:MOST])


def replay_cause(actor: Actor, *, key: str, now: datetime) -> int:
    """Send all failed messages of one cause again; returns how many. Raises `Refused` by policy; what somebody else
    sent again meanwhile is passed over.
    """
    cause = next((found for found in causes_of(actor) if found.key == key), None)
    if cause is None:
        return 0
    done = 0
    with transaction.atomic():
        for message in messages_of(actor, state=MessageState.DEAD).filter(pk__in=cause.ids).order_by("pk"):
            try:
                replay_message(actor, message=message, now=now)
            except Stale:
                continue
            done += 1
    return done
