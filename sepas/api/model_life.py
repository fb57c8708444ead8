"""`/models/{id}/…`: the life of a model, what it still needs before it is sold, and its parts."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictInt

from sepas.api.doors import Body, Day, Id, Token, actor_of, both, idempotent, must_match
from sepas.api.product_models import ModelOut, shown
from sepas.assets import queries
from sepas.assets.actions.life import discontinue_model, end_service
from sepas.assets.models import ProductModel
from sepas.catalogue import queries as catalogue
from sepas.catalogue.actions.launch import launch_model
from sepas.catalogue.actions.parts import MOST, keep_part_rows
from sepas.catalogue.models import Part
from sepas.catalogue.readiness import needs
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.parties import masks
from sepas.parties import queries as parties
from sepas.warranty.days import local_day

router = Router()
VIEW, EDIT = Token("units.view"), Token("guarantees.edit")


class LaunchIn(Body):
    """The first day on which it can be bought; today if none is given."""

    day: Day = None


class DiscontinuationIn(Body):
    """The last day of sale (today if none is given), and until when parts and service are owed, if that is known."""

    day: Day = None
    service_until: Day = None


class NeedOut(Schema):
    name: str = Field(..., examples=["guarantee"])
    title: dict[str, str]
    met: bool
    required: bool = Field(..., description="False for what is only advised.")
    reason: dict[str, str] | None


class ReadinessOut(Schema):
    """What a model needs before it is sold, and why something is still missing."""

    ready: bool
    needs: list[NeedOut]


class PartShape(Schema):
    code: str
    name_fa: str
    name_en: str
    orderable: bool
    price: int | None
    lead_days: int | None


class PartIn(Body):
    code: str = Field(..., min_length=1, max_length=40)
    name_fa: str = Field(..., min_length=1, max_length=120)
    name_en: str = Field("", max_length=120)
    orderable: StrictBool = True
    price: StrictInt | None = Field(None, ge=0, lt=10**15, description="In rial.")
    lead_days: StrictInt | None = Field(None, ge=0, le=32000)


class PartsIn(Body):
    """A code that is there already changes that part; everything or nothing."""

    parts: list[PartIn] = Field(..., min_length=1, max_length=MOST)


class PartsOut(Schema):
    items: list[PartShape]
    next: str


@router.get("/{pk}/readiness", response=ReadinessOut, summary="What a model still needs", auth=VIEW)
def readiness(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """The check-list of the office: guarantee, parts, manual, training, services, photos."""
    actor = actor_of(request)
    model = _model(actor, pk)
    found = needs(catalogue.known_of(actor, model, _today(model)))
    return {
        "ready": not any(need.required and not need.met for need in found),
        "needs": [
            {"name": need.name, "title": both(need.title), "met": need.met, "required": need.required,
             "reason": None if need.met else both(need.reason)}
            for need in found
        ],
    }  # fmt: skip


@router.post("/{pk}/launch", response=ModelOut, summary="Put a planned model on sale", auth=EDIT)
def launch(request: HttpRequest, response: HttpResponse, pk: Id, payload: LaunchIn) -> dict[str, Any]:
    """`409 not_ready` tells in `data.missing` what its owners would lack."""
    actor, model = _begin(request, pk)

    def act() -> dict[str, Any]:
        day = payload.day or _today(model)
        return shown(launch_model(actor, model=model, day=day, now=now()))

    return _answer(request, response, payload, act)


@router.post("/{pk}/discontinuation", response=ModelOut, summary="Sell a model no more", auth=EDIT)
def discontinuation(
    request: HttpRequest, response: HttpResponse, pk: Id, payload: DiscontinuationIn
) -> dict[str, Any]:
    """Its owners keep what they have; parts and service stay owed."""
    actor, model = _begin(request, pk)

    def act() -> dict[str, Any]:
        day = payload.day or _today(model)
        return shown(
            discontinue_model(actor, model=model, day=day, service_until=payload.service_until, now=now())
        )

    return _answer(request, response, payload, act)


@router.post("/{pk}/service-ending", response=ModelOut, summary="End the service of a model", auth=EDIT)
def service_ending(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    """`409 still_owed` before the day until which parts and service are owed."""
    actor, model = _begin(request, pk)
    return _answer(
        request, response, {}, lambda: shown(end_service(actor, model=model, day=_today(model), now=now()))
    )


@router.get("/{pk}/parts", response=PartsOut, summary="The parts list of a model", auth=VIEW)
def parts(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """All of it on one page, by code."""
    actor = actor_of(request)
    return _parts(actor, queries.model(actor, pk))


@router.post("/{pk}/parts", response=PartsOut, summary="Add and change parts of a model", auth=EDIT)
def keep(request: HttpRequest, response: HttpResponse, pk: Id, payload: PartsIn) -> dict[str, Any]:
    """Parts that are not named stay as they are."""
    actor, model = _begin(request, pk)

    def act() -> dict[str, Any]:
        keep_part_rows(actor, model=model, parts=[part.model_dump() for part in payload.parts], now=now())
        return _parts(actor, model)

    return idempotent(request, response, payload, act)


def _begin(request: HttpRequest, pk: int) -> tuple[Actor, ProductModel]:
    actor = actor_of(request)
    model = _model(actor, pk)
    must_match(request, model)
    return actor, model


def _answer(request: HttpRequest, response: HttpResponse, payload: Any, act: Any) -> dict[str, Any]:
    found = idempotent(request, response, payload, act)
    response["ETag"] = f'"{found["version"]}"'
    return found


def _model(actor: Actor, pk: int) -> ProductModel:
    model = queries.model(actor, pk)
    model.organisation = parties.organisation(model.organisation_id)
    return model


def _today(model: ProductModel) -> date:
    return local_day(now(), model.organisation)


def _parts(actor: Actor, model: ProductModel) -> dict[str, Any]:
    return {"items": [_part(row) for row in catalogue.parts(actor, model)], "next": ""}


def _part(row: Part) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("code", "name_fa", "name_en", "orderable", "lead_days")}
    return values | {"price": masks.amount(row.price)}
