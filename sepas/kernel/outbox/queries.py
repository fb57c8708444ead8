"""Reading deliveries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from sepas.kernel.actor import Actor
from sepas.kernel.outbox.models import Delivery, DeliveryState


@dataclass(frozen=True, slots=True)
class Backlog:
    """`due` wait already, the oldest since `since`; `dead` need a person."""

    due: int
    since: datetime | None
    dead: int


def dead_deliveries(actor: Actor, *, reaction: str = "", since: datetime | None = None) -> QuerySet[Delivery]:
    """The organisation's failed deliveries with their events, newest first; none without the permission. `since`: of
    what happened from then on.
    """
    if actor.organisation_id is None or not actor.reach("deliveries.view").everywhere:
        return Delivery.objects.none()
    found = Delivery.objects.filter(organisation_id=actor.organisation_id, state=DeliveryState.DEAD)
    if reaction:
        found = found.filter(reaction=reaction)
    if since is not None:
        found = found.filter(event__at__gte=since)
    return found.select_related("event").order_by("-pk")


def backlog(now: datetime) -> Backlog:
    """How far behind the workers of the whole install are."""
    due = Delivery.objects.filter(state=DeliveryState.PENDING, available_at__lte=now)
    return Backlog(
        due.count(),
        due.aggregate(since=Min("available_at"))["since"],
        Delivery.objects.filter(state=DeliveryState.DEAD).count(),
    )
