"""Facts of the rules as form fields, and back: what the engine asks, in a form; what was answered, as JSON values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sepas.kernel.dates import format_date, format_number
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.text import to_persian_digits
from sepas.rules.facts import UNIT_NAMES
from sepas.rules.model import FactDef
from sepas.web.forms import read_date, read_number, sent_date
from sepas.web.preferences import current
from sepas.web.templatetags.reader import toman

PREFIX = "fact_"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact as a form field. `options` are (value, label) in the reader's language."""

    fact: str
    name: str
    kind: str
    title: str
    question: str
    why: str
    unit: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    value: Any = ""
    error: type_of_text = ""


def field_of(
    fact: FactDef,
    *,
    sent: Mapping[str, Any] | None = None,
    known: Any = None,
    errors: Mapping[str, type_of_text] | None = None,
) -> Field:
    """The field that asks for `fact`, with what was sent or is known already, and what is wrong with it."""
    language = current().language
    name = PREFIX + fact.name
    options: list[tuple[str, str]] = []
    if fact.type.kind == "bool":
        options = [("true", _("Yes")), ("false", _("No"))]
    elif fact.type.kind == "choice":
        options = [(value, text[language]) for value, text in fact.choices.items()]
    return Field(
        fact.name,
        name,
        fact.type.kind,
        fact.title[language],
        fact.question[language],
        fact.why[language],
        unit_name(fact.type.unit) if fact.type.kind == "quantity" and fact.type.unit != "count" else "",
        options,
        _shown(fact, name, sent, known),
        (errors or {}).get(fact.name) or (errors or {}).get(name) or "",
    )


def read(facts: Iterable[FactDef], data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in a form as JSON values; what was left open is absent. Raises `Invalid` by field name."""
    found: dict[str, Any] = {}
    wrong: dict[str, type_of_text] = {}
    for fact in facts:
        try:
            value = _read_one(fact, data)
        except Invalid as error:
            wrong |= error.fields
            continue
        if value is not None:
            found[fact.name] = value
    if wrong:
        raise Invalid(wrong)
    return found


def show(fact: FactDef | None, value: Any) -> str:
    """A known fact in words: «بله», a date of the reader's calendar, a number with its unit, the choice's text."""
    reader = current()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if fact is not None and fact.type.kind == "choice":
        return fact.choices[value][reader.language] if value in fact.choices else str(value)
    if isinstance(value, str) and (fact is None or fact.type.kind == "date"):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, date):
        text = format_date(value, reader.calendar, reader.language)
    elif isinstance(value, int | float):
        if fact is not None and fact.type.unit == "money":
            return toman(int(value))
        text = format_number(value, reader.language)
        if fact is not None and fact.type.kind == "quantity" and fact.type.unit not in (None, "ratio"):
            text = f"{text} {unit_name(fact.type.unit)}"
    else:
        return str(value)
    return to_persian_digits(text) if reader.digits == "persian" else text


def unit_name(unit: str | None) -> str:
    """A unit of the rules in the reader's language."""
    if unit == "money":
        return _("toman")
    names = UNIT_NAMES.get(unit or "")
    return names[0 if current().language == "fa" else 1] if names else ""


def _read_one(fact: FactDef, data: Mapping[str, Any]) -> Any:
    name = PREFIX + fact.name
    if fact.type.kind == "date":
        day = read_date(data, name)
        return day.isoformat() if day else None
    text = str(data.get(name, "")).strip()
    if not text:
        return None
    if fact.type.kind == "bool":
        if text not in {"true", "false"}:
            raise Invalid({name: _("Choose yes or no.")})
        return text == "true"
    if fact.type.kind == "choice":
        if text not in fact.choices:
            raise Invalid({name: _("Choose one from the list.")})
        return text
    if fact.type.kind == "quantity":
        number = read_number(text)
        if number is None:
            raise Invalid({name: _("Write a whole number.")})
        return number * 10 if fact.type.unit == "money" else number
    return text


def _shown(fact: FactDef, name: str, sent: Mapping[str, Any] | None, known: Any) -> Any:
    if sent is not None:
        return sent_date(sent, name) if fact.type.kind == "date" else str(sent.get(name, ""))
    if known is None:
        return ""
    if fact.type.kind == "date" and isinstance(known, str):
        return date.fromisoformat(known)
    if isinstance(known, bool):
        return "true" if known else "false"
    if fact.type.unit == "money" and isinstance(known, int):
        return known // 10
    return known
