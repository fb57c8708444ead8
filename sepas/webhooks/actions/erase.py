"""Forgetting what of a person was kept to be told to other programs."""

import json
from collections.abc import Iterable

from sepas.kernel.activity.models import Event
from sepas.webhooks.models import WebhookDelivery, WebhookTry
from sepas.webhooks.payloads import payload_of

WHY = "what was told of an erased person is forgotten, whichever program heard it"


def erase_payloads(subjects: Iterable[tuple[str, int]]) -> int:
    """Leave of what was told of these subjects (type and id) ids and values only, as without details; how many."""
    found = 0
    for subject_type, subject_id in subjects:
        events = Event.objects.of(subject_type, subject_id).values("pk")
        rows = (
            WebhookDelivery.objects.unscoped(WHY).filter(event__in=events).select_related("event", "endpoint")
        )
        for row in rows:
            assert row.event is not None
            bare = payload_of(row.event, details=False, amounts=row.endpoint.amounts)
            if json.loads(bare) != json.loads(row.payload):
                WebhookDelivery.objects.unscoped(WHY).filter(pk=row.pk).update(payload=bare)
                WebhookTry.objects.unscoped(WHY).filter(delivery=row.pk).update(request="", response="")
                found += 1
    return found
