"""`/registrations`: a guarantee registered for a customer, by shops and apps that hold a token."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool

from sepas.api.doors import Body, Day, Id, Token, actor_of, idempotent, iso, tag
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.kernel.clock import now
from sepas.warranty import queries
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.actions.review import review_registration
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.models import Registration
from sepas.warranty.reasons import REASONS

router = Router()
VIEW = Token("registrations.view")


class RegistrationIn(Body):
    """At most three things; the day of purchase only where the register does not know it."""

    serial: str = Field(
        ..., min_length=1, max_length=300, description="Serial number, or a scanned product code."
    )
    mobile: str = Field(..., min_length=4, max_length=30)
    purchased_on: Day = None
    name: str = Field("", max_length=120)


class ReviewIn(Body):
    accept: StrictBool
    why: str = Field(..., min_length=1, max_length=2000, description="Both people are told.")


class RegistrationOut(Schema):
    id: int
    state: str = Field(..., description="active, disputed, rejected or ended")
    reason: str
    explanation: dict[str, str] | None
    serial: str
    customer: int
    purchased_on: str | None
    starts_on: str | None
    ends_on: str | None
    registered_at: str
    version: int


class RegistrationsOut(Schema):
    items: list[RegistrationOut]
    next: str


@router.get("", response=RegistrationsOut, summary="List registrations", auth=VIEW)
def listing(
    request: HttpRequest,
    state: Annotated[RegistrationState | None, Query(description="`disputed` ones await review.")] = None,
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    rows = queries.registrations(actor_of(request), state=state or "")
    return paged(rows, cursor=cursor, limit=limit, shown=shown)


@router.post(
    "", response={201: RegistrationOut}, summary="Register a guarantee", auth=Token("customers.edit")
)
def register(request: HttpRequest, response: HttpResponse, payload: RegistrationIn) -> Status[dict[str, Any]]:
    """Registering again gives the same registration."""

    def act() -> dict[str, Any]:
        return shown(
            register_guarantee(
                actor_of(request),
                serial=payload.serial,
                mobile=payload.mobile,
                purchased_on=payload.purchased_on,
                name=payload.name,
                now=now(),
            )
        )

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=RegistrationOut, summary="One registration", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.registration(actor_of(request), pk)
    tag(response, row)
    return shown(row)


@router.post(
    "/{pk}/review",
    response=RegistrationOut,
    summary="Settle a disputed registration",
    auth=Token("registrations.review"),
)
def review(request: HttpRequest, response: HttpResponse, pk: Id, payload: ReviewIn) -> dict[str, Any]:
    """Accepting ends the registration that it met, and gives the unit to its customer."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        row = queries.registration(actor, pk)
        review_registration(actor, registration=row, accept=payload.accept, why=payload.why, now=now())
        return shown(row)

    return idempotent(request, response, payload, act)


def shown(row: Registration) -> dict[str, Any]:
    """A registration as the API gives it; read `unit` with it."""
    return {
        "id": row.pk,
        "state": row.state,
        "reason": row.reason,
        "explanation": dict(REASONS[row.reason]) if row.reason in REASONS else None,
        "serial": row.unit.serial,
        "customer": row.customer_id,
        "purchased_on": iso(row.purchased_on),
        "starts_on": iso(row.starts_on),
        "ends_on": iso(row.ends_on),
        "registered_at": iso(row.created_at),
        "version": row.version,
    }
