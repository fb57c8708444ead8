"""`/troubleTicket`: listed, read, opened, moved and noted in, by the actions that everything else calls too."""

from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from ninja import Status as Answered
from pydantic import ConfigDict, Field

from sepas.api.cases.collection import unit_of
from sepas.api.doors import Body, Token, actor_of, idempotent, must_match, tag
from sepas.api.tmf621.shapes import ALWAYS, NAMES, PATH, STATUSES, Status, TroubleTicketOut, ticket, whole
from sepas.cases import queries
from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.lifecycle import HoldReason, Kind, State
from sepas.cases.models import Case
from sepas.cases.queries.inbox import NOT_IN_LISTS, Group, filtered
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties

router = Router()
VIEW = Token("cases.view")
MOVE = Token("cases.reply", "cases.triage", "cases.hold", "cases.resolve", "cases.reopen", "cases.close")
FARTHEST = 10_000
"""How far `offset` reaches; who wants everything walks `/api/v1/cases` by its cursor, which costs the same anywhere."""


class Given(Body):
    """As bodies elsewhere, and with the attributes that say which class a TMF object is of."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    type_: str = Field("", alias="@type", max_length=60)
    base: str = Field("", alias="@baseType", max_length=60)
    schema_at: str = Field("", alias="@schemaLocation", max_length=300)


class PartyIn(Given):
    """The customer, by number: `phoneNumber` is our own attribute, TMF621 has none for it."""

    id: str = Field("", max_length=19, description="Not needed: a customer is known by number.")
    role: Literal["customer"]
    phone: str = Field(..., alias="phoneNumber", min_length=4, max_length=30)
    name: str = Field("", max_length=120)
    referred: str = Field("", alias="@referredType", max_length=60)


class EntityIn(Given):
    id: str = Field("", max_length=19, description="Not needed: a product is known by serial number.")
    name: str = Field(..., min_length=1, max_length=300, description="The serial number.")
    role: Literal["affectedProduct"] = "affectedProduct"
    referred: str = Field("", alias="@referredType", max_length=60)


class NoteIn(Given):
    """`@type`: `InternalNote` is read by staff only; anything else is an answer to the customer."""

    text: str = Field(..., min_length=1, max_length=5000)


class TroubleTicketIn(Given):
    ticket_type: str = Field(
        ..., alias="ticketType", description=f"One of: {', '.join(Kind.values)}", max_length=20
    )
    description: str = Field(..., max_length=5000)
    severity: str = Field(
        "", max_length=60, description="Taken and not kept: ours follows from the promises."
    )
    name: str = Field("", max_length=160)
    parties: list[PartyIn] = Field(..., alias="relatedParty", min_length=1, max_length=1)
    entities: list[EntityIn] = Field(default_factory=list, alias="relatedEntity", max_length=1)
    notes: list[NoteIn] = Field(default_factory=list, alias="note", max_length=20)


class TroubleTicketEdit(Given):
    """A status, notes, or both; they are kept together or not at all."""

    status: Status | None = None
    reason: str = Field(
        "",
        alias="statusChangeReason",
        max_length=5000,
        description="held: a code of a reason. resolved: what was done. inProgress: why it is reopened.",
    )
    notes: list[NoteIn] = Field(
        default_factory=list, alias="note", max_length=20, description="These are added."
    )


@router.get(
    "",
    response=list[TroubleTicketOut],
    summary="List trouble tickets",
    auth=VIEW,
    by_alias=True,
    exclude_unset=True,
)
def listing(
    request: HttpRequest,
    response: HttpResponse,
    *,
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    fields: Annotated[str, Query(max_length=300, description="Attributes, with commas between.")] = "",
    status: Annotated[Status | None, Query()] = None,
) -> list[dict[str, Any]]:
    """Newest first. `X-Total-Count` is how many there are, `X-Result-Count` how many are in this answer."""
    actor, wanted = actor_of(request), wanted_of(fields)
    rows = filtered(actor, now=now(), state=Group.ALL)
    if status is not None:
        rows = rows.filter(STATUSES[status])
    page = (
        rows.select_related("branch", "customer", "unit__model", "assignee")
        .defer(*NOT_IN_LISTS)
        .order_by("-opened_at", "-pk")[offset : offset + limit]
    )
    found = [only(wanted, ticket(actor, case)) for case in page]
    response["X-Total-Count"] = str(rows.order_by().count())
    response["X-Result-Count"] = str(len(found))
    return found


@router.get(
    "/{id}",
    response=TroubleTicketOut,
    summary="One trouble ticket",
    auth=VIEW,
    by_alias=True,
    exclude_unset=True,
)
def one(
    request: HttpRequest,
    response: HttpResponse,
    id: str,
    fields: Annotated[str, Query(max_length=300, description="Attributes, with commas between.")] = "",
) -> dict[str, Any]:
    actor, wanted = actor_of(request), wanted_of(fields)
    page = queries.page(actor, queries.case_by_code(actor, id), now=now(), decided=False)
    tag(response, page.case)
    return only(wanted, whole(actor, page))


@router.post(
    "",
    response={201: TroubleTicketOut},
    summary="Open a trouble ticket",
    auth=Token("cases.open"),
    by_alias=True,
    exclude_unset=True,
)
def opening(
    request: HttpRequest, response: HttpResponse, payload: TroubleTicketIn
) -> Answered[dict[str, Any]]:
    """Opens a case: decides, starts the promised clocks and tells the customer. `Location` is where it is."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        assert actor.organisation_id is not None
        who = payload.parties[0]
        with transaction.atomic():
            case = open_case(
                actor,
                organisation=parties.arranged_organisation(actor.organisation_id),
                kind=payload.ticket_type,
                subject=payload.name,
                description=payload.description,
                mobile=who.phone,
                name=who.name,
                unit=unit_of(actor, payload.entities[0].name) if payload.entities else None,
                now=now(),
            )
            say(actor, case, payload.notes)
        return ticket(actor, case)

    found = idempotent(request, response, payload, act)
    response["Location"] = f"{PATH}/{found['id']}"
    return Answered(201, found)


