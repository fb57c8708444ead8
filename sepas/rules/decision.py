"""A decision: what a plan concluded for one set of facts. Parts are computed when they are looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from sepas.rules.answers import Line, Missing, Obligation, PackRef, Question, Remedy, Step
from sepas.rules.computed import Computer
from sepas.rules.facts import Facts
from sepas.rules.kleene import Truth
from sepas.rules.missing import lacking
from sepas.rules.plan import Plan, Result
from sepas.rules.trace import TraceEntry, entries

if TYPE_CHECKING:
    from sepas.rules.library import Asked, Library
    from sepas.rules.slots import PackSlot


class Decision:
    """The answer of `Library.decide`. Immutable; `truths` is the trace in compact form."""

    _dates: tuple[tuple[Obligation, ...], tuple[Remedy, ...]] | None = None
    _lacking: tuple[Missing, ...] | None = None
    _looked_at: list[TraceEntry] | None = None
    _shared: Mapping[str, Line] | None = None

    def __init__(self, asked: Asked, plan: Plan, facts: Facts, as_of: date, result: Result) -> None:
        self.asked = asked
        self.plan = plan
        self.facts = facts
        self.as_of = as_of
        self.truths: tuple[Truth, ...] = result[0]
        self._lines, self.consequences = result[1]

    @property
    def library(self) -> Library:
        return self.asked.library

    @property
    def jurisdiction(self) -> str:
        return self.asked.jurisdiction

    @property
    def restricted_to(self) -> tuple[str, ...] | None:
        """The pack ids that the decision was restricted to, or None."""
        return self.asked.packs

    @property
    def provisional(self) -> bool:
        """Whether a burden of proof settled at least one line for now."""
        return any(line.provisional for line in self._lines.values())

    @property
    def lines(self) -> Mapping[str, Line]:
        """Every line of the vocabulary with what is decided about it."""
        if not self.plan.computed_lines:
            return self._lines
        if self._shared is None:
            self._shared = Computer(self).lines(self._lines)
        return self._shared

    @property
    def obligations(self) -> list[Obligation]:
        """Duties that are owed, presumed, or may be owed once facts are known."""
        return list((self._dates or self._dated())[0])

    @property
    def remedies(self) -> list[Remedy]:
        """What can be claimed now, after a breach, or once facts are known."""
        return list((self._dates or self._dated())[1])

    def _dated(self) -> tuple[tuple[Obligation, ...], tuple[Remedy, ...]]:
        found = self.consequences
        values = self.facts.values
        key = (self.as_of, *[values[place] for place in found.places])
        self._dates = found.computed.get(key) or Computer(self).consequences(key)
        return self._dates

    @property
    def ladder(self) -> list[Step]:
        """The climb of a complaint, in order."""
        return Computer(self).ladder()

    @property
    def trace(self) -> list[TraceEntry]:
        """Every provision of the packs that may apply: whether it held, on which facts, and what it does."""
        if self._looked_at is None:
            self._looked_at = entries(self)
        return self._looked_at

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Facts that would settle something open or provisional, the most useful first."""
        if not self.facts.unknown & self.plan.reads:
            return ()
        if self._lacking is None:
            self._lacking = lacking(self)
        return self._lacking

    @property
    def pack_slots(self) -> list[PackSlot]:
        """The packs whose scope is not ruled out, with their places in the plan."""
        return [pack for pack in self.plan.packs if self.truths[pack.scope] is not False]

    @property
    def packs(self) -> list[PackRef]:
        """The pack versions that apply or may apply."""
        packs = [slot.pack for slot in self.pack_slots]
        return [PackRef(pack.id, pack.version, pack.level, pack.sha256) for pack in packs]

    def next_question(
        self,
        role: str = "customer",
        prior: Mapping[str, Mapping[object, float]] | None = None,
        *,
        besides: Collection[str] = (),
    ) -> Question | None:
        """The fact whose answer is expected to settle most at least cost to `role`, or None.

        `prior` gives, for some facts, the weight of each possible answer; without it answers are equally
        likely. Facts in `besides` are not asked for: the person does not know them, or said enough.
        """
        from sepas.rules.question import choose

        return choose(self, role, prior or {}, besides)

    def as_dict(self) -> dict[str, object]:
        """The whole answer as JSON-safe data, every text in Persian and English."""
        from sepas.rules.serial import as_dict

        return as_dict(self)

    def record(self) -> dict[str, object]:
        """What must be stored to make this decision again, bit for bit; see `Library.replay`."""
        from sepas.rules.records import record

        return record(self)
