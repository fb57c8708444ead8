"""`/macros`: several verbs for one case in one go, with their steps in order; running one belongs to a person."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sepas.api.doors import LARGEST_ID, Body, Id, Token, actor_of, idempotent, must_match, tag
from sepas.api.owners import Owner, staff_in
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.teamwork import queries
from sepas.teamwork.actions.macros import keep_macro, remove_macro
from sepas.teamwork.macro import Macro, Part, Then

router = Router()
VIEW = Token("cases.reply", "replies.edit", "personal.edit")
EDIT = Token("replies.edit", "personal.edit")

Do = Literal["take", "answer", "note", "triage", "hold", "resume", "close", "aside"]
Until = Literal["", "3h", "tomorrow", "3d", "week", "customer"]
Reason = Literal[
    "",
    "waiting_for_customer",
    "waiting_for_device",
    "waiting_for_part",
    "waiting_for_assessor",
    "force_majeure",
]
THEN = tuple(value for value in Then.values if value)


class MacroStep(Body):
    """One verb: `answer` takes `fa`, `en` or both, `note` takes `text`, `hold` `reason`, `aside` `until`."""

    do: Do
    fa: str = Field("", max_length=5000)
    en: str = Field("", max_length=5000)
    text: str = Field("", max_length=5000)
    reason: Reason = ""
    until: Until = ""


class MacroEdit(Body):
    """Only the fields that are sent change; `steps` take the place of all that were there."""

    title: str = Field("", max_length=60)
    steps: list[MacroStep] = Field(default_factory=list, max_length=5)


class MacroIn(Body):
    """Steps are done in their order, each kind once; of triage, hold, resume and close one."""

    title: str = Field(..., min_length=1, max_length=60)
    steps: list[MacroStep] = Field(..., min_length=1, max_length=5)
    staff: Owner = None


class MacroStepOut(Schema):
    do: Do
    fa: str = ""
    en: str = ""
    text: str = ""
    reason: str = ""
    until: str = ""


class MacroOut(Schema):
    id: int
    title: str
    steps: list[MacroStepOut]
    owner: int | None = Field(..., description="A member of staff; null: everybody uses it.")
    used: int = Field(..., description="How often it was run.")
    version: int


class MacrosOut(Schema):
    items: list[MacroOut]
    next: str


@router.get("", response=MacrosOut, summary="Macros", auth=VIEW)
def listing(
    request: HttpRequest,
    staff: int | None = Query(None, ge=1, le=LARGEST_ID, description="Only those of one person."),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first: those that everybody uses, and with `personal.edit` those of single people."""
    rows = queries.all_macros(actor_of(request))
    return paged(rows.filter(owner=staff) if staff else rows, cursor=cursor, limit=limit, shown=shown)


@router.post("", response={201: MacroOut}, summary="Keep a macro", auth=EDIT)
def keep(request: HttpRequest, response: HttpResponse, payload: MacroIn) -> Status[dict[str, Any]]:
    """For everybody, or for one person with `personal.edit`."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        owner = staff_in(actor, payload.staff)
        given = given_in(payload.steps)
        return shown(
            keep_macro(
                actor, title=payload.title, personal=owner is not None, owner=owner, now=now(), **given
            )
        )

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=MacroOut, summary="One macro", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.macro(actor_of(request), pk)
    tag(response, row)
    return shown(row)


@router.patch("/{pk}", response=MacroOut, summary="Change a macro", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: MacroEdit) -> dict[str, Any]:
    """What was done with it stays done."""
    actor = actor_of(request)
    row = queries.macro(actor, pk)
    must_match(request, row)
    sent = payload.model_fields_set
    title = payload.title if "title" in sent else row.title
    steps = payload.steps if "steps" in sent else [MacroStep.model_validate(step) for step in steps_of(row)]
    personal = row.owner_id is not None
    row = keep_macro(actor, kept=row, title=title, personal=personal, now=now(), **given_in(steps))
    tag(response, row)
    return shown(row)


@router.delete("/{pk}", response={204: None}, summary="Take a macro away", auth=EDIT)
def remove(request: HttpRequest, pk: Id) -> Status[None]:
    actor = actor_of(request)
    row = queries.macro(actor, pk)
    must_match(request, row)
    remove_macro(actor, kept=row, now=now())
    return Status(204, None)


def given_in(steps: list[MacroStep]) -> dict[str, Any]:
    """Steps as the action takes them. Raises `Invalid` for one that is there twice or says nothing."""
    given: dict[str, Any] = {}
    order = []
    for number, step in enumerate(steps):
        part = str(Part.THEN) if step.do in THEN else step.do
        if part in order:
            raise Invalid({f"steps.{number}.do": _("Name each step once.")})
        order.append(part)
        says: dict[str, dict[str, Any]] = {
            Part.TAKE: {"take": True},
            Part.ANSWER: {"body_fa": step.fa, "body_en": step.en},
            Part.NOTE: {"note": step.text},
            Part.THEN: {"then": step.do, "reason": step.reason},
            Part.ASIDE: {"aside": step.until},
        }
        given |= says[part]
        said: dict[str, str] = {
            Part.ANSWER: step.fa.strip() or step.en.strip(),
            Part.NOTE: step.text.strip(),
            Part.ASIDE: step.until,
        }
        if not said.get(part, "yes"):
            raise Invalid({f"steps.{number}.do": _("This step says nothing yet.")})
    return given | {"order": order}


def steps_of(row: Macro) -> list[dict[str, str]]:
    """What the macro does, in its order."""
    found: dict[str, dict[str, str]] = {}
    if row.take:
        found[Part.TAKE] = {"do": "take"}
    if row.body_fa or row.body_en:
        found[Part.ANSWER] = {"do": "answer", "fa": row.body_fa, "en": row.body_en}
    if row.note:
        found[Part.NOTE] = {"do": "note", "text": row.note}
    if row.then:
        found[Part.THEN] = {"do": row.then, "reason": row.reason}
    if row.aside:
        found[Part.ASIDE] = {"do": "aside", "until": row.aside}
    return [found[name] for name in row.parts if name in found]


def shown(row: Macro) -> dict[str, Any]:
    return {
        "id": row.pk, "title": row.title, "steps": steps_of(row), "owner": row.owner_id, "used": row.used,
        "version": row.version,
    }  # fmt: skip
