"""Handing deliveries over: leased, outside every transaction, several at once, with growing patience.

A delivery is leased by compare-and-swap before the receiver is asked, and marked after. A worker that dies in
between leaves the lease to run out, and the next one sends the same body under the same id: at least once.
Order is not promised; `sequence` in the body numbers what happened to one subject.
"""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sepas.kernel.activity.record import record
from sepas.kernel.actor import system
from sepas.kernel.errors import Stale
from sepas.kernel.swap import swap
from sepas.webhooks.addresses import host_of
from sepas.webhooks.events import WebhookFailed
from sepas.webhooks.models import (
    DeliveryQuerySet,
    DeliveryState,
    Endpoint,
    EndpointState,
    WebhookDelivery,
    WebhookTry,
)
from sepas.webhooks.ports import Answer, Poster, Refused, Unreachable, installed
from sepas.webhooks.signing import headers_for

LEASE = timedelta(minutes=2)
"""Longer than any receiver may take to answer."""
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800, 7200, 18000, 36000, 50400, 72000))
"""How long after each failed try the next one comes: over two and a half days; after the last it is dead."""
GIVE_UP = timedelta(days=3)
"""An endpoint that accepted nothing for so long is switched off, and its contact told."""
AT_ONCE = 8
EXCERPT = 2000
GONE = 410
WHY = "webhooks of every organisation are handed over"


@dataclass(frozen=True, slots=True)
class Outcome:
    answer: Answer | None
    error: str
    took_ms: int
    hopeless: bool = False

    @property
    def accepted(self) -> bool:
        return self.answer is not None and 200 <= self.answer.status < 300


def deliver_due(now: datetime, limit: int = 40, *, poster: Poster | None = None) -> int:
    """Hand over up to `limit` deliveries that are due by `now`; return how many were accepted.

    Several workers may run it at once; one of them asks up to eight receivers at the same time.
    """
    due = _all().filter(available_at__lte=now, endpoint__state=EndpointState.ACTIVE)
    rows = list(due.select_related("endpoint").order_by("available_at", "pk")[:limit])
    leased = [row for row in rows if _lease(row, now)]
    if not leased:
        return 0
    through = poster or installed()
    sent = [headers_for(row.endpoint, key=row.key, body=row.payload, now=now) for row in leased]
    with ThreadPoolExecutor(max_workers=min(AT_ONCE, len(leased))) as pool:
        outcomes = list(pool.map(lambda pair: _ask(through, *pair), zip(leased, sent, strict=True)))
    for row, headers, outcome in zip(leased, sent, outcomes, strict=True):
        _note(row, headers, outcome, now)
    return sum(outcome.accepted for outcome in outcomes)


def _lease(row: WebhookDelivery, now: datetime) -> bool:
    lease = str(uuid.uuid4())
    mine = _all().filter(pk=row.pk, state=DeliveryState.QUEUED, available_at=row.available_at)
    if not mine.update(lease=lease, available_at=now + LEASE, attempts=row.attempts + 1):
        return False
    row.attempts, row.lease = row.attempts + 1, lease
    return True


def _ask(poster: Poster, row: WebhookDelivery, headers: dict[str, str]) -> Outcome:
    """No database here: it runs in a thread of its own."""
    began = time.monotonic()
    answer, error, hopeless = None, "", False
    try:
        answer = poster.post(row.endpoint.url, headers=headers, body=row.payload.encode())
    except Refused as why:
        error, hopeless = str(why), True
    except Unreachable as why:
        error = str(why)
    except Exception as why:
        error = f"{type(why).__name__}: {why}"
    return Outcome(answer, error[:EXCERPT], int((time.monotonic() - began) * 1000), hopeless)


def _note(row: WebhookDelivery, headers: dict[str, str], outcome: Outcome, now: datetime) -> None:
    with transaction.atomic():
        if not _mark(row, outcome, now):
            return
        WebhookTry.objects.create(
            delivery=row,
            number=row.attempts,
            at=now,
            status=outcome.answer.status if outcome.answer else None,
            took_ms=outcome.took_ms,
            request=_request(row, headers),
            response=(outcome.answer.body if outcome.answer else "").replace("\x00", "")[:EXCERPT],
            error=outcome.error.replace("\x00", ""),
        )
        _judge(row.endpoint_id, outcome, now)


def _mark(row: WebhookDelivery, outcome: Outcome, now: datetime) -> bool:
    """Whether the lease was still ours; then the delivery says how it stands."""
    if outcome.accepted:
        changes = {"state": DeliveryState.SENT, "available_at": None, "sent_at": now}
    elif outcome.hopeless or row.attempts > len(WAITS):
        changes = {"state": DeliveryState.DEAD, "available_at": None}
    else:
        changes = {"available_at": now + WAITS[row.attempts - 1]}
    return bool(_all().filter(pk=row.pk, lease=row.lease).update(lease="", **changes))


def _judge(endpoint_id: int, outcome: Outcome, now: datetime) -> None:
    endpoint = Endpoint.objects.unscoped(WHY).get(pk=endpoint_id)
    try:
        if outcome.accepted:
            if endpoint.failing_since is not None:
                swap(endpoint, failing_since=None)
        elif endpoint.failing_since is None:
            swap(endpoint, failing_since=now)
        gone = outcome.answer is not None and outcome.answer.status == GONE
        since = endpoint.failing_since
        if endpoint.state == EndpointState.ACTIVE and since and (gone or now - since >= GIVE_UP):
            swap(endpoint, state=EndpointState.FAILED)
            told = WebhookFailed(
                name=endpoint.name,
                host=host_of(endpoint.url),
                since=since.isoformat(),
                why="gone" if gone else "failing",
            )
            record(
                told,
                actor=system(endpoint.organisation_id, "webhooks"),
                organisation_id=endpoint.organisation_id,
                subject_id=endpoint.pk,
                at=now,
            )
    except Stale:
        return  # somebody edits it at this moment; the next try looks again


def _request(row: WebhookDelivery, headers: dict[str, str]) -> str:
    lines = [f"POST {row.endpoint.url}", *(f"{name}: {value}" for name, value in headers.items()), ""]
    return ("\n".join(lines) + "\n" + _pretty(row.payload))[:EXCERPT]


def _pretty(payload: str) -> str:
    return json.dumps(json.loads(payload), ensure_ascii=False, indent=1)


def _all() -> DeliveryQuerySet:
    return WebhookDelivery.objects.unscoped(WHY)
