"""What somebody takes down of a new case, kept until the case is open: a reload or a lost connection loses nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sepas.kernel.actor import Actor
from sepas.kernel.relaxed import relaxed
from sepas.teamwork.models import IntakeDraft

FIELDS = (
    "customer", "unit", "mobile", "name", "product_class", "kind", "branch", "description", "known", "skipped", "offer",
)  # fmt: skip
LONGEST = 5000
"""Letters of one field that are kept."""
FRESH = timedelta(hours=12)
"""How long it is offered again: a working day."""


def keep_intake(actor: Actor, *, sent: Mapping[str, str], now: datetime) -> IntakeDraft | None:
    """Keep the form's fields for the actor alone, in place of what was kept before. Not a fact: nothing is recorded."""
    if not actor.is_staff or actor.id is None:
        return None
    data = {name: sent[name][:LONGEST] for name in FIELDS if sent.get(name)}
    with relaxed():
        draft, _new = IntakeDraft.objects.visible_to(actor).update_or_create(
            staff_id=actor.id, defaults={"data": data, "at": now}
        )
    return draft


def kept_intake(actor: Actor, *, now: datetime) -> dict[str, str]:
    """What the actor took down last and did not open; empty when there is nothing, or it is old. One query."""
    row = IntakeDraft.objects.visible_to(actor).filter(at__gt=now - FRESH).first()
    return dict(row.data) if row is not None else {}


def forget_intake(actor: Actor) -> None:
    """The case is open, or the draft was thrown away."""
    IntakeDraft.objects.visible_to(actor).delete()
