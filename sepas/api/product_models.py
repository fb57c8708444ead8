"""`/models`: what is sold."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sepas.api.doors import (
    Body,
    Day,
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
from sepas.assets import queries
from sepas.assets.actions.models import EDITABLE, add_model, edit_model
from sepas.assets.models import ProductModel
from sepas.kernel.clock import now
from sepas.parties import queries as parties

router = Router()
VIEW, EDIT = Token("units.view"), Token("guarantees.edit")


class ModelEdit(Body):
    """Only the fields that are sent change."""

    code: str = Field("", max_length=40)
    name_fa: str = Field("", max_length=120)
    name_en: str = Field("", max_length=120)
    brand: str = Field("", max_length=60)
    product_class: str = Field("", max_length=40, description="By the vocabulary: refrigerator, phone, …")
    vehicle_class: str = Field("", max_length=40)
    gtin: str = Field("", max_length=20)
    facts: dict[str, Any] = Field(default_factory=dict)
    launched_on: Day = None
    last_sold_on: Day = None


class ModelIn(ModelEdit):
    """A model that is sold under one code. Its class decides which law holds."""

    code: str = Field(..., min_length=1, max_length=40)
    name_fa: str = Field(..., min_length=1, max_length=120)
    product_class: str = Field(..., min_length=1, max_length=40)


class ModelOut(Schema):
    id: int
    code: str
    name_fa: str
    name_en: str
    brand: str
    product_class: str
    vehicle_class: str
    gtin: str
    facts: dict[str, Any]
    launched_on: str | None
    last_sold_on: str | None
    version: int


class ModelsOut(Schema):
    items: list[ModelOut]
    next: str


@router.get("", response=ModelsOut, summary="List and search product models", auth=VIEW)
def listing(
    request: HttpRequest,
    text: str = Query("", max_length=100, description="Words of code, names or brand."),
    product_class: str = Query("", max_length=40),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    rows = queries.models(actor_of(request), text=text, product_class=product_class)
    return paged(rows, cursor=cursor, limit=limit, shown=shown)


@router.post("", response={201: ModelOut}, summary="Add a product model", auth=EDIT)
def add(request: HttpRequest, response: HttpResponse, payload: ModelIn) -> Status[dict[str, Any]]:
    def act() -> dict[str, Any]:
        organisation = parties.organisation(organisation_id_of(request))
        return shown(
            add_model(actor_of(request), organisation=organisation, now=now(), **payload.model_dump())
        )

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=ModelOut, summary="One product model", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.model(actor_of(request), pk)
    tag(response, row)
    return shown(row)


@router.patch("/{pk}", response=ModelOut, summary="Edit a product model", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: ModelEdit) -> dict[str, Any]:
    actor = actor_of(request)
    row = queries.model(actor, pk)
    must_match(request, row)
    row = edit_model(actor, model=row, now=now(), **payload.model_dump(exclude_unset=True))
    tag(response, row)
    return shown(row)


def shown(row: ProductModel) -> dict[str, Any]:
    """A model as the API gives it."""
    values = {name: getattr(row, name) for name in EDITABLE}
    days = {name: iso(values[name]) for name in ("launched_on", "last_sold_on")}
    return {"id": row.pk, **values, **days, "version": row.version}
