"""`/models`: what is sold."""

from typing import Any, Literal

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
from sepas.assets.lifecycle import ModelState
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
    service_interval_months: int | None = Field(None, ge=1, le=120)
    manual_url: str = Field("", max_length=300)


class ModelIn(ModelEdit):
    """A model that is sold under one code. Its class decides which law holds."""

    code: str = Field(..., min_length=1, max_length=40)
    name_fa: str = Field(..., min_length=1, max_length=120)
    product_class: str = Field(..., min_length=1, max_length=40)
    state: Literal["planned", "on_sale"] | None = Field(
        None,
        description="`planned`: it goes on sale by `launch`, when nothing is missing; `on_sale`: it is sold already. "
        "Say it; without it a model counts as on sale, as for programs written before models had a life.",
    )


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
    service_interval_months: int | None
    manual_url: str
    state: ModelState
    service_until: str | None
    sold_outside: int = Field(..., description="Units sold or registered while it was not on sale.")
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
        organisation, given = parties.organisation(organisation_id_of(request)), payload.model_dump()
        planned = given.pop("state") == ModelState.PLANNED
        return shown(
            add_model(actor_of(request), organisation=organisation, planned=planned, now=now(), **given)
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
    days = {name: iso(getattr(row, name)) for name in ("launched_on", "last_sold_on", "service_until")}
    return {
        "id": row.pk,
        **values,
        **days,
        "state": row.state,
        "sold_outside": row.sold_outside,
        "version": row.version,
    }
