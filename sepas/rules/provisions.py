"""Reading the provisions of a pack: conditions, burdens, citations and effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar, cast

from sepas.rules import ir
from sepas.rules.documents import Doc, Problems
from sepas.rules.expressions import Names, parse
from sepas.rules.fields import Fields
from sepas.rules.ir import BOOL, DATE, RATIO, Node, Type, quantity
from sepas.rules.language import ExpressionError
from sepas.rules.model import (
    BURDENS,
    CHOOSERS,
    COUNTINGS,
    EVENTS,
    GIVEN,
    PARTIES,
    STATUSES,
    Burden,
    Denial,
    Give,
    Owed,
    Provision,
    Rung,
    Source,
    Unlock,
    Vocabulary,
)

Item = TypeVar("Item")
MONEY = quantity("money")
CLOCK_UNITS = ("day", "hour", "month", "business_day")


class ProvisionReader:
    """Reads provisions, given the names that their expressions may use."""

    def __init__(
        self, names: Names, sources: Mapping[str, Source], vocabulary: Vocabulary, problems: Problems
    ) -> None:
        self.names = names
        self.sources = sources
        self.vocabulary = vocabulary
        self.problems = problems

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

    def read(self, doc: Doc) -> Provision | None:
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
