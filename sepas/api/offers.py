"""`/offers`: the services that the organisation offers, with their prices."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictInt

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
from sepas.api.units import model_of
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.offers import queries
from sepas.offers.actions.keep import add_offer, edit_offer
from sepas.offers.actions.life import make_offer, withdraw_offer
from sepas.offers.lifecycle import DurationUnit, OfferState, Pricing, ServiceKind, Way
from sepas.offers.models import ServiceOffer
from sepas.parties import masks
from sepas.parties import queries as parties
from sepas.warranty.days import local_day

router = Router()
VIEW = Token("cases.view", "cases.open", "units.view", "guarantees.edit")
EDIT = Token("guarantees.edit")
TEXTS = ("name_fa", "name_en", "text_fa", "text_en", "prepare_fa", "prepare_en")


class OfferEdit(Body):
    """Only the fields that are sent change."""

    kind: ServiceKind = Field(ServiceKind.INSTALLATION)
    model: str | None = Field(
        None, max_length=40, description="A model's code; none: for a kind of product, or all."
    )
    product_class: str = Field(
        "", max_length=40, description="By the vocabulary; empty: for all that is sold."
    )
    name_fa: str = Field("", max_length=120)
    name_en: str = Field("", max_length=120)
    text_fa: str = Field("", max_length=2000)
    text_en: str = Field("", max_length=2000)
    way: Way = Field(Way.AT_HOME)
    duration: StrictInt | None = Field(None, ge=1, le=999)
    duration_unit: Literal["", "minute", "hour", "day"] = ""
    pricing: Pricing = Field(Pricing.ESTIMATE)
    price: StrictInt | None = Field(
        None, ge=1, le=10**15, description="In rial; only with the pricing `fixed`."
    )
    prepare_fa: str = Field("", max_length=1000)
    prepare_en: str = Field("", max_length=1000)
    valid_from: Day = None
    valid_to: Day = None


class OfferIn(OfferEdit):
    """A service with its price; it begins as a draft that no customer sees."""

    kind: ServiceKind
    name_fa: str = Field(..., min_length=1, max_length=120)
    way: Way
    pricing: Pricing


class WithdrawalIn(Body):
    why: str = Field("", max_length=200)


class Price(Schema):
    kind: Pricing
    amount: int | None = Field(
        ..., description="In the currency's smallest unit; null unless the price is fixed."
    )
    currency: str


class Duration(Schema):
    amount: int
    unit: DurationUnit


class TermsOut(Schema):
    """What was promised with a service when a case was opened. It stays, whatever becomes of the offer."""

    id: int
    version: int
    kind: ServiceKind
    name: dict[str, str]
    way: Way
    price: Price
    duration: Duration | None
    prepare: dict[str, str]
    promised_on: str | None


class OfferOut(Schema):
    id: int
    state: OfferState
    kind: ServiceKind
    model: str | None
    product_class: str
    name_fa: str
    name_en: str
    text_fa: str
    text_en: str
    way: Way
    duration: Duration | None
    price: Price
    prepare_fa: str
    prepare_en: str
    valid_from: str | None
    valid_to: str | None
    version: int


class OffersOut(Schema):
    items: list[OfferOut]
    next: str


@router.get("", response=OffersOut, summary="Services that are offered", auth=VIEW)
def listing(
    request: HttpRequest,
    state: Literal["", "draft", "offered", "withdrawn"] = Query("", description="Empty: in any state."),
    kind: str = Query("", max_length=20, description="A kind of service."),
    model: str = Query("", max_length=40, description="A model's code: only what fits things of it."),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first."""
    actor = actor_of(request)
    rows = queries.offers(actor, state=state, kind=kind, model=model_of(actor, model) if model else None)
    return paged(rows, cursor=cursor, limit=limit, shown=shown)


@router.post("", response={201: OfferOut}, summary="Write down a service, as a draft", auth=EDIT)
def add(request: HttpRequest, response: HttpResponse, payload: OfferIn) -> Status[dict[str, Any]]:
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        organisation = parties.organisation(organisation_id_of(request))
        offer = add_offer(actor, organisation=organisation, now=now(), **_given(actor, payload.model_dump()))
        return shown(offer)

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=OfferOut, summary="One service", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    offer = queries.offer(actor_of(request), pk)
    tag(response, offer)
    return shown(offer)


@router.patch("/{pk}", response=OfferOut, summary="Change a service", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: OfferEdit) -> dict[str, Any]:
    """Holds for new cases; open ones keep the terms that they were opened on."""
    actor = actor_of(request)
    offer = queries.offer(actor, pk)
    must_match(request, offer)
    offer = edit_offer(actor, offer=offer, now=now(), **_given(actor, payload.model_dump(exclude_unset=True)))
    tag(response, offer)
    return shown(offer)


@router.post("/{pk}/offering", response=OfferOut, summary="Offer a service to customers", auth=EDIT)
def offering(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    """From a draft, or again after it was withdrawn."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        offer, moment = queries.offer(actor, pk), now()
        return shown(make_offer(actor, offer=offer, day=local_day(moment, offer.organisation), now=moment))

    return idempotent(request, response, {}, act)


@router.post("/{pk}/withdrawal", response=OfferOut, summary="Withdraw a service", auth=EDIT)
def withdrawal(request: HttpRequest, response: HttpResponse, pk: Id, payload: WithdrawalIn) -> dict[str, Any]:
    """Nobody can ask for it any more; open cases keep it with its price."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        return shown(withdraw_offer(actor, offer=queries.offer(actor, pk), why=payload.why, now=now()))

    return idempotent(request, response, payload, act)


def offer_of(actor: Actor, pk: int, version: int | None) -> ServiceOffer:
    """The offered service with this id in the actor's organisation; `Invalid` when there is none, or it changed."""
    found = queries.named(pk, organisation_id=actor.organisation_id)
    if found is None:
        raise Invalid({"offer": _("No service with this id is offered.")}, code="unknown_offer")
    if version is not None and version != found.version:
        raise Invalid(
            {"offer_version": _("This service has just changed. Look at it again and choose once more.")},
            code="offer_changed",
            data={"version": found.version},
        )
    return found


def shown(offer: ServiceOffer) -> dict[str, Any]:
    """A service as the API gives it; read `model` and `organisation` with it."""
    return {
        "id": offer.pk,
        **{
            name: getattr(offer, name)
            for name in (*TEXTS, "state", "kind", "way", "product_class", "version")
        },
        "model": offer.model.code if offer.model else None,
        "duration": {"amount": offer.duration, "unit": offer.duration_unit} if offer.duration else None,
        "price": {
            "kind": offer.pricing,
            "amount": masks.amount(offer.price),
            "currency": offer.organisation.currency,
        },
        "valid_from": iso(offer.valid_from),
        "valid_to": iso(offer.valid_to),
    }


def terms_shown(terms: dict[str, Any]) -> dict[str, Any]:
    """The shape of `TermsOut`, of the terms that a case keeps."""
    return terms | {"price": terms["price"] | {"amount": masks.amount(terms["price"]["amount"])}}


def _given(actor: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    if "model" in sent:
        sent["model"] = model_of(actor, sent["model"]) if sent["model"] else None
    return sent
