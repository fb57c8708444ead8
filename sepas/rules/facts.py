"""Facts as an engine wants them: typed, in fixed places, with a bit for every one that is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from sepas.rules.errors import BadFacts, FactProblem
from sepas.rules.model import FactDef

Given: TypeAlias = "bool | int | Decimal | date | str"
Reader: TypeAlias = Callable[[object], "Given | None"]
Entry: TypeAlias = "tuple[int, int, type, Reader | None, Reader]"

FIRST_BIT = 2
"""Bits 0 and 1 are taken: a set of facts must never equal True (1), and 2 marks an undefined value."""
UNDEFINED = 2
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LARGEST = 10**15
MAX_TEXT = 4000
REMEMBERED = 8192


class Schema:
    """The facts of a library, each with a place in the row of values and a bit.

    Places never move: a library that extends another appends its own facts.
    """

    def __init__(self, facts: Iterable[FactDef]) -> None:
        self.facts: dict[str, FactDef] = {fact.name: fact for fact in facts}
        self.index: dict[str, int] = {name: place for place, name in enumerate(self.facts)}
        self.names: tuple[str, ...] = tuple(self.facts)
        self.size = len(self.names)
        self.bits: dict[str, int] = {name: 1 << (i + FIRST_BIT) for name, i in self.index.items()}
        self.all_unknown = sum(self.bits.values())
        self._entries: dict[str, Entry] = {
            name: (self.index[name], self.bits[name], *readers(fact)) for name, fact in self.facts.items()
        }
        self._decoded: dict[int, tuple[str, ...]] = {}

    def names_in(self, mask: int) -> tuple[str, ...]:
        """The facts whose bits are set, in the vocabulary's order."""
        found = self._decoded.get(mask)
        if found is None:
            if len(self._decoded) >= REMEMBERED:
                self._decoded.clear()
            found = self._decoded[mask] = tuple(name for name in self.names if mask & self.bits[name])
        return found

    def parse(self, raw: Mapping[str, object]) -> Facts:
        """Typed facts from JSON values. None and absent both mean unknown.

        Raises BadFacts with every problem: unknown names, wrong types, impossible choices or dates.
        """
        values: list[Given | None] = [None] * self.size
        unknown = self.all_unknown
        entries = self._entries
        try:
            for name, given in raw.items():
                place, bit, usual, quick, careful = entries[name]
                if type(given) is not usual:
                    if given is None:
                        continue
                    value = careful(given)
                elif quick is not None:
                    value = quick(given)
                else:
                    value = given  # type: ignore[assignment]
                if value is None:
                    raise BadFacts(self.problems(raw))
                values[place] = value
                unknown ^= bit
        except KeyError:
            raise BadFacts(self.problems(raw)) from None
        return Facts(self, tuple(values), unknown)

    def problems(self, raw: Mapping[str, object]) -> list[FactProblem]:
        """Everything that is wrong with given values."""
        out: list[FactProblem] = []
        for name, given in raw.items():
            entry = self._entries.get(name)
            if entry is None:
                out.append(no_such_fact(str(name), self.names))
            elif given is not None and entry[4](given) is None:
                out.append(explain(self.facts[name], given))
        return out


class Facts:
    """A row of typed values. `unknown` has the bit of every fact that is not given."""

    __slots__ = ("schema", "unknown", "values")

    def __init__(self, schema: Schema, values: tuple[Given | None, ...], unknown: int) -> None:
        self.schema = schema
        self.values = values
        self.unknown = unknown

    def get(self, name: str) -> Given | None:
        """The value of a fact, or None while it is unknown."""
        place = self.schema.index.get(name)
        return None if place is None else self.values[place]

    def known(self) -> dict[str, Given]:
        """All known facts, in the vocabulary's order."""
        pairs = zip(self.schema.names, self.values, strict=True)
        return {name: value for name, value in pairs if value is not None}

    def as_json(self) -> dict[str, object]:
        """All known facts as JSON values that `parse` reads back to the same facts."""
        return {name: to_json(value) for name, value in self.known().items()}

    def learn(self, name: str, value: Given | None) -> Facts:
        """The same facts with one more known (or forgotten, with None)."""
        place, bit = self.schema.index[name], self.schema.bits[name]
        values = (*self.values[:place], value, *self.values[place + 1 :])
        return Facts(self.schema, values, self.unknown | bit if value is None else self.unknown & ~bit)

    def within(self, schema: Schema) -> Facts:
        """The same facts in the places of another schema; facts that it does not have are left out."""
        if schema is self.schema:
            return self
        values: list[Given | None] = [None] * schema.size
        unknown = schema.all_unknown
        for name, value in self.known().items():
            if name in schema.index:
                values[schema.index[name]] = value
                unknown &= ~schema.bits[name]
        return Facts(schema, tuple(values), unknown)


