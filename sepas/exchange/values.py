"""Cells as values: dates of either calendar, digits of every script, money in the unit that was said, names as rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from sepas import rules
from sepas.assets import queries as assets
from sepas.assets.models import ProductModel
from sepas.cases.lifecycle import Kind
from sepas.exchange.fields import Field, fields_of
from sepas.exchange.files.reading import LOST
from sepas.exchange.headers import key_of
from sepas.kernel.actor import Actor
from sepas.kernel.dates import UnreadableDate, parse_date
from sepas.kernel.errors import DomainError, Invalid, type_of_text
from sepas.kernel.money import Money
from sepas.kernel.text import to_latin_digits
from sepas.parties import queries as parties
from sepas.parties.models import Branch, Organisation, Role
from sepas.parties.phones import parse_mobile, region_of

Problems = dict[str, type_of_text]
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(am|pm|Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_SPOILED = re.compile(r"^\d(?:[.,]\d+)?E\+\d{2,}$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\[([^\]]+)\]")
MONEY = {"toman": 10, "rial": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number there and its cells."""

    line: int
    cells: Sequence[str]


@dataclass(slots=True)
class Outcome:
    """What became of a row: `added`, `changed`, `there` already, or `wrong` with `problems`."""

    what: str
    problems: dict[str, str] = field(default_factory=dict)


def wrong(error: DomainError) -> Outcome:
    """An error of an action as the outcome of a row, in the language in force."""
    fields = error.fields if isinstance(error, Invalid) else {error.field or "": error.message}
    return Outcome("wrong", {name: str(text) for name, text in fields.items()})


@dataclass
class Taking:
    """All that rows of one batch are read with."""

    actor: Actor
    organisation: Organisation
    kind: str
    mapping: dict[str, int]
    options: dict[str, Any]
    import_id: int
    models: dict[str, ProductModel] = field(default_factory=dict)
    branches: dict[str, Branch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        used = {fields_of(self.kind)[name].shape for name in self.mapping}
        if "model" in used:
            for model in assets.models(self.actor):
                names = (model.name_en, model.name_fa, model.gtin, model.gtin.lstrip("0"), model.code)
                self.models |= {key_of(name): model for name in names if name}
                model.organisation = self.organisation
        if "branch" in used:
            for branch in parties.branches(self.actor):
                self.branches |= {
                    key_of(name): branch for name in (branch.name_en, branch.name_fa, branch.code) if name
                }

    @property
    def update(self) -> bool:
        return bool(self.options.get("update"))

    def read(self, row: Row) -> tuple[dict[str, Any], Problems]:
        """The values of the mapped cells that are not empty, and what cannot be read of them."""
        found: dict[str, Any] = {}
        problems: Problems = {}
        fields = fields_of(self.kind)
        for name, place in self.mapping.items():
            text = row.cells[place] if place < len(row.cells) else ""
            if not text:
                if fields[name].required:
                    problems[name] = _("This cannot be empty.")
                continue
            try:
                if LOST in text:
                    raise Invalid({name: _("Letters of this cell are lost. Save the file as UTF-8.")})
                found[name] = self._value(fields[name], text)
            except Invalid as error:
                problems[name] = next(iter(error.fields.values()))
        return found, problems

    def _value(self, of: Field, text: str) -> Any:
        reader = _READERS.get(of.shape)
        return reader(self, of.name, text) if reader else text


def _date(_taking: Taking, name: str, text: str) -> date:
    try:
        return _day(_TIME.sub("", text))
    except UnreadableDate as problem:
        language = "fa" if (get_language() or "fa").startswith("fa") else "en"
        raise Invalid({name: problem.texts[language]}) from None  # type: ignore[literal-required]


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return parse_date(text)


def _money(taking: Taking, name: str, text: str) -> int:
    plain = to_latin_digits(text).replace("٫", ".")
    plain = re.sub(r"[,٬،'\s\u200c]|[^\W\d_]+", "", plain)
    try:
        amount = Decimal(plain)
        if amount < 0 or amount > Decimal(10) ** 15:
            raise InvalidOperation
        if taking.organisation.currency != "IRR":
            return Money.of(amount, taking.organisation.currency).amount
        rials = amount * MONEY[taking.options["money"]]
        if rials != rials.to_integral_value():
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        raise Invalid({name: _("This is no amount of money. Write digits only.")}) from None
    return int(rials)


def _serial(_taking: Taking, name: str, text: str) -> str:
    if _SPOILED.match(to_latin_digits(text)):
        raise Invalid(
            {
                name: _(
                    "A spreadsheet has shortened this number. Format its column as text and enter it again."
                )
            }
        )
    return text


def _mobile(taking: Taking, name: str, text: str) -> str:
    # Spreadsheets take the first zero off, and write 00 or nothing for the plus.
    digits = to_latin_digits(text).strip()
    if digits.endswith(".0"):
        digits = digits[:-2]
    if digits.startswith("98") and len(digits) == 12:
        digits = f"+{digits}"
    return parse_mobile(digits, region_of(taking.organisation.jurisdiction), field=name)


def _model(taking: Taking, name: str, text: str) -> ProductModel:
    bracketed = _IN_BRACKETS.match(text)
    for word in (bracketed[1] if bracketed else text, text):
        found = taking.models.get(key_of(word))
        if found is not None:
            return found
    raise Invalid({name: _("There is no such model. Add it under “Product models”, or correct its code.")})


def _branch(taking: Taking, name: str, text: str) -> Branch:
    found = taking.branches.get(key_of(text))
    if found is None:
        raise Invalid({name: _("There is no such branch. Write its code or its name.")})
    return found


@lru_cache(maxsize=8)
def _names_of(what: str) -> dict[str, str]:
    """What people may write for each value of a choice: the value itself, and its name in either language."""
    found: dict[str, str] = {}
    if what == "channel":
        for value, titles in rules.standard_library().schema.facts["seller_channel"].choices.items():
            found |= {key_of(name): value for name in (value, *titles.values())}
        return found
    choices = Kind.choices if what == "case_kind" else Role.choices
    for value, label in choices:
        found[key_of(value)] = value
        for language in ("fa", "en"):
            with override(language):
                found[key_of(str(label))] = value
    return found


def _choice(what: str) -> Callable[[Taking, str, str], str]:
    def read(_taking: Taking, name: str, text: str) -> str:
        value = _names_of(what).get(key_of(text))
        if value is None:
            allowed = ", ".join(sorted(set(_names_of(what).values())))
            raise Invalid({name: _("Write one of these: %(allowed)s") % {"allowed": allowed}})
        return value

    return read


def _language(_taking: Taking, name: str, text: str) -> str:
    found = {"fa": "fa", "persian": "fa", "farsi": "fa", "en": "en", "english": "en"}.get(key_of(text))
    if found is None:
        raise Invalid({name: _("Choose Persian or English.")})
    return found


_READERS: dict[str, Callable[[Taking, str, str], Any]] = {
    "date": _date, "money": _money, "serial": _serial, "mobile": _mobile, "model": _model, "branch": _branch,
    "channel": _choice("channel"), "case_kind": _choice("case_kind"), "role": _choice("role"), "language": _language,
}  # fmt: skip
