"""A decision: what a plan concluded for one set of facts. Parts are computed when they are looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from sepas.rules import arithmetic, due, ir
from sepas.rules.answers import Line, Missing, Obligation, PackRef, Question, Remedy, Step, TraceEntry
from sepas.rules.facts import Facts
from sepas.rules.ir import Node
from sepas.rules.kleene import Truth
from sepas.rules.outcome import Claim, Duty, Outcome
from sepas.rules.plan import Plan

if TYPE_CHECKING:
    from sepas.rules.library import Library


class Decision:
    """The answer of `Library.decide`. Immutable; `truths` is the trace in compact form."""

    def __init__(
        self,
        library: Library,
        plan: Plan,
        facts: Facts,
        as_of: date,
        jurisdiction: str,
        restricted_to: tuple[str, ...] | None,
        truths: tuple[Truth, ...],
    ) -> None:
        self.library = library
        self.plan = plan
        self.facts = facts
        self.as_of = as_of
        self.jurisdiction = jurisdiction
        self.restricted_to = restricted_to
        self.truths = truths
        self.outcome: Outcome = plan.outcome(truths)

    @property
    def provisional(self) -> bool:
        """Whether a burden of proof settled at least one line for now."""
        return self.outcome.provisional

    @property
    def lines(self) -> Mapping[str, Line]:
        """Every line of the vocabulary with what is decided about it."""
        return self.outcome.lines if not self.outcome.shares else self._lines_with_shares

    @cached_property
    def _lines_with_shares(self) -> Mapping[str, Line]:
        lines = dict(self.outcome.lines)
        for name, (percents, amounts) in self.outcome.shares.items():
            shares = [value for node in percents if isinstance(value := self._compute(node), int | Decimal)]
            sums = [value for node in amounts if (value := self._money(node)) is not None]
            percent = min(max(float(share) for share in shares), 100.0) if shares else None
            missing = tuple(dict.fromkeys((*lines[name].missing, *self._lacking(*percents, *amounts))))
            lines[name] = replace(
                lines[name], percent=percent, amount=max(sums) if sums else None, missing=missing
            )
        return lines

    @cached_property
    def obligations(self) -> list[Obligation]:
        """Duties that are owed, presumed, or may be owed once facts are known."""
        return [self._obligation(duty) for duty in self.outcome.duties]

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What can be claimed now, after a breach, or once facts are known."""
        return [self._remedy(claim) for claim in self.outcome.claims]

    @cached_property
    def ladder(self) -> list[Step]:
        """The climb of a complaint, in order."""
        bodies = self.plan.vocabulary.bodies
        return [
            Step(
                rung.step, rung.body, bodies[rung.body], self._whole(rung.within), rung.unit,
                at.pack.pack.id, at.provision.id, not at.provision.verified, rung.text,
            )
            for at, rung in self.outcome.ladder
        ]  # fmt: skip

    @cached_property
    def trace(self) -> list[TraceEntry]:
        """Every provision of the packs that may apply: whether it held, on which facts, and what it does."""
        from sepas.rules.trace import entries

        return entries(self)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Facts that would settle something open or provisional, the most useful first."""
        found = {item.fact: item for item in self.outcome.missing}
        for fact, what in (*self._missing_for_values(), *self._missing_for_versions()):
            known = found.get(fact)
            asked_of = self.plan.schema.facts[fact].asked_of
            settles = (*known.settles, what) if known is not None else (what,)
            found[fact] = Missing(fact, asked_of, tuple(dict.fromkeys(settles)))
        return tuple(found.values())

    def _missing_for_values(self) -> list[tuple[str, str]]:
        """Facts that shares of lines and amounts of remedies still need."""
        if not self.outcome.reads & self.facts.unknown:
            return []
        out = [
            (fact, name)
            for name, nodes in self.outcome.shares.items()
            for fact in self._lacking(*nodes[0], *nodes[1])
        ]
        for claim in self.outcome.claims:
            lacking = self._lacking(claim.unlock.amount, claim.unlock.extends)
            out += [(fact, f"remedy:{claim.unlock.remedy}") for fact in lacking]
        return out

    def _missing_for_versions(self) -> list[tuple[str, str]]:
        return [(fact, f"version:{pack}") for fact, pack in self.library.undated(self)]

    @property
    def packs(self) -> list[PackRef]:
        """The pack versions that apply or may apply."""
        return [
            PackRef(pack.pack.id, pack.pack.version, pack.pack.level, pack.pack.sha256)
            for pack in self.outcome.packs
        ]

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

    def _compute(self, node: Node | None) -> object:
        if node is None:
            return None
        return self.plan.compute(node, self.facts.values, self.facts.unknown, self.as_of)

    def _money(self, node: Node | None) -> int | None:
        value = self._compute(node)
        return arithmetic.whole_money(value) if isinstance(value, int | Decimal) else None

    def _whole(self, node: Node | None) -> int | None:
        value = self._compute(node)
        return arithmetic.ceiling(value) if isinstance(value, int | Decimal) else None

    def _lacking(self, *nodes: Node | None) -> tuple[str, ...]:
        """Unknown facts that the values of expressions wait for."""
        names: dict[str, None] = {}
        for node in nodes:
            if node is not None:
                names.update(dict.fromkeys(self._waits_for(node)))
        return tuple(names)

    def _waits_for(self, node: Node) -> Iterator[str]:
        if isinstance(node, ir.FactRef):
            if self.facts.get(node.name) is None:
                yield node.name
        elif self._compute(node) is None:
            parts = ir.children(node)
            if isinstance(node, ir.Cond) and (test := self._compute(node.test)) is not None:
                parts = (node.then if test is True else node.other,)
            for part in parts:
                yield from self._waits_for(part)

    def _obligation(self, duty: Duty) -> Obligation:
        owed, at = duty.owed, duty.at
        within = self._whole(owed.within)
        start, assumed = self._start(duty)
        pack = at.pack.pack
        last = None
        if start is not None and within is not None and owed.unit is not None:
            last = due.last_day(start, within, owed.unit, owed.counting, pack.calendar, pack.jurisdiction)
        lacking = self._lacking(owed.within, owed.start_date)
        missing = tuple(dict.fromkeys((*self.plan.schema.names_in(duty.mask), *lacking)))
        return Obligation(
            owed.obligation, pack.id, at.provision.id, cast(Literal["owed", "conditional", "needs_facts"], duty.status),
            within, owed.unit, owed.counting, owed.starts, start, assumed, last, owed.pauses, owed.of, owed.on_breach,
            not at.provision.verified, missing, at.provision.text,
        )  # fmt: skip

    def _start(self, duty: Duty) -> tuple[date | None, bool]:
        owed = duty.owed
        if owed.start_date is not None:
            found = self._compute(owed.start_date)
            return (found, False) if isinstance(found, date) else (None, False)
        if owed.starts is None:
            return None, False
        given = self.facts.get(f"{owed.starts}_date")
        return (given, False) if isinstance(given, date) else (self.as_of, True)

    def _remedy(self, claim: Claim) -> Remedy:
        unlock, at = claim.unlock, claim.at
        missing = (*self.plan.schema.names_in(claim.mask), *self._lacking(unlock.amount, unlock.extends))
        return Remedy(
            unlock.remedy, at.pack.pack.id, at.provision.id, unlock.line,
            cast(Literal["available", "after_breach", "needs_facts"], claim.status), claim.provisional,
            unlock.on_breach_of, unlock.at_choice_of, self._money(unlock.amount), unlock.per,
            self._whole(unlock.extends), unlock.extends.type.unit if unlock.extends is not None else None,
            not at.provision.verified, tuple(dict.fromkeys(missing)), at.provision.text,
        )  # fmt: skip
