"""`/units`: the organisation's units in the field."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from sepas.api.doors import LARGEST_ID, Body, Day, Id, Token, actor_of, idempotent, iso, must_match, tag
from sepas.api.paging import SIZE, Cursor, Limit, paged, whole
from sepas.assets import queries
from sepas.assets.actions.units import DATES, EXTENDED, add_unit, edit_unit
from sepas.assets.models import ProductModel, Unit
from sepas.assets.outside_sale import outside_sale
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid

router = Router()
VIEW, EDIT = Token("units.view"), Token("units.edit")


class Dates(Body):
    """Days that are known; each is a fact for the rules."""

    manufactured_on: Day = None
    import_declared_on: Day = None
    sold_on: Day = None
    delivered_on: Day = None
    installed_on: Day = None
    activated_on: Day = None


class UnitIn(Dates):
    model: str = Field(..., min_length=1, max_length=40, description="A model's code.")
    serial: str = Field(..., min_length=1, max_length=300)
    sales_channel: str = Field("", max_length=20)


class UnitEdit(Dates):
    """Only the fields that are sent change; the record keeps what stood before, and why."""

    serial: str = Field("", max_length=300)
    sales_channel: str = Field("", max_length=20)
    why: str = Field("", max_length=500)


class UnitModel(Schema):
    code: str
    name: dict[str, str]


class UnitOut(Schema):
    """A unit in the field; dates are Gregorian ISO dates."""

    id: int
    serial: str
    state: str
    model: UnitModel
    product_class: str
    sales_channel: str
    manufactured_on: str | None
    import_declared_on: str | None
    sold_on: str | None
    delivered_on: str | None
    installed_on: str | None
    activated_on: str | None
    outside_sale: bool = Field(..., description="Whether it was sold while its model was not on sale.")
    owner: int | None = Field(..., description="A customer's id.")
    lost_on: str | None = Field(..., description="Reported lost or stolen since this day.")
    extended_until: str | None = Field(..., description="Until when the company extended its guarantee.")
    version: int


class UnitsOut(Schema):
    items: list[UnitOut]
    next: str


@router.get("", response=UnitsOut, summary="List units, or find them by serial number", auth=VIEW)
def listing(
    request: HttpRequest,
    serial: str = Query("", max_length=200, description="The whole serial, or a scanned product code."),
    text: str = Query("", max_length=60, description="How the serial begins."),
    model: int | None = Query(None, ge=1, le=LARGEST_ID, description="A model's id."),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first. Letters, digits and separators of any script are the same."""
    actor = actor_of(request)
    if serial:
        return whole(queries.find_units(serial, organisation_id=actor.organisation_id), shown)
    return paged(queries.units(actor, text=text, model_id=model), cursor=cursor, limit=limit, shown=shown)


@router.post("", response={201: UnitOut}, summary="Add a unit", auth=EDIT)
def add(request: HttpRequest, response: HttpResponse, payload: UnitIn) -> Status[dict[str, Any]]:
    """One at a time; a serial that the model has already is refused with `serial_taken`."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        unit = add_unit(
            actor,
            model=model_of(actor, payload.model),
            serial=payload.serial,
            sales_channel=payload.sales_channel,
            now=now(),
            **{name: getattr(payload, name) for name in DATES},
        )
        return shown(unit)

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=UnitOut, summary="One unit", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    unit = queries.unit(actor_of(request), pk)
    tag(response, unit)
    return shown(unit)


@router.patch("/{pk}", response=UnitOut, summary="Correct what is known of a unit", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: UnitEdit) -> dict[str, Any]:
    """The guarantee depends on these days, so say where the new ones come from."""
    actor = actor_of(request)
    unit = queries.unit(actor, pk)
    must_match(request, unit)
    unit = edit_unit(actor, unit=unit, now=now(), **payload.model_dump(exclude_unset=True))
    tag(response, unit)
    return shown(unit)


def shown(unit: Unit) -> dict[str, Any]:
    """A unit as the API gives it; read `model` with it."""
    return {
        "id": unit.pk,
        "serial": unit.serial,
        "state": unit.state,
        "model": {"code": unit.model.code, "name": {"fa": unit.model.name_fa, "en": unit.model.name_en}},
        "product_class": unit.model.product_class,
        "sales_channel": unit.sales_channel,
        **{name: iso(getattr(unit, name)) for name in DATES},
        "outside_sale": outside_sale(unit.model, unit.sold_on),
        "owner": unit.owner_id,
        "lost_on": iso(unit.lost_on),
        "extended_until": unit.facts.get(EXTENDED),
        "version": unit.version,
    }


def model_of(actor: Actor, code: str) -> ProductModel:
    """The model with this code in the actor's organisation; `Invalid` when there is none."""
    found = queries.models(actor).filter(code=code).first()
    if found is None:
        raise Invalid({"model": _("There is no model with this code.")}, code="unknown_model")
    return found
