"""Guarantee cards: a code for every unit, made here or brought from a printer who was given codes before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import queries as assets
from sepas.assets.lifecycle import UnitState
from sepas.assets.models import Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Organisation
from sepas.warranty import policies
from sepas.warranty.codes import card_digits, new_card_code, read_card_code
from sepas.warranty.events import CardIssued
from sepas.warranty.models import GuaranteeCard

_MARKS = re.compile(r"[\t;,\u060c]")
AT_ONCE = 1000
"""Lines of one list."""


def issue_card(
    actor: Actor, *, unit: Unit, now: datetime, code: str = "", again: bool = False
) -> GuaranteeCard:
    """The card of a unit: the one that serves, or a new one; `again` makes a new one and the old one void.

    `code` is one that is printed already; it must have the form of `codes` with its check digit. Raises `Invalid` on
    `code`, `Conflict` (`card_code_taken`, `card_exists`).
    """
    require(policies.may_issue_cards(actor, unit.organisation_id))
    if unit.state != UnitState.IN_USE:
        raise Invalid(
            {"unit": _("This unit is not in use any more; it gets no card.")}, code="unit_not_in_use"
        )
    given = _checked(code) if code.strip() else ""
    with transaction.atomic():
        present = (
            GuaranteeCard.objects.unscoped("at most one card serves for a unit")
            .filter(unit=unit, void_at=None)
            .first()
        )
        if present is not None and (present.code == given or not (given or again)):
            return present
        if present is not None and not again:
            raise Conflict(_("This unit has another card already."), code="card_exists", field="code")
        if present is not None:
            swap(present, void_at=now)
        card = _written(unit, given, now)
        record(
            CardIssued(card.pk, unit.pk, card.code[-4:], present.pk if present else None),
            actor=actor,
            organisation_id=unit.organisation_id,
            subject_id=card.pk,
            at=now,
        )
    return card


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of a list: the cards in its order, and for each line that could not be used, why."""

    cards: list[GuaranteeCard] = field(default_factory=list)
    wrong: list[tuple[int, str, type_of_text]] = field(default_factory=list)
    """Line number from 1, the line as it was sent, and the sentence."""


def issue_cards(actor: Actor, *, organisation: Organisation, text: str, now: datetime) -> Issued:
    """Cards for a list: a serial in each line, and after a comma, semicolon or tab its printed code, if it has one.

    A line that cannot be used is told with its number, and the others are done all the same; sent again, the list
    gives the same cards. Raises `Invalid` on `list` when it is empty or longer than `AT_ONCE`.
    """
    require(policies.may_issue_cards(actor, organisation.pk))
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise Invalid({"list": _("Write or paste serial numbers, one in each line.")})
    if len(lines) > AT_ONCE:
        raise Invalid({"list": _("Send at most 1000 lines at once.")}, data={"lines": len(lines)})
    done = Issued()
    for number, line in lines:
        serial, code = _parted(line)
        try:
            unit = _unit(organisation, serial)
            done.cards.append(issue_card(actor, unit=unit, code=code, now=now))
        except Invalid as error:
            done.wrong.append((number, line.strip()[:120], next(iter(error.fields.values()))))
        except Conflict as error:
            done.wrong.append((number, line.strip()[:120], error.message))
    return done


def _parted(line: str) -> tuple[str, str]:
    serial, *more = _MARKS.split(line, maxsplit=1)
    return serial.strip().strip('"'), more[0].strip().strip('"') if more else ""


def _unit(organisation: Organisation, serial: str) -> Unit:
    found: Sequence[Unit] = assets.find_units(serial, organisation_id=organisation.pk)
    if not found:
        raise Invalid({"serial": _("This serial number is not on file.")}, code="unknown_serial")
    if len(found) > 1:
        raise Invalid(
            {
                "serial": _(
                    "More than one product has this serial number. Make its card on the product's page."
                )
            },
            code="ambiguous_serial",
        )
    return found[0]


def _checked(code: str) -> str:
    digits = read_card_code(code)
    if digits:
        return digits
    if card_digits(code):
        raise Invalid({"code": _("One digit of the card's code is wrong.")}, code="card_code_check")
    raise Invalid(
        {"code": _("A card's code has sixteen digits and begins with 9. Leave it out, and one is made.")},
        code="card_code_form",
    )


def _written(unit: Unit, given: str, now: datetime) -> GuaranteeCard:
    """A row with the code, or with a fresh one until the organisation has no other card with it."""
    for _try in range(5):
        try:
            with transaction.atomic():
                return GuaranteeCard.objects.create(
                    organisation_id=unit.organisation_id,
                    unit=unit,
                    code=given or new_card_code(),
                    issued_at=now,
                )
        except IntegrityError:
            if given:
                break
    raise Conflict(_("Another unit has a card with this code."), code="card_code_taken", field="code")
