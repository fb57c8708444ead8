"""What somebody asks for when they register a unit: which unit it is, and whether what they say can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from sepas.assets import queries as assets
from sepas.assets.identifiers import Identifier
from sepas.assets.lifecycle import UnitState
from sepas.assets.models import Unit
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, Refused
from sepas.parties.models import Organisation
from sepas.warranty.codes import card_digits, read_card_code
from sepas.warranty.days import local_day
from sepas.warranty.lifecycle import Evidence
from sepas.warranty.models import GuaranteeCard


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says that they own what. `number` is in E.164; `organisation` and `model_id` narrow the search."""

    actor: Actor
    identifier: Identifier
    card: str
    """The code of a guarantee card, if that is what was typed."""
    number: str
    purchased_on: date | None
    name: str
    organisation: Organisation | None
    model_id: int | None
    now: datetime
    invoice: bool = False
    """Whether an invoice came with it."""

    @property
    def evidence(self) -> Evidence:
        if self.invoice:
            return Evidence.INVOICE
        return Evidence.CARD if self.card else Evidence.SERIAL

    @property
    def organisation_id(self) -> int | None:
        """Where to look: staff and programs in their own house, the public where they say, or everywhere."""
        if not self.actor.is_public:
            return self.actor.organisation_id
        return self.organisation.pk if self.organisation is not None else None


def find_unit(claim: Claim) -> tuple[Unit, list[Unit]]:
    """The unit that is meant, and the others anywhere with the same serial."""
    identifier, house = claim.identifier, claim.organisation_id
    by_card = units_of_card(claim.card) if claim.card else []
    everywhere = by_card or assets.units_named(Identifier(identifier.serial))
    named = [
        unit
        for unit in everywhere
        if (house is None or unit.organisation_id == house)
        and (not identifier.gtin or unit.model.gtin in ("", identifier.gtin))
        and (claim.model_id is None or unit.model_id == claim.model_id)
    ]
    if not named:
        raise _unknown(claim)
    if len(named) > 1:
        raise _ambiguous(named)
    if by_card:
        everywhere = assets.units_named(Identifier(named[0].serial))
    return named[0], [unit for unit in everywhere if unit.pk != named[0].pk]


def units_meant(text: str) -> list[Unit]:
    """The units that somebody names by a serial number, a scanned code or the code of a guarantee card, in any
    organisation. One query, and one more for what looks like a card and is none that serves.
    """
    code = read_card_code(text)
    return (units_of_card(code) if code else []) or assets.find_units(text)


def units_of_card(code: str) -> list[Unit]:
    """The units whose serving card has this code. One query."""
    found = GuaranteeCard.objects.unscoped("whoever holds the card names the unit by its code")
    cards = found.filter(code=code, void_at=None).select_related(
        "unit__model", "unit__organisation", "unit__owner", "unit__sold_by"
    )
    return [card.unit for card in cards.order_by("pk")]


def _unknown(claim: Claim) -> Invalid:
    actor, identifier, organisation = claim.actor, claim.identifier, claim.organisation
    if card_digits(identifier.serial):
        return Invalid(
            {
                "serial": _(
                    "This code is not on file. If it is the code of the guarantee card, compare its sixteen digits "
                    "with the card; if the card is spoiled, use the serial number."
                )
            },
            code="unknown_serial",
            data={"serial": identifier.serial, "card": True},
        )
    data: dict[str, object] = {"serial": identifier.serial}
    if not actor.is_public:
        data["did_you_mean"] = [unit.serial for unit in assets.near_misses(actor, identifier.serial)]
    if organisation is None:
        text = _(
            "This serial number is not on file. Compare it with the label on the product; the letter O and the "
            "digit 0 are different."
        )
    else:
        data["organisation"], data["phone"] = organisation.slug, organisation.phone
        text = _(
            "This serial number is not on file with this company. Compare it with the label; if it is right, "
            "open a request with a photo of the label and the invoice, and the company will add it. Your rights "
            "by law do not depend on registering."
        )
    return Invalid({"serial": text}, code="unknown_serial", data=data)


def _ambiguous(named: Sequence[Unit]) -> Invalid:
    choices = [
        {
            "model": unit.model_id,
            "name": {"fa": unit.model.name_fa, "en": unit.model.name_en or unit.model.name_fa},
            "organisation": {
                "fa": unit.organisation.name_fa,
                "en": unit.organisation.name_en or unit.organisation.name_fa,
            },
        }
        for unit in named
    ]
    return Invalid(
        {"serial": _("More than one product has this serial number. Choose yours.")},
        code="ambiguous_serial",
        data={"choices": choices},
    )


def check_state(unit: Unit) -> None:
    """Raise `Refused` for a unit that is nobody's any more."""
    if unit.state == UnitState.REPLACED:
        raise Refused(
            _(
                "This unit was exchanged for another one, which has its guarantee. Register the new serial number."
            ),
            code="unit_replaced",
        )
    if unit.state == UnitState.RETURNED:
        raise Refused(
            _(
                "This unit was returned to the seller and the sale was undone. Ask the seller if you bought it since."
            ),
            code="unit_returned",
        )


def check_date(claim: Claim, unit: Unit) -> None:
    """Raise `Invalid` for a day of purchase in the future, before the unit was made or its model was sold."""
    purchased_on = claim.purchased_on
    if purchased_on is None:
        return
    if purchased_on > local_day(claim.now, unit.organisation):
        raise Invalid(
            {"purchased_on": _("This day has not come yet. Check the date on the invoice.")}, code="future"
        )
    if unit.manufactured_on and purchased_on < unit.manufactured_on:
        raise Invalid(
            {"purchased_on": _("This unit was made after that day. Check the date on the invoice.")},
            code="before_manufacture",
        )
    if unit.model.launched_on and purchased_on < unit.model.launched_on:
        raise Invalid(
            {
                "purchased_on": _(
                    "This model was not on the market yet on that day. Check the date on the invoice."
                )
            },
            code="before_launch",
        )
