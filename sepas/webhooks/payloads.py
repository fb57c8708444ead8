"""What is told of an event: ids, codes and values; texts and names of people, and amounts of money, only where each
was chosen.
"""

import json
from datetime import UTC
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.activity import registry
from sepas.kernel.activity.models import Event
from sepas.parties import masks

OFFERED = (
    "case.", "promise.", "unit.", "registration.", "guarantee.", "model.", "service_offer.", "customer.", "consent.",
)  # fmt: skip
"""What other programs may hear of. Sign-ins, tokens, messages and webhooks themselves are nobody else's."""
VALUES = frozenset(
    {
        "accepted", "by_customer", "by_itself", "changed", "code", "due_at", "ends_on", "how", "internal", "kind",
        "late", "level", "moment", "name", "pack", "paused", "product_class", "provisional", "purpose", "reason",
        "reopen_until", "running", "source", "starts_on", "started", "cancelled", "promises", "rights", "step",
        "version", "was", "remedy", "offer", "terms", "price", "currency", "way", "state", "channel", "fields", "signs",
    }
)  # fmt: skip
"""Keys whose texts are codes or moments; other texts are people's own words."""
NOT_NAMES = ("case.", "promise.")
"""Where `name` is the name of a promise, not of a person or thing."""


def offered() -> list[str]:
    """Names of events that a webhook may be registered for."""
    return [found.name for found in registry.all_events() if found.name.startswith(OFFERED)]


def payload_of(event: Event, *, details: bool, amounts: bool) -> str:
    """The JSON text that is signed and sent. For a case its tracking code is there, to ask the API with. Without
    `amounts` there is null for every amount of money.
    """
    subject: dict[str, Any] = {"type": event.subject_type, "id": event.subject_id}
    if event.subject_type == "case":
        rows = Case.objects.unscoped("the code of the case that the event is about")
        subject["code"] = rows.filter(pk=event.subject_id).values_list("code", flat=True).first()
    data = event.data if amounts else masks.without_amounts(event.data)
    body = {
        "type": event.name,
        "version": event.version,
        "timestamp": event.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "sequence": event.seq,
        "subject": subject,
        "data": data if details else _bare(data, event.name),
    }
    if details:
        body["actor"] = {"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def sample_payload(at: str) -> str:
    """What «send a test» sends."""
    body = {"type": "webhook.test", "version": 1, "timestamp": at, "sequence": 1, "subject": None, "data": {}}
    return json.dumps(body, separators=(",", ":"))


def _bare(data: Any, event: str) -> Any:
    if isinstance(data, dict):
        return {key: _bare(value, event) for key, value in data.items() if _is_told(key, value, event)}
    if isinstance(data, list):
        return [_bare(item, event) for item in data]
    return data


def _is_told(key: str, value: Any, event: str) -> bool:
    if key == "name" and not event.startswith(NOT_NAMES):
        return False
    if key in VALUES or key.endswith(("_id", "_ids", "_on", "_at")):
        return True
    return isinstance(value, bool | int | float) or value is None
