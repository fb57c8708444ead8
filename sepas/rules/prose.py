"""A condition in words, for whoever reads a pack as a text: what must be so for a provision to hold.

Built from the checked tree that the engine decides by, never from a second description, so that it cannot say anything
else than what is decided. Pure; nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from sepas.rules import ir
from sepas.rules.facts import UNIT_NAMES
from sepas.rules.ir import Node
from sepas.rules.model import FactDef, Text

Language = Literal["fa", "en"]
Kind = Literal["all", "any", "none", "fact"]


@dataclass(frozen=True, slots=True)
class Clause:
    """`all` of its parts, `any` or `none` of them, or a single `fact` whose words are in `text`."""

    kind: Kind
    text: str = ""
    parts: tuple[Clause, ...] = ()

    def sentences(self) -> list[str]:
        """The words of every single fact in it, in order."""
        return (
            [self.text] if self.kind == "fact" else [text for part in self.parts for text in part.sentences()]
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the language, how dates and numbers are written, and what facts and parameters are called.

    `named`: definitions that are written out elsewhere, with what they are called there; others are entered. `words`:
    what the values of parameters that are words mean.
    """

    language: Language
    facts: Mapping[str, FactDef]
    parameters: Mapping[str, Text]
    number: Callable[[int | Decimal], str]
    day: Callable[[date], str]
    named: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


_WORDS: Mapping[str, tuple[str, str]] = {
    "yes": ("{0}: بله", "{0}: yes"),
    "no": ("{0}: خیر", "{0}: no"),
    "not_so": ("چنین نباشد: {0}", "not so: {0}"),
    "holds": ("{0} برقرار باشد", "{0} holds"),
    "fails": ("{0} برقرار نباشد", "{0} does not hold"),
    "always": ("همیشه", "always"),
    "never": ("هیچ‌گاه", "never"),
    "as_of": ("روز تصمیم", "the day of the decision"),
    "event": ("روز رویداد", "the day of the event"),
    "known": ("{0} معلوم باشد", "{0} is known"),
    "unknown": ("{0} معلوم نباشد", "{0} is not known"),
    "in": ("{0} یکی از این‌ها باشد: {1}", "{0} is one of: {1}"),
    "only": ("{0} «{1}» باشد", "{0} is “{1}”"),
    "not_in": ("{0} هیچ‌یک از این‌ها نباشد: {1}", "{0} is none of: {1}"),
    "not_only": ("{0} «{1}» نباشد", "{0} is not “{1}”"),
    "date<": ("{0} پیش از {1} باشد", "{0} is before {1}"),
    "date<=": ("{0} از {1} دیرتر نباشد", "{0} is not after {1}"),
    "date>": ("{0} پس از {1} باشد", "{0} is after {1}"),
    "date>=": ("{0} از {1} زودتر نباشد", "{0} is not before {1}"),
    "<": ("{0} کمتر از {1} باشد", "{0} is less than {1}"),
    "<=": ("{0} بیشتر از {1} نباشد", "{0} is at most {1}"),
    ">": ("{0} بیشتر از {1} باشد", "{0} is more than {1}"),
    ">=": ("{0} دست‌کم {1} باشد", "{0} is at least {1}"),
    "==": ("{0} برابر با {1} باشد", "{0} is {1}"),
    "!=": ("{0} برابر با {1} نباشد", "{0} is not {1}"),
    "after": ("{1} پس از {0}", "{1} after {0}"),
    "before": ("{1} پیش از {0}", "{1} before {0}"),
    "between": ("فاصلهٔ {0} تا {1}", "the time from {0} to {1}"),
    "earliest": ("زودترین از میان {0}", "the earliest of {0}"),
    "latest": ("دیرترین از میان {0}", "the latest of {0}"),
    "least": ("کمترین از میان {0}", "the least of {0}"),
    "most": ("بیشترین از میان {0}", "the greatest of {0}"),
    "first": ("{0} یا، اگر معلوم نباشد، {1}", "{0} or, where that is not known, {1}"),
    "cond": ("(اگر {0}: {1}؛ وگرنه: {2})", "(if {0}: {1}; otherwise: {2})"),
    "up": ("{0} (رو به بالا گردشده)", "{0} (rounded up)"),
    "down": ("{0} (رو به پایین گردشده)", "{0} (rounded down)"),
    "+": ("{0} به‌علاوهٔ {1}", "{0} plus {1}"),
    "-": ("{0} منهای {1}", "{0} minus {1}"),
    "*": ("{0} × {1}", "{0} × {1}"),
    "/": ("{0} ÷ {1}", "{0} ÷ {1}"),
    "parameter": ("{0} ({1})", "{0} ({1})"),
}
_COMMA = {"fa": "، ", "en": ", "}
_AND = {"fa": " و ", "en": " and "}
_OR = {"fa": " یا ", "en": " or "}