def to_json(value: Given) -> object:
    """A value as JSON holds it: dates as ISO text, whole decimals as integers, others as text."""
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def readers(fact: FactDef) -> tuple[type, Reader | None, Reader]:
    """The usual JSON type of a fact, a quick reader for values of exactly that type (None: all of them fit),
    and a reader for any value. Readers return None for a value that does not fit.
    """
    match fact.type.kind:
        case "bool":
            return bool, None, read_bool
        case "date":
            return str, read_date, read_date
        case "choice":
            allowed: dict[object, Given] = {choice: choice for choice in fact.choices}
            return str, allowed.get, lambda value: allowed.get(value) if isinstance(value, str) else None
        case "quantity":
            return (
                (int, read_number, read_number)
                if fact.type.unit == "ratio"
                else (int, read_whole, read_amount)
            )
    return str, read_text, read_text


def read_bool(value: object) -> Given | None:
    return value if value is True or value is False else None


def read_date(value: object) -> Given | None:
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return None
        return day if EARLIEST <= day <= LATEST and len(value) == 10 else None
    return value if type(value) is date and EARLIEST <= value <= LATEST else None


def read_whole(value: object) -> Given | None:
    return value if 0 <= value <= LARGEST else None  # type: ignore[operator, return-value]


def read_amount(value: object) -> Given | None:
    found = read_number(value)
    return found if isinstance(found, int | Decimal) and found >= 0 else None


def read_number(value: object) -> Given | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if -LARGEST <= value <= LARGEST else None
    if isinstance(value, float | str):
        try:
            value = Decimal(repr(value) if isinstance(value, float) else value)
        except ArithmeticError:
            return None
    if not isinstance(value, Decimal) or not value.is_finite() or abs(value) > LARGEST:
        return None
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -12:
        return None
    return int(value) if value == value.to_integral_value() else value


def read_text(value: object) -> Given | None:
    return value if isinstance(value, str) and len(value) <= MAX_TEXT else None


def no_such_fact(name: str, names: Iterable[str]) -> FactProblem:
    from difflib import get_close_matches

    every = list(names)
    close = get_close_matches(str(name), every, n=3)
    hint_fa = f" منظورتان «{close[0]}» نیست؟" if close else ""
    hint_en = f" Did you mean «{close[0]}»?" if close else ""
    return FactProblem(
        str(name),
        "unknown_fact",
        {
            "fa": f"«{name}» در واژگان نیست.{hint_fa}",
            "en": f"«{name}» is not a fact of the vocabulary.{hint_en}",
        },
        close or every,
    )


UNIT_NAMES: Mapping[str, tuple[str, str]] = {
    "km": ("کیلومتر", "kilometres"),
    "day": ("روز", "days"),
    "hour": ("ساعت", "hours"),
    "month": ("ماه", "months"),
    "business_day": ("روز کاری", "business days"),
    "count": ("بار", "times"),
    "money": ("واحد پول", "units of money"),
    "ratio": ("نسبت", "ratio"),
}


def explain(fact: FactDef, given: object) -> FactProblem:
    """Why `given` cannot be a value of `fact`, with what could."""
    shown = str(given)[:60]
    title_fa, title_en = fact.title["fa"], fact.title["en"]
    match fact.type.kind:
        case "bool":
            allowed, code = ["true", "false"], "not_a_truth_value"
            fa, en = "باید true یا false باشد", "must be true or false"
        case "date":
            allowed, code = ["YYYY-MM-DD"], "not_a_date"
            fa = "باید تاریخ میلادی به شکل ۲۰۲۵-۰۱-۳۱ و میان سال‌های ۱۹۰۰ تا ۲۱۹۹ باشد"
            en = "must be a Gregorian date like 2025-01-31, between 1900 and 2199"
        case "choice":
            allowed, code = list(fact.choices), "not_a_choice"
            fa = "باید یکی از این‌ها باشد: " + "، ".join(
                f"{name} ({text['fa']})" for name, text in fact.choices.items()
            )
            en = "must be one of: " + ", ".join(
                f"{name} ({text['en']})" for name, text in fact.choices.items()
            )
        case "quantity":
            unit_fa, unit_en = UNIT_NAMES[fact.type.unit or "ratio"]
            low = "-1e15" if fact.type.unit == "ratio" else "0"
            allowed, code = [f"{low} … 1e15"], "not_a_quantity"
            fa = f"باید عدد باشد، بر حسب {unit_fa}، و از صفر کمتر نباشد"
            en = f"must be a number of {unit_en}, not below zero"
        case _:
            allowed, code = [f"≤ {MAX_TEXT}"], "not_a_text"
            fa, en = "باید متن کوتاه باشد", "must be a short text"
    message = {"fa": f"«{title_fa}» {fa}؛ «{shown}» نمی‌شود.", "en": f"«{title_en}» {en}; «{shown}» is not."}
    return FactProblem(fact.name, code, message, allowed)
