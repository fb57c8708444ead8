"""Claiming deliveries: each goes to one worker at a time, for as long as its lease or its transaction lasts."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When

from sepas.kernel.outbox.models import Delivery, DeliveryState

LEASE = timedelta(seconds=60)
BATCH = 10
WINDOW = 50


def claim(now: datetime, *, batch: int = BATCH) -> list[Delivery]:
    """Up to `batch` due deliveries, oldest first, leased to the caller until `now + LEASE`.

    A delivery is not due while an earlier fact of the same subject still waits for the same reaction, so one
    reaction sees one subject's facts in order. One whose earlier lease ran out (its worker died) is claimed
    alone and that counts as an attempt: a reaction that kills its worker ends as dead instead of killing
    workers for ever, and its innocent neighbours do not pay for it.
    """
    lease = str(uuid4())
    due = Delivery.objects.filter(state=DeliveryState.PENDING, available_at__lte=now)
    found = _take(due.filter(lease__gt=""), lease, now, 1) or _take(due.filter(lease=""), lease, now, batch)
    if not found:
        return []
    mine = Delivery.objects.filter(pk__in=found, lease=lease)
    return list(mine.select_related("event").order_by("event_id", "pk"))


def _take(due: QuerySet[Delivery], lease: str, now: datetime, batch: int) -> list[int]:
    """The oldest due deliveries are looked at a window at a time, so that a claim costs the same however many
    wait; it looks further only where a whole window waits for earlier facts.
    """
    ordered = due.order_by("available_at", "pk").values_list("pk", flat=True)
    for start in count(0, WINDOW):
        window = list(ordered[start : start + WINDOW])
        if not window:
            return []
        found = _lease(_first_of_their_subjects(window), lease, now, batch)
        if found:
            return found
    return []


def _first_of_their_subjects(window: list[int]) -> QuerySet[Delivery]:
    earlier = Delivery.objects.filter(
        reaction=OuterRef("reaction"),
        state=DeliveryState.PENDING,
        event__subject_type=OuterRef("event__subject_type"),
        event__subject_id=OuterRef("event__subject_id"),
        event__seq__lt=OuterRef("event__seq"),
    )
    return Delivery.objects.filter(~Exists(earlier), pk__in=window).order_by("available_at", "pk")


def _lease(free: QuerySet[Delivery], lease: str, now: datetime, batch: int) -> list[int]:
    """Rows are locked where they can be; elsewhere the update is the compare-and-swap: whoever came first has
    moved the time, and what comes back is what was tried, to be read again by its lease.
    """
    still = {"state": DeliveryState.PENDING, "available_at__lte": now}
    locks = connection.features.has_select_for_update_skip_locked
    with transaction.atomic() if locks else nullcontext():
        if locks:
            free = free.filter(**still).select_for_update(skip_locked=True, of=("self",))
        found = list(free.values_list("pk", flat=True)[:batch])
        changed = found and Delivery.objects.filter(pk__in=found, **still).update(
            attempts=Case(When(lease="", then=F("attempts")), default=F("attempts") + Value(1)),
            lease=lease,
            available_at=now + LEASE,
        )
    return found if changed else []
