"""`/imports` and `/exports`: data in and out, by the same actions as the office's pages."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field, StrictBool

from sepas.api.doors import Body, Id, Token, actor_of, idempotent, iso
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.exchange import policies, queries
from sepas.exchange.actions.steer import cancel_import, pause_import, resume_import, start_import
from sepas.exchange.actions.take_out import FORMS, ask_export, note_download
from sepas.exchange.actions.upload import needs, settle_import, upload_import
from sepas.exchange.lifecycle import State
from sepas.exchange.models import Export, Import, Kinds
from sepas.exchange.tables import TABLES
from sepas.exchange.tables.table import Look
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.policy import require
from sepas.parties import queries as parties
from sepas.parties.models import Organisation

FILE = File(...)
KIND = Form("", description=", ".join(Kinds.values))
imports = Router(auth=Token("data.import"))
exports = Router(auth=Token("data.export"))


class StartIn(Body):
    """How the rows are taken; what is left out stays as it was guessed."""

    dry: StrictBool = Field(True, description="Try every row and keep nothing.")
    mapping: dict[str, int] | None = Field(None, description="Field to the number of its column, from 0.")
    money: str = Field("", pattern="^(|toman|rial)$")
    update: StrictBool = Field(False, description="Correct what is known otherwise.")


class ExportIn(Body):
    """What to take out."""

    what: str = Field(..., description=f"One of: {', '.join(TABLES)}")
    form: str = Field("csv", description=f"One of: {', '.join(FORMS)}")
    columns: list[str] = Field(default_factory=list, max_length=100)
    filters: dict[str, str] = Field(default_factory=dict, description="As in the address of the list.")
    calendar: str = Field("gregorian", pattern="^(jalali|gregorian)$")
    language: str = Field("en", pattern="^(fa|en)$")


class ImportOut(Schema):
    id: int
    state: str = Field(..., description=f"One of: {', '.join(State.values)}")
    kind: str
    shape: str = Field(..., description="The program that the file came from; empty when it is nobody's.")
    file: str
    dry: bool
    mapping: dict[str, int]
    rows: int = Field(..., description="Rows that were worked on.")
    added: int
    changed: int
    already_there: int
    not_taken: int
    error: str
    ended_at: str | None
    needs: list[str] = Field(..., description="What has to be said before it can start.")


class ImportsOut(Schema):
    items: list[ImportOut]
    next: str


class UploadedOut(ImportOut):
    columns: list[str]


class ExportOut(Schema):
    id: int
    state: str = Field(..., description=f"One of: {', '.join(State.values)}")
    what: str
    form: str
    rows: int
    size: int
    error: str
    keep_until: str | None


class ExportsOut(Schema):
    items: list[ExportOut]
    next: str


def _organisation(actor: Actor) -> Organisation:
    assert actor.organisation_id is not None
    return parties.organisation(actor.organisation_id)


def _import(row: Import) -> dict[str, Any]:
    return {
        "id": row.pk, "state": row.state, "kind": row.kind, "shape": row.shape, "file": row.name, "dry": row.dry,
        "mapping": row.mapping, "rows": row.position, "added": row.added, "changed": row.changed,
        "already_there": row.there, "not_taken": row.wrong, "error": row.error, "ended_at": iso(row.ended_at),
        "needs": sorted(needs(row, row.organisation)),
    }  # fmt: skip


def _export(row: Export) -> dict[str, Any]:
    return {
        "id": row.pk, "state": row.state, "what": row.what, "form": row.form, "rows": row.rows, "size": row.size,
        "error": row.error, "keep_until": iso(row.keep_until),
    }  # fmt: skip


def _row(request: HttpRequest, pk: int) -> tuple[Actor, Import]:
    actor = actor_of(request)
    require(policies.may_import(actor, actor.organisation_id or 0))
    return actor, queries.one_import(actor, pk)


@imports.post("", response={201: UploadedOut}, summary="Upload a CSV or XLSX file")
def upload(
    request: HttpRequest, response: HttpResponse, file: UploadedFile = FILE, kind: str = KIND
) -> Status[dict[str, Any]]:
    """As `multipart/form-data`. Nothing is brought in before `start`."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        row = upload_import(
            actor,
            organisation=_organisation(actor),
            file=file,
            name=file.name or "",
            size=file.size or 0,
            kind=kind,
            now=now(),
        )
        return _import(row) | {"columns": queries.preview(row).header}

    asked = {"name": file.name, "kind": kind, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    file.seek(0)
    return Status(201, idempotent(request, response, asked, act))


@imports.get("", response=ImportsOut, summary="Imports")
def imported(request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE) -> dict[str, Any]:
    """Newest first."""
    actor = actor_of(request)
    require(policies.may_import(actor, actor.organisation_id or 0))
    rows = queries.imports(actor).select_related("organisation")
    return paged(rows, cursor=cursor, limit=limit, shown=_import)


@imports.get("/{int:pk}", response=ImportOut, summary="How far an import is")
def show(request: HttpRequest, pk: Id) -> dict[str, Any]:
    return _import(_row(request, pk)[1])


@imports.post("/{int:pk}/start", response=ImportOut, summary="Try every row, or bring them in")
def start(request: HttpRequest, response: HttpResponse, pk: Id, payload: StartIn) -> dict[str, Any]:
    actor, row = _row(request, pk)

    def act() -> dict[str, Any]:
        options = {"money": payload.money, "update": payload.update}
        settle_import(actor, row=row, mapping=payload.mapping, options=options)
        return _import(start_import(actor, row=row, dry=payload.dry, now=now()))

    return idempotent(request, response, payload, act)


def _steered(
    request: HttpRequest, response: HttpResponse, pk: int, verb: Callable[..., Import]
) -> dict[str, Any]:
    actor, row = _row(request, pk)
    return idempotent(request, response, {}, lambda: _import(verb(actor, row=row, now=now())))


@imports.post("/{int:pk}/pause", response=ImportOut, summary="Stop for now")
def pause(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    return _steered(request, response, pk, pause_import)


@imports.post("/{int:pk}/resumption", response=ImportOut, summary="Go on")
def resume(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    return _steered(request, response, pk, resume_import)


@imports.post("/{int:pk}/cancellation", response=ImportOut, summary="Give up")
def cancel(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    return _steered(request, response, pk, cancel_import)


@imports.get("/{int:pk}/errors", summary="The rows that were not taken, as CSV")
def errors(request: HttpRequest, pk: Id) -> StreamingHttpResponse:
    actor, row = _row(request, pk)
    return StreamingHttpResponse(queries.fault_lines(actor, row), content_type="text/csv; charset=utf-8")


@exports.post("", response={202: ExportOut}, summary="Ask for a file")
def ask(request: HttpRequest, response: HttpResponse, payload: ExportIn) -> Status[dict[str, Any]]:
    """It is written in the background."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        look = Look(payload.calendar, payload.language)  # type: ignore[arg-type]
        asked = payload.model_dump(include={"what", "form", "columns", "filters"})
        return _export(ask_export(actor, organisation=_organisation(actor), look=look, now=now(), **asked))

    return Status(202, idempotent(request, response, payload, act))


@exports.get("", response=ExportsOut, summary="Exports")
def exported(request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE) -> dict[str, Any]:
    """Newest first; a file is kept until `keep_until`."""
    actor = actor_of(request)
    require(policies.may_export(actor, actor.organisation_id or 0))
    return paged(queries.exports(actor), cursor=cursor, limit=limit, shown=_export)


@exports.get("/{int:pk}", response=ExportOut, summary="How far an export is")
def export(request: HttpRequest, pk: Id) -> dict[str, Any]:
    actor = actor_of(request)
    require(policies.may_export(actor, actor.organisation_id or 0))
    return _export(queries.one_export(actor, pk))


@exports.get("/{int:pk}/file", summary="The file")
def file(request: HttpRequest, pk: Id) -> FileResponse:
    actor = actor_of(request)
    require(policies.may_export(actor, actor.organisation_id or 0))
    row = note_download(actor, row=queries.one_export(actor, pk), now=now())
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=f"{row.what}-{row.pk}.{row.form}")