@router.patch(
    "/{id}",
    response=TroubleTicketOut,
    summary="Move a trouble ticket on, or add notes",
    auth=MOVE,
    by_alias=True,
    exclude_unset=True,
)
def edit(
    request: HttpRequest,
    response: HttpResponse,
    id: str,
    payload: TroubleTicketEdit,
) -> dict[str, Any]:
    """Each status is the verb that leads there, under its own policy; the token needs that verb's scope."""
    actor = actor_of(request)
    case = queries.case_by_code(actor, id)
    must_match(request, case)
    if payload.status is None and not payload.notes:
        raise Invalid({"status": _("Say which status it should have, or add a note.")})
    with transaction.atomic():
        if payload.status is not None:
            move(actor, case, payload.status, payload.reason)
        say(actor, case, payload.notes)
    page = queries.page(actor, queries.case_by_code(actor, id), now=now(), decided=False)
    tag(response, page.case)
    return whole(actor, page)


def move(actor: Actor, case: Case, status: str, reason: str) -> None:
    """Do what leads to `status`; an illegal move raises, as it does at every other door."""
    moment = now()
    if status == "acknowledged":
        triage_case(actor, case=case, kind=None, branch=None, note=reason, now=moment)
    elif status == "inProgress" and case.state in {State.RESOLVED, State.CLOSED}:
        reopen_case(actor, case=case, why=reason, now=moment)
    elif status == "inProgress":
        resume_case(actor, case=case, now=moment)
    elif status == "pending":
        hold_case(actor, case=case, reason=HoldReason.WAITING_FOR_CUSTOMER, note=reason, now=moment)
    elif status == "held":
        allowed = [value for value in HoldReason.values if value != HoldReason.WAITING_FOR_CUSTOMER]
        if reason not in allowed:
            raise Invalid(
                {"statusChangeReason": _("Say why, with a code from the list.")},
                data={"allowed": {"statusChangeReason": allowed}},
            )
        hold_case(actor, case=case, reason=reason, note="", now=moment)
    elif status == "resolved":
        resolve_case(actor, case=case, resolution=reason, now=moment)
    else:
        close_case(actor, case=case, now=moment)


def say(actor: Actor, case: Case, notes: list[NoteIn]) -> None:
    for note in notes:
        reply_to_case(actor, case=case, body=note.text, internal=note.type_ == "InternalNote", now=now())


def wanted_of(fields: str) -> set[str]:
    """The attributes that `fields` names; none: all. `Invalid` for one that there is not."""
    wanted = {name.strip() for name in fields.split(",")} - {""}
    if wanted - set(NAMES):
        raise Invalid({"fields": _("There is no such attribute.")}, data={"allowed": {"fields": NAMES}})
    return wanted


def only(wanted: set[str], found: dict[str, Any]) -> dict[str, Any]:
    keep = wanted | set(ALWAYS)
    return {name: value for name, value in found.items() if not wanted or name in keep}
