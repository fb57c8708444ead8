"""Running a failed delivery again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import IllegalMove
from sepas.kernel.outbox.events import DeliveryReplayed
from sepas.kernel.outbox.models import Delivery, DeliveryState
from sepas.kernel.outbox.policies import may_replay
from sepas.kernel.policy import require


def replay(actor: Actor, *, delivery: Delivery, now: datetime) -> Delivery:
    """Put a dead delivery back in the queue with all its tries; the error stays until the next outcome.

    Raises `NotFound` or `Refused` by policy, `IllegalMove` when it is not dead (any more).
    """
    require(may_replay(actor, delivery))
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD).update(
            state=DeliveryState.PENDING, attempts=0, available_at=now, lease=""
        )
        if not changed:
            raise IllegalMove(_("Only a failed delivery can be run again."), data={"verb": "replay"})
        record(
            DeliveryReplayed(delivery.pk, delivery.reaction, delivery.attempts),
            actor=actor,
            organisation_id=delivery.organisation_id,
            subject_id=delivery.pk,
            at=now,
        )
    delivery.refresh_from_db()
    return delivery
