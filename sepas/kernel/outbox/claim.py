"""Claiming deliveries: each goes to one worker at a time, for as long as its lease or its transaction lasts."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from sepas.kernel.activity.models import Event
from sepas.kernel.outbox.models import Delivery, DeliveryState

LEASE = timedelta(seconds=60)
BATCH = 10


def claim(now: datetime, *, batch: int = BATCH) -> list[Delivery]:
    """Up to `batch` due deliveries, oldest first, leased to the caller until `now + LEASE`.

    A delivery is not due while an earlier fact of the same subject still waits for the same reaction, so one
    reaction sees one subject's facts in order. One whose earlier lease ran out (its worker died) is claimed
    alone and that counts as an attempt: a reaction that kills its worker ends as dead instead of killing
    workers for ever, and its innocent neighbours do not pay for it.
    """
    lease = str(uuid4())
    found = _take(_due(now).filter(lease__gt=""), lease, now, 1) or _take(
        _due(now).filter(lease=""), lease, now, batch
    )
    if not found:
        return []
    mine = Delivery.objects.filter(pk__in=found, lease=lease)
    return list(mine.select_related("event").order_by("event_id", "pk"))


def _due(now: datetime) -> QuerySet[Delivery]:
    # Asked from the events' side, so that each candidate costs one look at its own subject's history.
    waiting = Delivery.objects.filter(
        event=OuterRef("pk"), reaction=OuterRef(OuterRef("reaction")), state=DeliveryState.PENDING
    )
    earlier = Event.objects.filter(
        Exists(waiting),
        subject_type=OuterRef("event__subject_type"),
        subject_id=OuterRef("event__subject_id"),
        seq__lt=OuterRef("event__seq"),
    )
    return Delivery.objects.filter(
        ~Exists(earlier), state=DeliveryState.PENDING, available_at__lte=now
    ).order_by("available_at", "pk")


def _take(due: QuerySet[Delivery], lease: str, now: datetime, batch: int) -> list[int]:
    if not connection.features.has_select_for_update_skip_locked:
        return _lease(list(due.values_list("pk", flat=True)[:batch]), lease, now)
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True, of=("self",))
        return _lease(list(locked.values_list("pk", flat=True)[:batch]), lease, now)


def _lease(found: list[int], lease: str, now: datetime) -> list[int]:
    """Where rows cannot be locked, this is the compare-and-swap: whoever came first has moved the time."""
    if found:
        Delivery.objects.filter(pk__in=found, state=DeliveryState.PENDING, available_at__lte=now).update(
            attempts=Case(When(lease="", then=F("attempts")), default=F("attempts") + Value(1)),
            lease=lease,
            available_at=now + LEASE,
        )
    return found
