"""`/guarantees`, `/promises`, `/messages`: what the organisation promises, and what it told people."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictInt

from sepas.api.doors import Body, Day, Id, Token, actor_of, idempotent, iso, must_match, organisation_id_of
from sepas.api.paging import SIZE, Cursor, Limit, paged, whole
from sepas.api.units import model_of
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import NotFound
from sepas.notices import queries as notices
from sepas.notices.models import Message, MessageState
from sepas.parties import masks
from sepas.parties import queries as parties
from sepas.service_levels import queries as levels
from sepas.service_levels.actions import remove_promise, set_promise
from sepas.service_levels.models import ServicePromise
from sepas.warranty import queries as warranty
from sepas.warranty.actions.end_guarantee import end_guarantee
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.models import Guarantee

router = Router()
EDIT = Token("guarantees.edit")


class GuaranteeIn(Body):
    """A pack document of level `contract`, `campaign` or `goodwill`; see docs/rules/pack-format.md."""

    document: dict[str, Any]
    models: list[str] = Field(
        default_factory=list, max_length=500, description="Codes of models; none: all of them."
    )


class GuaranteeOut(Schema):
    id: int
    pack: str
    version: str
    models: list[str]
    document: dict[str, Any]
    comparison: dict[str, Any] = Field(..., description="Where sample cases get less than the law gives.")
    created_at: str
    ended_on: str | None = Field(..., description="The last day of purchase that it is promised for.")


class EndingIn(Body):
    """Nobody who bought by then loses a day of it."""

    last_day: Day = Field(None, description="The last day of purchase; today if none is given.")
    why: str = Field("", max_length=200)


class GuaranteesOut(Schema):
    items: list[GuaranteeOut]
    next: str


class PromiseIn(Body):
    """«We answer within four opening hours»; replaces the promise of the same kind and name."""

    kind: str = Field("", max_length=20, description="A kind of case; empty for every kind without its own.")
    name: Literal["first_reply", "resolution"]
    amount: StrictInt = Field(..., ge=1, le=2160)
    unit: Literal["hour", "opening_hour", "day", "business_day", "month"]
    pausable_by: list[str] = Field(default_factory=list, max_length=20)


class ServicePromiseOut(Schema):
    id: int
    kind: str
    name: str
    amount: int
    unit: str
    pausable_by: list[str]
    text: dict[str, str]


class ServicePromisesOut(Schema):
    items: list[ServicePromiseOut]
    next: str


class MessageOut(Schema):
    """A message to a person. A tracking link's secret is left out of the body."""

    id: int
    channel: str
    recipient: str = Field(..., description="Empty without the scope `customers.view`.")
    template: str
    subject: str
    body: str
    state: str
    case: str
    attempts: int
    error: str
    created_at: str
    sent_at: str | None


class MessagesOut(Schema):
    items: list[MessageOut]
    next: str


@router.get("/guarantees", response=GuaranteesOut, summary="Published guarantees", auth=EDIT)
def guarantees(request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE) -> dict[str, Any]:
    """Newest first."""
    return paged(warranty.guarantees(actor_of(request)), cursor=cursor, limit=limit, shown=shown_guarantee)


@router.post("/guarantees", response={201: GuaranteeOut}, summary="Publish a guarantee", auth=EDIT)
def publish(request: HttpRequest, response: HttpResponse, payload: GuaranteeIn) -> Status[dict[str, Any]]:
    """A version never changes: the same text again is the same guarantee."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        row = publish_guarantee(
            actor,
            organisation=parties.organisation(organisation_id_of(request)),
            document=payload.document,
            product_models=[model_of(actor, code) for code in dict.fromkeys(payload.models)],
            now=now(),
        )
        return shown_guarantee(warranty.guarantees(actor).get(pk=row.pk))

    return Status(201, idempotent(request, response, payload, act))


@router.post("/guarantees/{pk}/ending", response=GuaranteeOut, summary="End a guarantee", auth=EDIT)
def end(request: HttpRequest, response: HttpResponse, pk: Id, payload: EndingIn) -> dict[str, Any]:
    """It is promised for purchases up to the last day; its end is set once."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        row = warranty.guarantee(actor, pk)
        end_guarantee(actor, guarantee=row, last_day=payload.last_day, why=payload.why, now=now())
        return shown_guarantee(warranty.guarantees(actor).get(pk=pk))

    return idempotent(request, response, payload, act)


@router.get("/promises", response=ServicePromisesOut, summary="Service promises", auth=EDIT)
def promises(request: HttpRequest) -> dict[str, Any]:
    """All of them on one page, general ones first."""
    return whole(levels.promises(actor_of(request)), shown_promise)


@router.post("/promises", response={201: ServicePromiseOut}, summary="Set a service promise", auth=EDIT)
def promise(request: HttpRequest, response: HttpResponse, payload: PromiseIn) -> Status[dict[str, Any]]:
    """Running clocks keep the promise they began with."""

    def act() -> dict[str, Any]:
        organisation = parties.organisation(organisation_id_of(request))
        return shown_promise(
            set_promise(actor_of(request), organisation=organisation, now=now(), **payload.model_dump())
        )

    return Status(201, idempotent(request, response, payload, act))


@router.delete("/promises/{pk}", response={204: None}, summary="Promise this no more", auth=EDIT)
def remove(request: HttpRequest, pk: Id) -> Status[None]:
    """Cases that are open keep it."""
    actor = actor_of(request)
    row = next((row for row in levels.promises(actor) if row.pk == pk), None)
    if row is None:
        raise NotFound()
    must_match(request, row)
    remove_promise(actor, promise=row, now=now())
    return Status(204, None)


@router.get("/messages", response=MessagesOut, summary="Messages to people", auth=Token("messages.view"))
def messages(
    request: HttpRequest,
    state: Annotated[MessageState | None, Query()] = None,
    case: str = Query("", max_length=12, description="A case's code."),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    actor = actor_of(request)
    rows = notices.messages_of(actor, state=state or "", case_code=case)
    return paged(rows, cursor=cursor, limit=limit, shown=lambda row: shown_message(actor, row))


def shown_guarantee(row: Guarantee) -> dict[str, Any]:
    return {
        "id": row.pk,
        "pack": row.pack,
        "version": row.version,
        "models": sorted(model.code for model in row.product_models.all()),
        "document": row.document,
        "comparison": row.comparison,
        "created_at": iso(row.created_at),
        "ended_on": iso(row.ended_on),
    }


def shown_promise(row: ServicePromise) -> dict[str, Any]:
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in ("kind", "name", "amount", "unit", "pausable_by", "text")},
    }


def shown_message(actor: Actor, row: Message) -> dict[str, Any]:
    return {
        "id": row.pk,
        "channel": row.channel,
        "recipient": masks.reached(row.recipient) if actor.may("customers.view") else "",
        "template": row.template,
        "subject": row.subject,
        "body": row.shown,
        "state": row.state,
        "case": row.case_code,
        "attempts": row.attempts,
        "error": row.error,
        "created_at": iso(row.created_at),
        "sent_at": iso(row.sent_at),
    }
