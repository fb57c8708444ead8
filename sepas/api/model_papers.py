"""`/models/{id}/manuals`, `/photo-hints`: what owners read, and which photos help."""

from typing import Annotated, Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from sepas.api.doors import Body, Id, Token, actor_of, idempotent, iso, must_match, organisation_id_of, tag
from sepas.api.paging import whole
from sepas.api.units import model_of
from sepas.assets import queries
from sepas.cases.attachments import Upload
from sepas.cases.lifecycle import Kind
from sepas.catalogue import queries as catalogue
from sepas.catalogue.actions.manuals import keep_manual, remove_manual
from sepas.catalogue.actions.photos import TEXTS, keep_photo_hint, remove_photo_hint
from sepas.catalogue.models import Manual, ManualLanguage, PhotoHint
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.parties import queries as parties

router = Router()
VIEW, EDIT = Token("units.view"), Token("guarantees.edit")


class ManualOut(Schema):
    language: ManualLanguage
    name: str
    size: int
    sha256: str
    url: str = Field(..., description="Where anybody can read it; a new file has a new address.")
    added_at: str


class ManualsOut(Schema):
    items: list[ManualOut]
    next: str


class PhotoHintEdit(Body):
    """Only the fields that are sent change."""

    model: str | None = Field(None, max_length=40, description="A model's code; or else `product_class`.")
    product_class: str = Field("", max_length=40)
    kind: Literal["", *Kind.values] = Field("", description="A kind of case; empty: for all.")  # type: ignore[valid-type]
    title_fa: str = Field("", max_length=120)
    title_en: str = Field("", max_length=120)
    hint_fa: str = Field("", max_length=240)
    hint_en: str = Field("", max_length=240)


class PhotoHintIn(PhotoHintEdit):
    """One thing worth a photo, of a model or of a kind of product."""

    title_fa: str = Field(..., min_length=1, max_length=120)


class PhotoHintOut(Schema):
    id: int
    model: str | None
    product_class: str
    kind: str
    title_fa: str
    title_en: str
    hint_fa: str
    hint_en: str
    version: int


class PhotoHintsOut(Schema):
    items: list[PhotoHintOut]
    next: str


@router.get("/models/{pk}/manuals", response=ManualsOut, summary="The manuals of a model", auth=VIEW)
def manuals(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """One for each language; an address elsewhere is the model's `manual_url`."""
    actor = actor_of(request)
    return whole(catalogue.manuals(actor, queries.model(actor, pk)), _manual)


@router.post("/models/{pk}/manuals", response={201: ManualOut}, summary="Keep a manual as a file", auth=EDIT)
def keep(
    request: HttpRequest,
    response: HttpResponse,
    pk: Id,
    file: Annotated[UploadedFile, File(description="A PDF, at most 10 MB.")],
    language: str = Form(..., max_length=2, description="fa or en"),
) -> Status[dict[str, Any]]:
    """As `multipart/form-data`. Takes the place of the manual in the same language."""
    actor = actor_of(request)
    content = file.read()
    file.seek(0)

    def act() -> dict[str, Any]:
        model = queries.model(actor, pk)
        return _manual(keep_manual(actor, model=model, language=language, file=cast(Upload, file), now=now()))

    asked = {"language": language, "name": file.name, "content": content.hex()}
    return Status(201, idempotent(request, response, asked, act))


@router.delete("/models/{pk}/manuals/{language}", response={204: None}, summary="Remove a manual", auth=EDIT)
def remove(request: HttpRequest, pk: Id, language: ManualLanguage) -> Status[None]:
    """Its address serves nothing any more."""
    actor = actor_of(request)
    remove_manual(actor, model=queries.model(actor, pk), language=language, now=now())
    return Status(204, None)


@router.get("/photo-hints", response=PhotoHintsOut, summary="Which photos help", auth=VIEW)
def hints(
    request: HttpRequest,
    model: str = Query("", max_length=40, description="A model's code: only what concerns things of it."),
) -> dict[str, Any]:
    """All of them on one page."""
    actor = actor_of(request)
    return whole(catalogue.photo_hints(actor, model=model_of(actor, model) if model else None), _hint)


@router.post("/photo-hints", response={201: PhotoHintOut}, summary="Say which photo helps", auth=EDIT)
def say(request: HttpRequest, response: HttpResponse, payload: PhotoHintIn) -> Status[dict[str, Any]]:
    """Customers read it where they add photos, in place of the general advice."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        organisation = parties.organisation(organisation_id_of(request))
        given = _given(actor, payload.model_dump())
        return _hint(keep_photo_hint(actor, organisation=organisation, now=now(), **given))

    return Status(201, idempotent(request, response, payload, act))


@router.patch("/photo-hints/{pk}", response=PhotoHintOut, summary="Change which photo helps", auth=EDIT)
def change(request: HttpRequest, response: HttpResponse, pk: Id, payload: PhotoHintEdit) -> dict[str, Any]:
    actor = actor_of(request)
    row = catalogue.photo_hint(actor, pk)
    must_match(request, row)
    present = {name: getattr(row, name) for name in (*TEXTS, "model", "product_class", "kind")}
    given = present | _given(actor, payload.model_dump(exclude_unset=True))
    row = keep_photo_hint(actor, organisation=row.organisation, hint=row, now=now(), **given)
    tag(response, row)
    return _hint(row)


@router.delete("/photo-hints/{pk}", response={204: None}, summary="Ask for this photo no more", auth=EDIT)
def forget(request: HttpRequest, pk: Id) -> Status[None]:
    actor = actor_of(request)
    row = catalogue.photo_hint(actor, pk)
    must_match(request, row)
    remove_photo_hint(actor, hint=row, now=now())
    return Status(204, None)


def _given(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    if "model" in sent:
        sent["model"] = model_of(actor, sent["model"]) if sent["model"] else None
    return sent


def _manual(row: Manual) -> dict[str, Any]:
    url = f"{settings.BASE_URL}/manuals/{row.key}/"
    values = {name: getattr(row, name) for name in ("language", "name", "size", "sha256")}
    return values | {"url": url, "added_at": iso(row.added_at)}


def _hint(row: PhotoHint) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in (*TEXTS, "product_class", "kind", "version")}
    return {"id": row.pk, **values, "model": row.model.code if row.model else None}