def clause_of(node: Node, reader: Reader) -> Clause:
    """The condition as a tree of clauses; definitions are entered, so it needs nothing else to be read."""
    match node:
        case ir.DefRef() if node.name in reader.named:
            return Clause("fact", _speaker(reader)("holds", reader.named[node.name]))
        case ir.DefRef():
            return clause_of(node.body, reader)
        case ir.And():
            return _joined("all", node.items, reader)
        case ir.Or():
            return _joined("any", node.items, reader)
        case ir.Not():
            return _not(node.item, reader)
        case _:
            return Clause("fact", _fact(node, reader))


def phrase_of(node: Node, reader: Reader) -> str:
    """A value in words: a date, a period, a number, or a condition in one line."""
    say = _speaker(reader)
    match node:
        case ir.Const():
            return _constant(node, reader)
        case ir.Param():
            title = reader.parameters.get(node.name)
            value = _constant(ir.Const(node.type, node.value), reader)
            return say("parameter", value, title[reader.language]) if title else value
        case ir.FactRef():
            return _title(node.name, reader)
        case ir.AsOf():
            return say("as_of")
        case ir.EventDate():
            return say("event")
        case ir.DefRef():
            return reader.named.get(node.name) or phrase_of(node.body, reader)
        case ir.Arith():
            return say(node.op, phrase_of(node.left, reader), phrase_of(node.right, reader))
        case ir.Shift():
            word = "after" if node.sign == 1 else "before"
            return say(word, phrase_of(node.base, reader), phrase_of(node.period, reader))
        case ir.Between():
            return say("between", phrase_of(node.start, reader), phrase_of(node.end, reader))
        case ir.Extremum():
            names = ("earliest", "latest") if node.type.kind == "date" else ("least", "most")
            items = _AND[reader.language].join(phrase_of(item, reader) for item in node.items)
            return say(names[0] if node.least else names[1], items)
        case ir.FirstKnown():
            found = phrase_of(node.items[-1], reader)
            for item in reversed(node.items[:-1]):
                found = say("first", phrase_of(item, reader), found)
            return found
        case ir.Cond():
            test = in_one_line(clause_of(node.test, reader), reader.language)
            return say("cond", test, phrase_of(node.then, reader), phrase_of(node.other, reader))
        case ir.Round():
            return say("up" if node.up else "down", phrase_of(node.item, reader))
        case ir.Cast():
            inner = phrase_of(node.item, reader)
            unit = _unit(node.type.unit, reader)
            return f"{inner} {unit}" if unit and not inner.endswith(unit) else inner
        case _:
            return in_one_line(clause_of(node, reader), reader.language)


def long_definitions(
    definitions: Mapping[str, ir.DefRef], reader: Reader, label: Callable[[int], str], longest: int = 60
) -> tuple[Reader, list[tuple[str, str, Clause]]]:
    """The reader for whom definitions that take more than `longest` letters have a name, and these definitions: name
    in the pack, label, and what it means, in the pack's order. `label` names a definition by its place in the pack.
    """
    written: list[tuple[str, str, Clause]] = []
    for place, (name, definition) in enumerate(definitions.items(), start=1):
        body = definition.body
        clause = (
            clause_of(body, reader) if body.type.kind == "bool" else Clause("fact", phrase_of(body, reader))
        )
        if len(in_one_line(clause, reader.language)) > longest:
            called = label(place)
            written.append((name, called, clause))
            reader = replace(reader, named={**reader.named, name: called})
    return reader, written


