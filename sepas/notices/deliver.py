"""Handing messages to gateways: leased, outside every transaction, tried again with growing patience.

A message is leased by compare-and-swap before the gateway is asked, and marked after. A worker that dies in
between leaves the lease to run out, and the next one asks again under the same key: at least once, and with
a gateway that keeps keys exactly once.
"""

import uuid
from datetime import datetime, timedelta

from sepas.notices.models import Channel, Message, MessageQuerySet, MessageState
from sepas.notices.ports import Gateways, Receipt, Undeliverable, installed
from sepas.notices.templates import TEMPLATES

LEASE = timedelta(minutes=2)
"""Longer than any gateway may take to answer."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long after each failed try the next one comes; after the last one the message is dead."""
BLOTTED = "•••"


def deliver_due(now: datetime, limit: int = 100, *, gateways: Gateways | None = None) -> int:
    """Hand over up to `limit` messages that are due by `now`; return how many were sent or kept.

    Several workers may run it at once.
    """
    due = _all().filter(available_at__lte=now).order_by("available_at", "pk")[:limit]
    messages = list(due)
    if not messages:
        return 0
    through = gateways or installed()
    return sum(_deliver(message, through, now) for message in messages)


def _deliver(message: Message, gateways: Gateways, now: datetime) -> bool:
    lease = str(uuid.uuid4())
    mine = _all().filter(pk=message.pk, state=MessageState.QUEUED, available_at=message.available_at)
    if not mine.update(lease=lease, available_at=now + LEASE, attempts=message.attempts + 1):
        return False
    message.attempts += 1
    try:
        receipt = _hand_over(message, gateways)
    except Undeliverable as error:
        _mark(message, lease, state=MessageState.DEAD, available_at=None, error=_words(error))
        return False
    except Exception as error:
        _put_off(message, lease, now, _words(error))
        return False
    done = {
        "state": MessageState.OUTBOX if receipt.kept else MessageState.SENT,
        "available_at": None,
        "gateway_id": receipt.gateway_id[:80],
        "sent_at": now,
        "error": "",
    }
    if TEMPLATES[message.template].secret and not receipt.kept:
        done["body"] = BLOTTED
    _mark(message, lease, **done)
    return True


def _hand_over(message: Message, gateways: Gateways) -> Receipt:
    if message.channel == Channel.SMS:
        return gateways.sms.send(recipient=message.recipient, body=message.body, key=message.key)
    return gateways.email.send(
        recipient=message.recipient, subject=message.subject, body=message.body, key=message.key
    )


def _put_off(message: Message, lease: str, now: datetime, error: str) -> None:
    if message.attempts > len(WAITS):
        _mark(message, lease, state=MessageState.DEAD, available_at=None, error=error)
        return
    _mark(message, lease, available_at=now + WAITS[message.attempts - 1], error=error)


def _mark(message: Message, lease: str, **changes: object) -> None:
    _all().filter(pk=message.pk, lease=lease).update(**({"lease": ""} | changes))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def _all() -> MessageQuerySet:
    return Message.objects.unscoped("gateways serve every organisation")
