"""`/ready-texts`: texts that people answer with: everybody, or one person (with `personal.edit`)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sepas.api.doors import Body, Id, Token, actor_of, idempotent, must_match, tag
from sepas.api.owners import Owner, staff_in
from sepas.api.paging import whole
from sepas.kernel.clock import now
from sepas.teamwork import queries
from sepas.teamwork.actions.canned import keep_canned_reply, remove_canned_reply
from sepas.teamwork.models import CannedReply

router = Router()
VIEW = Token("cases.reply", "replies.edit", "personal.edit")
EDIT = Token("replies.edit", "personal.edit")


class ReadyTextIn(Body):
    """In one language at least; words in braces are filled in for each case: `{customer}`, `{code}`, …"""

    title: str = Field(..., min_length=1, max_length=120)
    folder: str = Field("", max_length=60)
    body_fa: str = Field("", max_length=5000)
    body_en: str = Field("", max_length=5000)
    staff: Owner = None


class ReadyTextEdit(Body):
    """Only the fields that are sent change."""

    title: str = Field("", max_length=120)
    folder: str = Field("", max_length=60)
    body_fa: str = Field("", max_length=5000)
    body_en: str = Field("", max_length=5000)


class ReadyTextOut(Schema):
    id: int
    title: str
    folder: str
    body_fa: str
    body_en: str
    owner: int | None = Field(..., description="A member of staff; null: everybody uses it.")
    used: int = Field(..., description="How often it was sent.")
    version: int


class ReadyTextsOut(Schema):
    items: list[ReadyTextOut]
    next: str


@router.get("", response=ReadyTextsOut, summary="Ready texts", auth=VIEW)
def listing(
    request: HttpRequest, text: str = Query("", max_length=100, description="Words that must all occur.")
) -> dict[str, Any]:
    """Most used first, on one page: those that everybody uses, and with `personal.edit` those of single people."""
    return whole(queries.canned_replies(actor_of(request), text=text), shown)


@router.post("", response={201: ReadyTextOut}, summary="Keep a ready text", auth=EDIT)
def keep(request: HttpRequest, response: HttpResponse, payload: ReadyTextIn) -> Status[dict[str, Any]]:
    def act() -> dict[str, Any]:
        actor, given = actor_of(request), payload.model_dump(exclude={"staff"})
        owner = staff_in(actor, payload.staff)
        return shown(keep_canned_reply(actor, **given, personal=owner is not None, owner=owner, now=now()))

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=ReadyTextOut, summary="One ready text", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.canned_reply(actor_of(request), pk)
    tag(response, row)
    return shown(row)


@router.patch("/{pk}", response=ReadyTextOut, summary="Change a ready text", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: ReadyTextEdit) -> dict[str, Any]:
    """What was sent with it stays as it was sent."""
    actor = actor_of(request)
    row = queries.canned_reply(actor, pk)
    must_match(request, row)
    values = {name: getattr(row, name) for name in ReadyTextEdit.model_fields}
    values |= payload.model_dump(exclude_unset=True)
    row = keep_canned_reply(actor, kept=row, **values, personal=row.owner_id is not None, now=now())
    tag(response, row)
    return shown(row)


@router.delete("/{pk}", response={204: None}, summary="Take a ready text away", auth=EDIT)
def remove(request: HttpRequest, pk: Id) -> Status[None]:
    actor = actor_of(request)
    row = queries.canned_reply(actor, pk)
    must_match(request, row)
    remove_canned_reply(actor, kept=row, now=now())
    return Status(204, None)


def shown(row: CannedReply) -> dict[str, Any]:
    plain = [name for name in ReadyTextOut.model_fields if name not in {"id", "owner"}]
    return {"id": row.pk, "owner": row.owner_id} | {name: getattr(row, name) for name in plain}
