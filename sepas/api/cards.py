"""`/cards`: codes of guarantee cards, for printers and shops."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from sepas.api.doors import Body, Id, Token, actor_of, idempotent, iso, organisation_id_of
from sepas.assets import queries as assets
from sepas.kernel.clock import now
from sepas.kernel.errors import NotFound
from sepas.parties import queries as parties
from sepas.warranty import owning
from sepas.warranty.actions.issue_cards import issue_cards
from sepas.warranty.models import GuaranteeCard

router = Router()


class CardsIn(Body):
    list: str = Field(
        ...,
        min_length=1,
        max_length=200_000,
        description="A serial number in each line, at most 1000; after a comma its code where the card is printed.",
    )


class CardOut(Schema):
    id: int
    unit: int
    serial: str
    code: str = Field(..., description="Sixteen digits; whoever has them registers by them.")
    issued_at: str


class WrongLine(Schema):
    line: int = Field(..., description="From 1.")
    text: str
    detail: str


class IssuedOut(Schema):
    items: list[CardOut]
    wrong: list[WrongLine] = Field(..., description="Lines that could not be used; the others are done.")


@router.post(
    "", response={201: IssuedOut}, summary="Make cards for a list of units", auth=Token("units.edit")
)
def issue(request: HttpRequest, response: HttpResponse, payload: CardsIn) -> Status[dict[str, Any]]:
    """The same list gives the same cards again."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        house = parties.organisation(organisation_id_of(request))
        done = issue_cards(actor, organisation=house, text=payload.list, now=now())
        return {
            "items": [shown(card) for card in done.cards],
            "wrong": [{"line": number, "text": text, "detail": str(why)} for number, text, why in done.wrong],
        }

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{unit}", response=CardOut, summary="The card of a unit", auth=Token("units.view"))
def one(request: HttpRequest, unit: Id) -> dict[str, Any]:
    """The one that serves; 404 while the unit has none."""
    actor = actor_of(request)
    card = owning.card_of(actor, assets.unit(actor, unit))
    if card is None:
        raise NotFound
    return shown(card)


def shown(card: GuaranteeCard) -> dict[str, Any]:
    """A card as the API gives it; read `unit` with it."""
    return {
        "id": card.pk,
        "unit": card.unit_id,
        "serial": card.unit.serial,
        "code": card.code,
        "issued_at": iso(card.issued_at),
    }
