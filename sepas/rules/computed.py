"""Amounts and dates of a decision: the parts that depend on values, not on truths alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from sepas.rules import arithmetic, due, ir
from sepas.rules.answers import Line, Obligation, Remedy, Step
from sepas.rules.consequences import Claim, Duty
from sepas.rules.ir import Node
from sepas.rules.lines import shares

if TYPE_CHECKING:
    from sepas.rules.decision import Decision

REMEMBERED = 64


class Computer:
    """Evaluates the value expressions of one decision."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.plan = decision.plan
        self.facts = decision.facts

    def lines(self, lines: Mapping[str, Line]) -> Mapping[str, Line]:
        """The lines with the shares that facts decide."""
        out = dict(lines)
        for name in self.plan.computed_lines:
            if lines[name].outcome == "partly":
                percents, amounts = self.shares(name)
                numbers = [value for node in percents if isinstance(value := self.value(node), int | Decimal)]
                sums = [value for node in amounts if (value := self.money(node)) is not None]
                percent = min(max(float(number) for number in numbers), 100.0) if numbers else None
                missing = tuple(dict.fromkeys((*lines[name].missing, *self.lacking(*percents, *amounts))))
                out[name] = replace(
                    lines[name], percent=percent, amount=max(sums) if sums else None, missing=missing
                )
        return out

    def shares(self, line: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        memory = self.plan.memories[line]
        return shares(memory.gives, dict(enumerate(self.decision.truths)))

    def consequences(self, key: Hashable) -> tuple[tuple[Obligation, ...], tuple[Remedy, ...]]:
        """Duties and remedies with dates and amounts, remembered under `key`."""
        found = self.decision.consequences
        if len(found.computed) >= REMEMBERED:
            found.computed.clear()
        duties = tuple(self.obligation(duty) for duty in found.duties)
        dated = found.computed[key] = (duties, tuple(self.remedy(claim) for claim in found.claims))
        return dated

    def ladder(self) -> list[Step]:
        bodies = self.plan.vocabulary.bodies
        return [
            Step(
                rung.step, rung.body, bodies[rung.body], self.whole(rung.within), rung.unit,
                at.pack.pack.id, at.provision.id, not at.provision.verified, rung.text,
            )
            for at, rung in self.decision.consequences.ladder
        ]  # fmt: skip

    def value(self, node: Node | None) -> object:
        """The value of an expression, or None while it is unknown."""
        if node is None:
            return None
        return self.plan.compute(node, self.facts.values, self.facts.unknown, self.decision.as_of)

    def money(self, node: Node | None) -> int | None:
        value = self.value(node)
        return arithmetic.whole_money(value) if isinstance(value, int | Decimal) else None

    def whole(self, node: Node | None) -> int | None:
        value = self.value(node)
        return arithmetic.ceiling(value) if isinstance(value, int | Decimal) else None

    def lacking(self, *nodes: Node | None) -> tuple[str, ...]:
        """Unknown facts that the values of expressions wait for."""
        names: dict[str, None] = {}
        for node in nodes:
            if node is not None:
                names.update(dict.fromkeys(self.waits_for(node)))
        return tuple(names)

    def waits_for(self, node: Node) -> Iterator[str]:
        if isinstance(node, ir.FactRef):
            if self.facts.get(node.name) is None:
                yield node.name
        elif self.value(node) is None:
            parts = ir.children(node)
            if isinstance(node, ir.Cond) and (test := self.value(node.test)) is not None:
                parts = (node.then if test is True else node.other,)
            for part in parts:
                yield from self.waits_for(part)

    def obligation(self, duty: Duty) -> Obligation:
        owed, at = duty.owed, duty.at
        within = self.whole(owed.within)
        start, assumed = self.start(duty)
        pack = at.pack.pack
        last = None
        if start is not None and within is not None and owed.unit is not None:
            last = due.last_day(
                start,
                within,
                owed.unit,
                counting=owed.counting,
                calendar=pack.calendar,
                place=pack.jurisdiction,
            )
        lacking = self.lacking(owed.within, owed.start_date)
        missing = tuple(dict.fromkeys((*self.plan.schema.names_in(duty.mask), *lacking)))
        status = cast(Literal["owed", "conditional", "needs_facts"], duty.status)
        return Obligation(
            owed.obligation, pack.id, at.provision.id, status, within, owed.unit, owed.counting, owed.starts,
            start, assumed, last, owed.pauses, owed.of, owed.on_breach, not at.provision.verified, missing,
            at.provision.text,
        )  # fmt: skip

    def start(self, duty: Duty) -> tuple[date | None, bool]:
        """When a clock starts, and whether the day of the decision stands in for the event's."""
        owed = duty.owed
        if owed.start_date is not None:
            found = self.value(owed.start_date)
            return (found, False) if isinstance(found, date) else (None, False)
        if owed.starts is None:
            return None, False
        given = self.facts.get(f"{owed.starts}_date")
        return (given, False) if isinstance(given, date) else (self.decision.as_of, True)

    def remedy(self, claim: Claim) -> Remedy:
        unlock, at = claim.unlock, claim.at
        missing = (*self.plan.schema.names_in(claim.mask), *self.lacking(unlock.amount, unlock.extends))
        status = cast(Literal["available", "after_breach", "needs_facts"], claim.status)
        return Remedy(
            unlock.remedy, at.pack.pack.id, at.provision.id, unlock.line, status, claim.provisional,
            unlock.on_breach_of, unlock.at_choice_of, self.money(unlock.amount), unlock.per,
            self.whole(unlock.extends), unlock.extends.type.unit if unlock.extends is not None else None,
            not at.provision.verified, tuple(dict.fromkeys(missing)), at.provision.text,
        )  # fmt: skip
