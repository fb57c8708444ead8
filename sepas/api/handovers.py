"""`/handovers`: units on their way from one owner to the next, by programs that hold a token."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sepas.api.doors import LARGEST_ID, Body, Id, Token, actor_of, idempotent, iso, tag
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.assets import queries as assets
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.parties import masks
from sepas.warranty import owning
from sepas.warranty.actions.handovers import accept_handover, cancel_handover, offer_handover
from sepas.warranty.lifecycle import HandoverState
from sepas.warranty.models import Handover

router = Router()
VIEW = Token("registrations.view")


class HandoverIn(Body):
    unit: int = Field(..., ge=1, le=LARGEST_ID, description="A unit's id.")
    mobile: str = Field(..., min_length=4, max_length=30, description="Of the one who is to own it next.")


class AcceptanceIn(Body):
    """For people whose papers were seen; whoever has the number accepts by the link that they were sent."""

    why: str = Field(..., min_length=1, max_length=2000, description="Which papers of both people were seen.")
    name: str = Field("", max_length=120)


class HandoverOut(Schema):
    id: int
    state: str = Field(..., description="offered, accepted, declined, cancelled or expired")
    unit: int
    serial: str
    from_customer: int
    to_mobile: str = Field(..., description="Empty without the scope `customers.view`.")
    to_customer: int | None = Field(..., description="Known once it was accepted.")
    offered_at: str
    expires_at: str
    ended_at: str | None
    version: int


class HandoversOut(Schema):
    items: list[HandoverOut]
    next: str


@router.get("", response=HandoversOut, summary="List handovers", auth=VIEW)
def listing(
    request: HttpRequest,
    state: Annotated[HandoverState, Query(description="`offered` ones wait.")] = HandoverState.OFFERED,
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    actor = actor_of(request)
    return paged(owning.handovers(actor, state=state), cursor=cursor, limit=limit, shown=shown_to(actor))


@router.post(
    "", response={201: HandoverOut}, summary="Offer a unit to its next owner", auth=Token("units.edit")
)
def offer(request: HttpRequest, response: HttpResponse, payload: HandoverIn) -> Status[dict[str, Any]]:
    """As its owner asked. The next one is sent a link and has seven days; asked again, it is the same offer."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        unit = assets.unit(actor, payload.unit)
        return shown_to(actor)(offer_handover(actor, unit=unit, mobile=payload.mobile, now=now()))

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=HandoverOut, summary="One handover", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    actor = actor_of(request)
    row = owning.handover(actor, pk)
    tag(response, row)
    return shown_to(actor)(row)


@router.post(
    "/{pk}/acceptance",
    response=HandoverOut,
    summary="Complete a handover",
    auth=Token("registrations.review"),
)
def accept(request: HttpRequest, response: HttpResponse, pk: Id, payload: AcceptanceIn) -> dict[str, Any]:
    """The unit has its next owner, and the guarantee goes on."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        row = owning.handover(actor, pk)
        return shown_to(actor)(
            accept_handover(actor, handover=row, why=payload.why, name=payload.name, now=now())
        )

    return idempotent(request, response, payload, act)


@router.post(
    "/{pk}/cancellation", response=HandoverOut, summary="Withdraw a handover", auth=Token("units.edit")
)
def cancel(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    """As its owner asked; the unit stays theirs."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        return shown_to(actor)(cancel_handover(actor, handover=owning.handover(actor, pk), now=now()))

    return idempotent(request, response, None, act)


def shown_to(actor: Actor) -> Callable[[Handover], dict[str, Any]]:
    """How offers are told to this caller: the next owner's number only to whoever may see customers."""
    people = actor.may("customers.view")
    return lambda row: shown(row) | ({} if people else {"to_mobile": ""})


def shown(row: Handover) -> dict[str, Any]:
    """An offer as the API gives it, without the link that only the next owner holds; read `unit` with it."""
    return {
        "id": row.pk,
        "state": row.state,
        "unit": row.unit_id,
        "serial": row.unit.serial,
        "from_customer": row.from_customer_id,
        "to_mobile": masks.mobile(row.to_mobile),
        "to_customer": row.to_customer_id,
        "offered_at": iso(row.offered_at),
        "expires_at": iso(row.expires_at),
        "ended_at": iso(row.ended_at),
        "version": row.version,
    }