def in_one_line(clause: Clause, language: Language) -> str:
    """A tree of clauses as one sentence, with brackets where they are needed."""
    if clause.kind == "fact":
        return clause.text
    parts = [
        f"({in_one_line(part, language)})"
        if part.kind != "fact" and len(part.parts) > 1
        else in_one_line(part, language)
        for part in clause.parts
    ]
    joined = (_AND if clause.kind == "all" else _OR)[language].join(parts)
    if clause.kind != "none":
        return joined
    return _WORDS["not_so"][0 if language == "fa" else 1].format(f"({joined})" if len(parts) > 1 else joined)


def _joined(kind: Kind, items: tuple[Node, ...], reader: Reader) -> Clause:
    """Nested lists of the same kind read better as one."""
    parts: list[Clause] = []
    for item in items:
        found = clause_of(item, reader)
        parts += found.parts if found.kind == kind else (found,)
    return Clause(kind, parts=tuple(parts))


def _not(item: Node, reader: Reader) -> Clause:
    while isinstance(item, ir.DefRef):
        if item.name in reader.named:
            return Clause("fact", _speaker(reader)("fails", reader.named[item.name]))
        item = item.body
    match item:
        case ir.Not():
            return clause_of(item.item, reader)
        case ir.Compare():
            opposite: dict[str, ir.CompareOp] = {
                "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
            }  # fmt: skip
            return clause_of(ir.Compare(opposite[item.op], item.left, item.right), reader)
        case ir.In():
            return clause_of(ir.In(item.item, item.values, not item.negated), reader)
        case ir.Known():
            return Clause("fact", _speaker(reader)("unknown", phrase_of(item.item, reader)))
        case ir.FactRef():
            return Clause("fact", _speaker(reader)("no", _title(item.name, reader)))
        case ir.Or():
            return Clause("none", parts=_joined("any", item.items, reader).parts)
        case _:
            return Clause("none", parts=(clause_of(item, reader),))


def _fact(node: Node, reader: Reader) -> str:
    say = _speaker(reader)
    match node:
        case ir.Const():
            return say("always" if node.value is True else "never")
        case ir.Known():
            return say("known", phrase_of(node.item, reader))
        case ir.In():
            words = sorted(_choice(node.item, value, reader) for value in node.values)
            word = ("not_" if node.negated else "") + ("only" if len(words) == 1 else "in")
            return say(word, phrase_of(node.item, reader), _COMMA[reader.language].join(words))
        case ir.Compare() if isinstance(node.right, ir.Const) and isinstance(node.right.value, str):
            word = "only" if node.op == "==" else "not_only"
            return say(word, phrase_of(node.left, reader), _choice(node.left, node.right.value, reader))
        case ir.Compare():
            kind = "date" if node.left.type.kind == "date" and node.op not in ("==", "!=") else ""
            return say(kind + node.op, phrase_of(node.left, reader), phrase_of(node.right, reader))
        case _:
            return say("yes", phrase_of(node, reader))


def _speaker(reader: Reader) -> Callable[..., str]:
    place = 0 if reader.language == "fa" else 1
    return lambda word, *parts: _WORDS[word][place].format(*parts)


def _title(name: str, reader: Reader) -> str:
    fact = reader.facts.get(name)
    return fact.title[reader.language] if fact else name


def _choice(item: Node, value: str, reader: Reader) -> str:
    while isinstance(item, ir.DefRef):
        item = item.body
    fact = reader.facts.get(item.name) if isinstance(item, ir.FactRef) else None
    if fact and value in fact.choices:
        return fact.choices[value][reader.language]
    return reader.words.get(value, value)


def _constant(node: ir.Const, reader: Reader) -> str:
    value = node.value
    if isinstance(value, bool):
        return _speaker(reader)("always" if value else "never")
    if isinstance(value, date):
        return reader.day(value)
    if isinstance(value, str):
        return reader.words.get(value, value)
    unit = _unit(node.type.unit, reader)
    return f"{reader.number(value)} {unit}" if unit else reader.number(value)


def _unit(unit: str | None, reader: Reader) -> str:
    if unit in (None, "ratio", "money"):
        return ""
    return UNIT_NAMES[str(unit)][0 if reader.language == "fa" else 1]
