"""Notifications: made by reactions, read by their owner."""

from datetime import datetime

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.teamwork.models import Notification, Reason


def notify(
    *, staff_id: int, case: Case, reason: Reason, who: str, text: str = "", key: str, now: datetime
) -> None:
    """Write a notification down, once for each `key`."""
    Notification.objects.unscoped("told to its own owner").get_or_create(
        staff_id=staff_id,
        key=key,
        defaults={"case": case, "reason": reason, "who": who[:120], "text": text[:200], "at": now},
    )


def mark_read(actor: Actor, *, pk: int | None = None, now: datetime) -> int:
    """One's own notification `pk`, or all of them, were seen; how many were new."""
    unread = Notification.objects.visible_to(actor).filter(read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=now)
