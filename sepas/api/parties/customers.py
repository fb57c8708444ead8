"""`/customers`: people served, by mobile number, and what they consented to."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

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
from sepas.api.paging import SIZE, Cursor, Limit, paged, whole
from sepas.kernel.clock import now
from sepas.parties import masks, queries
from sepas.parties.actions.consents import give_consent, withdraw_consent
from sepas.parties.actions.customers import edit_customer, find_or_create_customer
from sepas.parties.models import Consent, Customer

router = Router()
UNTOLD = ("email", "city", "address")
VIEW, EDIT = Token("customers.view"), Token("customers.edit")
"""Whoever edits one must also be allowed to see it; else there is nothing to edit."""


class CustomerIn(Body):
    """A customer is known by mobile number; one that is known already is given back."""

    mobile: str = Field(..., min_length=4, max_length=30)
    name: str = Field("", max_length=120)
    language: Literal["fa", "en"] = "fa"


class CustomerEdit(Body):
    """Only the fields that are sent change."""

    name: str = Field("", max_length=120)
    email: str = Field("", max_length=254)
    language: Literal["fa", "en"] = "fa"
    city: str = Field("", max_length=60)
    address: str = Field("", max_length=300)


class CustomerOut(Schema):
    id: int
    mobile: str
    name: str
    email: str
    language: str
    city: str
    address: str
    created_at: str
    version: int


class CustomersOut(Schema):
    items: list[CustomerOut]
    next: str


class ConsentIn(Body):
    purpose: Literal["survey", "offers", "device_data", "improvement"]
    channel: Literal["portal", "phone", "branch", "api"] = "api"


class ConsentOut(Schema):
    """Permission for one purpose; `withdrawn_at` is empty while it stands."""

    purpose: str
    channel: str
    given_at: str
    withdrawn_at: str | None


class ConsentsOut(Schema):
    items: list[ConsentOut]
    next: str


@router.get("", response=CustomersOut, summary="List and search customers", auth=VIEW)
def listing(
    request: HttpRequest,
    text: str = Query("", max_length=100, description="Words of the name, or any part of the number."),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    rows = queries.customers_found(actor_of(request), text)
    return paged(rows, cursor=cursor, limit=limit, shown=shown)


@router.post("", response={201: CustomerOut}, summary="Find or add a customer", auth=EDIT)
def add(request: HttpRequest, response: HttpResponse, payload: CustomerIn) -> Status[dict[str, Any]]:
    """A name that is given is kept where there was none; it never replaces one.

    What was known before is told only with the scope `customers.view`.
    """
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        row = find_or_create_customer(
            actor,
            organisation=queries.organisation(organisation_id_of(request)),
            mobile=payload.mobile,
            name=payload.name,
            language=payload.language,
            now=now(),
        )
        hidden = {} if actor.may("customers.view") else {"name": payload.name, **dict.fromkeys(UNTOLD, "")}
        return shown(row) | hidden

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=CustomerOut, summary="One customer", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.customer(actor_of(request), pk)
    tag(response, row)
    return shown(row)


@router.patch("/{pk}", response=CustomerOut, summary="Edit a customer", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: CustomerEdit) -> dict[str, Any]:
    """The mobile number is who they are, and does not change."""
    row = queries.customer(actor_of(request), pk)
    must_match(request, row)
    edited = edit_customer(
        actor_of(request), customer=row, now=now(), **payload.model_dump(exclude_unset=True)
    )
    tag(response, edited)
    return shown(edited)


@router.get("/{pk}/consents", response=ConsentsOut, summary="Consents of a customer", auth=VIEW)
def consents(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """Standing and withdrawn, newest first."""
    actor = actor_of(request)
    return whole(queries.consents(actor, queries.customer(actor, pk)), shown_consent)


@router.post("/{pk}/consents", response={201: ConsentOut}, summary="Note that a customer consents", auth=EDIT)
def give(request: HttpRequest, response: HttpResponse, pk: Id, payload: ConsentIn) -> Status[dict[str, Any]]:
    """A consent that stands already stays as it is."""

    def act() -> dict[str, Any]:
        given = give_consent(
            actor_of(request),
            customer=queries.customer(actor_of(request), pk),
            purpose=payload.purpose,
            channel=payload.channel,
            now=now(),
        )
        return shown_consent(given)

    return Status(201, idempotent(request, response, payload, act))


@router.delete("/{pk}/consents/{purpose}", response={204: None}, summary="Withdraw a consent", auth=EDIT)
def withdraw(
    request: HttpRequest, pk: Id, purpose: Literal["survey", "offers", "device_data", "improvement"]
) -> Status[None]:
    """From now on; doing it twice changes nothing."""
    row = queries.customer(actor_of(request), pk)
    must_match(request, row)
    withdraw_consent(actor_of(request), customer=row, purpose=purpose, now=now())
    return Status(204, None)


def shown(row: Customer) -> dict[str, Any]:
    """A customer as the API gives them."""
    return {
        "id": row.pk,
        "mobile": masks.mobile(row.mobile),
        "name": row.name,
        "email": masks.email(row.email),
        "language": row.language,
        "city": row.city,
        "address": masks.place(row.address),
        "created_at": iso(row.created_at),
        "version": row.version,
    }


def shown_consent(row: Consent) -> dict[str, Any]:
    """A consent as the API gives it."""
    return {
        "purpose": row.purpose,
        "channel": row.channel,
        "given_at": iso(row.given_at),
        "withdrawn_at": iso(row.withdrawn_at),
    }
