"""From the document of a pack to a checked `Pack`. Every problem is reported, none is guessed away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from sepas.rules import ir
from sepas.rules.documents import Doc, Problems
from sepas.rules.expressions import Names
from sepas.rules.fields import Fields, as_date
from sepas.rules.ir import BOOL, DATE, Param, Type
from sepas.rules.language import literal_type
from sepas.rules.model import (
    LEVELS,
    SOURCE_KINDS,
    FactDef,
    Level,
    Pack,
    Source,
    Vocabulary,
)
from sepas.rules.periods import MONTH_CALENDARS, known_jurisdiction
from sepas.rules.provisions import ProvisionReader, present
from sepas.rules.vocabulary import RESERVED, read_facts

Item = TypeVar("Item")


def read_pack(doc: Doc, vocabulary: Vocabulary, problems: Problems) -> Pack | None:
    """Check one pack document against the vocabulary.

    Problems are collected; None is returned when the pack's identity cannot be read.
    """
    return PackReader(doc, vocabulary, problems).read()


class PackReader:
    def __init__(self, doc: Doc, vocabulary: Vocabulary, problems: Problems) -> None:
        self.doc = doc
        self.vocabulary = vocabulary
        self.problems = problems
        self.names = Names({})
        self.sources: dict[str, Source] = {}
        self.provisions = ProvisionReader(self.names, self.sources, vocabulary, problems)

    def read(self) -> Pack | None:
        fields = Fields(self.doc, self.problems)
        pack_id = fields.text("pack", need=True)
        version = fields.text("version", need=True)
        title = fields.bilingual("title")
        level = fields.text("level", need=True, one_of=LEVELS)
        jurisdiction = fields.text("jurisdiction", need=True)
        calendar = fields.text("calendar", one_of=MONTH_CALENDARS)
        valid_from, valid_to = self.validity(fields)
        own = self.own_facts(fields)
        facts = {**self.vocabulary.facts, **own}
        if jurisdiction is not None and not known_jurisdiction(jurisdiction):
            self.problems.add(
                fields.get("jurisdiction") or self.doc,
                f"unknown jurisdiction «{jurisdiction}»",
                "use IR, EU, UK or TR",
            )
            jurisdiction = None
        self.names.facts = {name: fact.type for name, fact in facts.items()}
        self.names.calendar, self.names.jurisdiction = calendar, jurisdiction or "EU"
        as_of = fields.texts("as_of")
        for name in as_of:
            if name not in facts or facts[name].type != DATE:
                self.problems.add(
                    fields.get("as_of") or self.doc, f"«{name}» is not a date fact", "name date facts"
                )
        self.read_sources(fields)
        parameters = self.parameters(fields)
        self.names.parameters = parameters
        definitions = self.definitions(fields)
        self.names.definitions = definitions
        scope = self.provisions.expression(fields.get("scope"), BOOL) or ir.TRUE
        provisions = present(map(self.provisions.read, fields.each("provisions")))
        written = fields.keys.get("provisions")
        if written is None or not written.items:
            self.problems.add(self.doc, "the pack has no provisions", "write provisions: with at least one")
        fields.get("note")
        fields.done()
        if pack_id is None or version is None or title is None or level is None or jurisdiction is None:
            return None
        return Pack(
            pack_id, version, title, cast(Level, level), jurisdiction, calendar, valid_from, valid_to, as_of,
            scope, self.sources, own, parameters, definitions, provisions, self.doc.digest(), self.doc.file,
        )  # fmt: skip

    def validity(self, fields: Fields) -> tuple[date | None, date | None]:
        doc = fields.get("valid")
        if doc is None:
            return None, None
        inner = Fields(doc, self.problems)
        start, end = inner.day("from"), inner.day("to")
        inner.done()
        if start is not None and end is not None and end < start:
            self.problems.add(doc, "the pack ends before it begins", "swap from and to")
        return start, end

    def own_facts(self, fields: Fields) -> dict[str, FactDef]:
        own = read_facts(fields, self.problems)
        declared = fields.get("facts")
        for name, fact in own.items():
            shared = self.vocabulary.facts.get(name)
            if shared is not None and shared != fact:
                place = declared.keys[name] if declared is not None and declared.keys else self.doc
                self.problems.add(
                    place, f"«{name}» is declared differently in the vocabulary", "rename it or drop it"
                )
        return {name: fact for name, fact in own.items() if name not in self.vocabulary.facts}

    def read_sources(self, fields: Fields) -> None:
        for name, doc in fields.named("sources"):
            inner = Fields(doc, self.problems)
            instrument = inner.bilingual("instrument")
            kind = inner.text("kind", need=True, one_of=SOURCE_KINDS)
            for optional in ("note", "date", "url", "read"):
                inner.get(optional)
            inner.done()
            self.sources[name] = Source(instrument or {"fa": name, "en": name}, kind or "statute")

    def usable(self, name: str, doc: Doc) -> None:
        taken = name in self.names.facts or name in self.names.parameters or name in self.names.definitions
        if not name.isidentifier() or name in RESERVED:
            self.problems.add(
                doc, f"«{name}» cannot be a name", "use letters, digits and _, no word of the language"
            )
        elif taken:
            self.problems.add(doc, f"«{name}» already names something else", "choose another name")

    def parameters(self, fields: Fields) -> dict[str, Param]:
        out: dict[str, Param] = {}
        for name, doc in fields.named("parameters"):
            self.usable(name, doc)
            inner = Fields(doc, self.problems)
            unit = inner.text("unit", one_of=ir.UNITS)
            inner.bilingual("title", need=False)
            inner.bilingual("note", need=False)
            choices = inner.texts("choices")
            value_doc = inner.need("value", "write value: …")
            values = [value_doc] if value_doc is not None else []
            for alternative in inner.each("alternatives"):
                other = Fields(alternative, self.problems)
                found = other.need("value", "write value: …")
                other.bilingual("note", need=False)
                other.get("source")
                other.done()
                values += [found] if found is not None else []
            inner.done()
            for one in values:
                if choices and one.scalar not in choices:
                    self.problems.add(
                        one,
                        f"«{one.scalar}» is not a choice of «{name}»",
                        f"use one of: {', '.join(choices)}",
                    )
            if value_doc is None:
                continue
            value = value_doc.scalar
            if value is None:
                self.problems.add(
                    value_doc, f"«{name}» has no single value", "write a number, word, date or truth value"
                )
                continue
            if isinstance(value, str) and not choices:
                value = as_date(value) or value
            if unit is not None and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
                self.problems.add(value_doc, f"«{name}» has a unit but no number", "write a number")
                continue
            kind = Type("choice", None, frozenset(choices)) if choices else literal_type(value, unit)
            out[name] = Param(kind, name, value)
        return out

    def definitions(self, fields: Fields) -> dict[str, ir.DefRef]:
        out: dict[str, ir.DefRef] = {}
        self.names.definitions = out
        for name, doc in fields.named("definitions"):
            self.usable(name, doc)
            body = self.provisions.expression(doc, None)
            if body is not None:
                out[name] = ir.DefRef(body.type, name, body)
        return out
