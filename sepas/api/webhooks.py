"""`/webhooks`: where other programs hear what happens."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool

from sepas.api.doors import (
    Body,
    Id,
    Token,
    actor_of,
    idempotent,
    iso,
    must_match,
    organisation_id_of,
    tag,
)
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.kernel.clock import now
from sepas.parties import queries as parties
from sepas.webhooks import queries
from sepas.webhooks.actions.endpoints import (
    edit_webhook,
    register_webhook,
    remove_webhook,
    rotate_secret,
    switch_webhook,
)
from sepas.webhooks.actions.sending import replay, send_test
from sepas.webhooks.models import DeliveryState, Endpoint, WebhookDelivery
from sepas.webhooks.payloads import offered
from sepas.webhooks.telling import EVENTS

router = Router()
EDIT = Token("webhooks.edit")


class WebhookEdit(Body):
    """Only the fields that are sent change; `active` switches it on or off."""

    name: str = Field("", max_length=80)
    url: str = Field("", max_length=500)
    events: list[str] = Field(default_factory=list, max_length=200)
    details: StrictBool = Field(False, description="Send texts and names of people along.")
    amounts: StrictBool = Field(False, description="Send amounts of money along; else they are null.")
    contact: str = Field("", max_length=254, description="Who is told when it fails for long.")
    active: StrictBool = True


class WebhookIn(Body):
    name: str = Field(..., min_length=1, max_length=80)
    url: str = Field(..., min_length=1, max_length=500, description="Begins with https://.")
    events: list[str] = Field(..., min_length=1, max_length=200, description="From GET /webhooks/events.")
    details: StrictBool = Field(False, description="Send texts and names of people along.")
    amounts: StrictBool = Field(False, description="Send amounts of money along; else they are null.")
    contact: str = Field("", max_length=254, description="Who is told when it fails for long.")


class WebhookOut(Schema):
    id: int
    name: str
    url: str
    events: list[str]
    details: bool
    amounts: bool
    contact: str
    state: str = Field(..., description="active, off or failed")
    failing_since: str | None
    created_at: str
    version: int


class WebhooksOut(Schema):
    items: list[WebhookOut]
    next: str


class FreshWebhookOut(WebhookOut):
    """`secret` is shown this once; a replay of the request has none."""

    secret: str | None


class WebhookDeliveryOut(Schema):
    id: int
    key: str = Field(..., description="`webhook-id`, the same at every try.")
    event: str
    state: str
    attempts: int
    next_try_at: str | None
    created_at: str
    sent_at: str | None


class WebhookDeliveriesOut(Schema):
    items: list[WebhookDeliveryOut]
    next: str


class EventCalledOut(Schema):
    name: dict[str, str]
    when: dict[str, str] = Field(..., description="When it is sent.")


class EventNamesOut(Schema):
    items: list[str]
    next: str
    about: dict[str, EventCalledOut] = Field(
        ..., description="By the event: what it is called, in both languages."
    )


@router.get("", response=WebhooksOut, summary="Webhooks", auth=EDIT)
def listing(request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE) -> dict[str, Any]:
    """Newest first."""
    return paged(queries.endpoints(actor_of(request)), cursor=cursor, limit=limit, shown=shown)


@router.get("/events", response=EventNamesOut, summary="Events that a webhook may hear", auth=EDIT)
def events(request: HttpRequest) -> dict[str, Any]:
    names = offered()
    return {"items": names, "next": "", "about": {name: EVENTS[name] for name in names}}


@router.post("", response={201: FreshWebhookOut}, summary="Register a webhook", auth=EDIT)
def register(request: HttpRequest, response: HttpResponse, payload: WebhookIn) -> Status[dict[str, Any]]:
    """The answer holds the secret, this once."""
    secret: list[str] = []

    def act() -> dict[str, Any]:
        organisation = parties.organisation(organisation_id_of(request))
        fresh = register_webhook(
            actor_of(request), organisation=organisation, now=now(), **payload.model_dump()
        )
        secret.append(fresh.secret)
        return shown(fresh.endpoint)

    made = idempotent(request, response, payload, act)
    return Status(201, {**made, "secret": secret[0] if secret else None})


@router.get("/{pk}", response=WebhookOut, summary="One webhook", auth=EDIT)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.endpoint(actor_of(request), pk)
    tag(response, row)
    return shown(row)


@router.patch("/{pk}", response=WebhookOut, summary="Edit a webhook, or switch it", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: WebhookEdit) -> dict[str, Any]:
    actor = actor_of(request)
    row = queries.endpoint(actor, pk)
    must_match(request, row)
    sent = payload.model_dump(exclude_unset=True)
    on = sent.pop("active", None)
    row = edit_webhook(actor, endpoint=row, now=now(), **sent)
    if on is not None:
        row = switch_webhook(actor, endpoint=row, on=on, now=now())
    tag(response, row)
    return shown(row)


@router.delete("/{pk}", response={204: None}, summary="Remove a webhook", auth=EDIT)
def remove(request: HttpRequest, pk: Id) -> Status[None]:
    """For good; its secret is forgotten."""
    actor = actor_of(request)
    row = queries.endpoint(actor, pk)
    must_match(request, row)
    remove_webhook(actor, endpoint=row, now=now())
    return Status(204, None)


@router.post("/{pk}/secret", response={201: FreshWebhookOut}, summary="A new secret", auth=EDIT)
def secret(request: HttpRequest, response: HttpResponse, pk: Id) -> Status[dict[str, Any]]:
    """For a day the one before signs too."""
    made: list[str] = []

    def act() -> dict[str, Any]:
        actor = actor_of(request)
        fresh = rotate_secret(actor, endpoint=queries.endpoint(actor, pk), now=now())
        made.append(fresh.secret)
        return shown(fresh.endpoint)

    row = idempotent(request, response, None, act)
    return Status(201, {**row, "secret": made[0] if made else None})


@router.post("/{pk}/test", response={201: WebhookDeliveryOut}, summary="Send a test", auth=EDIT)
def test(request: HttpRequest, response: HttpResponse, pk: Id) -> Status[dict[str, Any]]:
    """As all others are sent: signed, by the worker."""

    def act() -> dict[str, Any]:
        actor = actor_of(request)
        return shown_delivery(send_test(actor, endpoint=queries.endpoint(actor, pk), now=now()))

    return Status(201, idempotent(request, response, None, act))


@router.get("/{pk}/deliveries", response=WebhookDeliveriesOut, summary="What it was told", auth=EDIT)
def deliveries(
    request: HttpRequest,
    pk: Id,
    state: Annotated[DeliveryState | None, Query()] = None,
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    actor = actor_of(request)
    rows = queries.deliveries(actor, queries.endpoint(actor, pk), state=state or "")
    return paged(rows, cursor=cursor, limit=limit, shown=shown_delivery)


@router.post(
    "/{pk}/deliveries/{delivery_id}/replay", response=WebhookDeliveryOut, summary="Send it again", auth=EDIT
)
def again(request: HttpRequest, response: HttpResponse, pk: Id, delivery_id: Id) -> dict[str, Any]:
    """Under the same id, with the same body."""

    def act() -> dict[str, Any]:
        actor = actor_of(request)
        row = queries.delivery(actor, queries.endpoint(actor, pk), delivery_id)
        return shown_delivery(replay(actor, delivery=row, now=now()))

    return idempotent(request, response, None, act)


def shown(row: Endpoint) -> dict[str, Any]:
    """A webhook without its secret."""
    return {
        "id": row.pk,
        **{
            name: getattr(row, name)
            for name in ("name", "url", "events", "details", "amounts", "contact", "state")
        },
        "failing_since": iso(row.failing_since),
        "created_at": iso(row.created_at),
        "version": row.version,
    }


def shown_delivery(row: WebhookDelivery) -> dict[str, Any]:
    """What was owed, and how it stands."""
    return {
        "id": row.pk,
        "key": row.key,
        "event": row.name,
        "state": row.state,
        "attempts": row.attempts,
        "next_try_at": iso(row.available_at),
        "created_at": iso(row.created_at),
        "sent_at": iso(row.sent_at),
    }
