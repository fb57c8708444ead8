"""A test is sent, or something once more."""

from datetime import UTC, datetime

from django.db import transaction

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Stale
from sepas.kernel.ids import new_secret
from sepas.kernel.policy import require
from sepas.webhooks import policies
from sepas.webhooks.events import WebhookReplayed, WebhookTested
from sepas.webhooks.models import DeliveryState, Endpoint, WebhookDelivery
from sepas.webhooks.payloads import sample_payload


def send_test(actor: Actor, *, endpoint: Endpoint, now: datetime) -> WebhookDelivery:
    """Owe the endpoint a `webhook.test`, sent as all others are."""
    require(policies.may_test(actor, endpoint))
    with transaction.atomic():
        delivery = WebhookDelivery.objects.create(
            organisation_id=endpoint.organisation_id,
            endpoint=endpoint,
            name="webhook.test",
            key=f"msg_{new_secret()[:32]}",
            payload=sample_payload(now.astimezone(UTC).isoformat().replace("+00:00", "Z")),
            available_at=now,
            created_at=now,
        )
        _record(actor, endpoint, WebhookTested(delivery.pk), now)
    return delivery


def replay(actor: Actor, *, delivery: WebhookDelivery, now: datetime) -> WebhookDelivery:
    """Send it again, with the same id and body and all its tries. Raises `Stale` when it moved meanwhile."""
    require(policies.may_replay(actor, delivery))
    rows = WebhookDelivery.objects.unscoped("the policy was asked")
    with transaction.atomic():
        changed = rows.filter(pk=delivery.pk, state=delivery.state).update(
            state=DeliveryState.QUEUED, attempts=0, available_at=now, lease="", sent_at=None
        )
        if not changed:
            raise Stale()
        told = WebhookReplayed(delivery.pk, delivery.name, delivery.attempts)
        _record(actor, delivery.endpoint, told, now)
    delivery.refresh_from_db()
    return delivery


def _record(actor: Actor, endpoint: Endpoint, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=endpoint.organisation_id, subject_id=endpoint.pk, at=now)
