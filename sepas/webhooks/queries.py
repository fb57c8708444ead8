"""Reads of webhooks. Each function says how many SQL queries it takes."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.webhooks.models import DeliveryState, Endpoint, EndpointState, WebhookDelivery, WebhookTry

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery with its tries, newest first."""

    delivery: WebhookDelivery
    tries: list[WebhookTry]


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """The organisation's webhooks, newest first; removed ones are left out."""
    found = Endpoint.objects.visible_to(actor).exclude(state=EndpointState.REMOVED)
    return found.order_by("-pk")


def endpoint(actor: Actor, pk: int) -> Endpoint:
    """One query; raises `NotFound`."""
    found = endpoints(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def deliveries(actor: Actor, of: Endpoint, *, state: str = "") -> QuerySet[WebhookDelivery]:
    """What was owed to an endpoint, newest first, to be sliced by the caller."""
    found = WebhookDelivery.objects.visible_to(actor).filter(endpoint=of).select_related("endpoint")
    return (found.filter(state=state) if state else found).order_by("-pk")


def dead_deliveries(actor: Actor) -> QuerySet[WebhookDelivery]:
    """What no endpoint of the organisation took and nobody sent again, newest first, to be sliced by the caller."""
    found = WebhookDelivery.objects.visible_to(actor).filter(state=DeliveryState.DEAD)
    return found.exclude(endpoint__state=EndpointState.REMOVED).order_by("-pk")


def delivery(actor: Actor, of: Endpoint, pk: int) -> WebhookDelivery:
    """One query; raises `NotFound`."""
    found = deliveries(actor, of).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def told(actor: Actor, rows: list[WebhookDelivery]) -> list[Told]:
    """Deliveries with their tries. One query."""
    tries: dict[int, list[WebhookTry]] = defaultdict(list)
    found = WebhookTry.objects.visible_to(actor).filter(delivery__in=[row.pk for row in rows])
    for each in found.order_by("-pk"):
        tries[each.delivery_id].append(each)
    return [Told(row, tries[row.pk]) for row in rows]


def counts(actor: Actor, of: Endpoint) -> dict[str, int]:
    """How many deliveries of an endpoint wait, were accepted, failed. One query."""
    rows = WebhookDelivery.objects.visible_to(actor).filter(endpoint=of).order_by()
    return rows.aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in ("queued", "sent", "dead")}
    )
