"""From the document of a pack to a checked `Pack`. Every problem is reported, none is guessed away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from sepas.rules import ir
from sepas.rules.documents import Doc, Fields, Problems, as_date
from sepas.rules.expressions import ExpressionError, Names, literal_type, parse
from sepas.rules.ir import BOOL, DATE, RATIO, Node, Param, Type, quantity
from sepas.rules.model import (
    BURDENS,
    CHOOSERS,
    COUNTINGS,
    EVENTS,
    GIVEN,
    LEVELS,
    PARTIES,
    SOURCE_KINDS,
    STATUSES,
    Burden,
    Denial,
    FactDef,
    Give,
    Level,
    Owed,
    Pack,
    Provision,
    Rung,
    Source,
    Unlock,
    Vocabulary,
)
from sepas.rules.periods import MONTH_CALENDARS, known_jurisdiction
from sepas.rules.vocabulary import RESERVED, read_facts

Item = TypeVar("Item")
MONEY = quantity("money")
CLOCK_UNITS = ("day", "hour", "month", "business_day")


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
        self.names = Names(
            {name: fact.type for name, fact in facts.items()}, {}, {}, calendar, jurisdiction or "EU"
        )
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
        scope = self.expression(fields.get("scope"), BOOL) or ir.TRUE
        provisions = present(map(self.provision, fields.each("provisions")))
        written = fields.keys.get("provisions")
        if written is None or not written.items:
            self.problems.add(self.doc, "the pack has no provisions", "write provisions: with at least one")
        fields.get("note")
        fields.done()
        if pack_id is None or version is None or title is None or level is None or jurisdiction is None:
            return None
        return Pack(
            pack_id, version, title, cast(Level, level), jurisdiction, calendar, valid_from, valid_to, as_of, scope,
            self.sources, own, parameters, definitions, provisions, self.doc.digest(), self.doc.file,
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
            body = self.expression(doc, None)
            if body is not None:
                out[name] = ir.DefRef(body.type, name, body)
        return out

    def expression(self, doc: Doc | None, want: Type | None) -> Node | None:
        """The expression in `doc`, or None where there is none or it is wrong (and reported)."""
        if doc is None:
            return None
        if isinstance(doc.scalar, bool | int | Decimal):
            text = str(doc.scalar)
        elif isinstance(doc.scalar, str):
            text = doc.scalar
        else:
            self.problems.add(doc, "an expression is expected here", "write it as text on one line")
            return None
        try:
            return parse(text, self.names, want)
        except ExpressionError as error:
            self.problems.add(doc, error.what, error.remedy)
            return None

    def period(self, doc: Doc | None, units: tuple[str, ...]) -> Node | None:
        node = self.expression(doc, None)
        if node is not None and doc is not None and node.type.unit not in units:
            self.problems.add(
                doc,
                f"a {node.type} is not a period here",
                "write days(n), hours(n), months(n) or business_days(n)",
            )
            return None
        return node

    def provision(self, doc: Doc) -> Provision | None:
        fields = Fields(doc, self.problems)
        provision_id = fields.text("id", need=True)
        title = fields.bilingual("title")
        source, article = self.cite(fields)
        status = fields.text("status", need=True, one_of=STATUSES)
        note = fields.bilingual("note", need=False)
        when = self.expression(fields.get("when"), BOOL)
        burden = fields.text("burden", one_of=BURDENS)
        text = fields.bilingual("text")
        gives = present(map(self.give, fields.each("gives")))
        denies = present(map(self.denial, fields.each("denies")))
        owes = present(map(self.owed, fields.each("owes")))
        unlocks = present(map(self.unlock, fields.each("unlocks")))
        ladder = present(map(self.rung, fields.each("ladder")))
        fields.done()
        if doc.keys is not None and not any(
            key in doc.keys for key in ("gives", "denies", "owes", "unlocks", "ladder")
        ):
            self.problems.add(
                doc, "the provision has no effect", "add gives, denies, owes, unlocks or ladder"
            )
        if provision_id is None or title is None or text is None:
            return None
        return Provision(
            provision_id, title, source, article, status or "unverified", note, when or ir.TRUE,
            cast(Burden, burden or "none"), text, gives, denies, owes, unlocks, ladder, doc.line,
        )  # fmt: skip

    def cite(self, fields: Fields) -> tuple[str, str]:
        doc = fields.need("cite", "write cite: {source: …, article: …}")
        if doc is None:
            return "", ""
        inner = Fields(doc, self.problems)
        source = inner.text("source", need=True)
        article = inner.text("article")
        inner.done()
        if source is not None and source not in self.sources:
            self.problems.add(doc, f"«{source}» is not among the pack's sources", "declare it under sources:")
        return source or "", article or ""

    def give(self, doc: Doc) -> Give | None:
        fields = Fields(doc, self.problems)
        line = fields.text("line", need=True, one_of=self.vocabulary.lines)
        outcome = fields.text("outcome", need=True, one_of=GIVEN)
        percent = self.expression(fields.get("percent"), RATIO)
        amount = self.expression(fields.get("amount"), MONEY)
        fields.done()
        if isinstance(percent, ir.Const) and not 0 <= cast(Decimal, percent.value) <= 100:
            self.problems.add(doc, "a percentage lies between 0 and 100", "write percent: 50 for half")
        if outcome is not None and (outcome == "partly") != (percent is not None or amount is not None):
            self.problems.add(
                doc, "«partly» needs a percent or an amount, and only it", "write percent: 50 or amount: …"
            )
        return Give(line, outcome, percent, amount) if line is not None and outcome is not None else None

    def denial(self, doc: Doc) -> Denial | None:
        fields = Fields(doc, self.problems)
        line = fields.text("line", need=True, one_of=self.vocabulary.lines)
        provisions = fields.texts("provisions")
        fields.done()
        return Denial(line, provisions) if line is not None else None

    def owed(self, doc: Doc) -> Owed | None:
        fields = Fields(doc, self.problems)
        obligation = fields.text("obligation", need=True, one_of=self.vocabulary.obligations)
        within = self.period(fields.get("within"), CLOCK_UNITS)
        starts = fields.text("starts", one_of=EVENTS)
        start_date = self.expression(fields.get("start_date"), DATE)
        counting = fields.text("counting", one_of=COUNTINGS)
        pauses = fields.texts("pauses")
        of = fields.text("of", one_of=PARTIES)
        on_breach = fields.texts("on_breach", one_of=self.vocabulary.remedies)
        fields.done()
        if within is not None and "starts" not in fields.keys and "start_date" not in fields.keys:
            self.problems.add(
                doc, "a clock needs a start", "write starts: <event> or start_date: <expression>"
            )
        if within is not None and within.type.unit == "month" and self.names.calendar is None:
            self.problems.add(
                doc,
                "months are counted but the pack names no calendar",
                "write calendar: jalali or gregorian",
            )
        if obligation is None:
            return None
        unit = within.type.unit if within is not None else None
        counting = counting or ("business" if unit == "business_day" else "calendar")
        return Owed(
            obligation, within, unit, starts, start_date, counting, pauses, of or "supplier", on_breach
        )

    def unlock(self, doc: Doc) -> Unlock | None:
        fields = Fields(doc, self.problems)
        remedy = fields.text("remedy", need=True, one_of=self.vocabulary.remedies)
        line = fields.text("line", one_of=self.vocabulary.lines)
        at_choice_of = fields.text("at_choice_of", one_of=CHOOSERS)
        when = self.expression(fields.get("when"), BOOL)
        on_breach_of = fields.text("on_breach_of", one_of=self.vocabulary.obligations)
        amount = self.expression(fields.get("amount"), MONEY)
        per = fields.text("per", one_of=("day", "business_day", "week", "month"))
        extends = self.period(fields.get("extends"), ("day", "month", "business_day"))
        fields.done()
        if per is not None and amount is None and "amount" not in fields.keys:
            self.problems.add(doc, "«per» without an amount", "write amount: …, or drop per")
        if remedy is None:
            return None
        return Unlock(remedy, line, at_choice_of or "consumer", when, on_breach_of, amount, per, extends)

    def rung(self, doc: Doc) -> Rung | None:
        fields = Fields(doc, self.problems)
        step = fields.text("step", need=True)
        body = fields.text("body", need=True, one_of=self.vocabulary.bodies)
        within = self.period(fields.get("within"), CLOCK_UNITS)
        text = fields.bilingual("text")
        fields.done()
        if step is None or body is None or text is None:
            return None
        return Rung(step, body, within, within.type.unit if within is not None else None, text)


def present(found: Iterable[Item | None]) -> tuple[Item, ...]:
    return tuple(item for item in found if item is not None)
