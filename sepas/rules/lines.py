"""Lines of cost: which provision gives each, how sure that is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from sepas.rules import arithmetic, ir
from sepas.rules.answers import RANK, GivenBy, Line, LineOutcome
from sepas.rules.burden import cutting, presumed
from sepas.rules.facts import Schema
from sepas.rules.ir import Node
from sepas.rules.kleene import Truth, both, either, is_open, negate
from sepas.rules.model import LEVELS
from sepas.rules.slots import ProvisionSlot, Slots

REMEMBERED = 8192
"""Combinations of truths kept per line; beyond it the memory is emptied and fills again."""
Truths = Mapping[int, Truth]
GIVEN_OUTCOME: Mapping[str, LineOutcome] = {
    "covered": "covered",
    "partly": "partly",
    "assessor": "needs_assessor",
}


@dataclass(frozen=True, slots=True)
class GiveSlot:
    """One effect that gives a line: its provision, the remedy's own condition, and what may cut it."""

    line: str
    at: ProvisionSlot
    unlock: int | None
    outcome: LineOutcome
    percent: Node | None
    amount: Node | None
    denials: tuple[ProvisionSlot, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How one giving effect stands: with burdens of proof applied, and without."""

    give: GiveSlot
    resolved: Truth
    raw: Truth
    cut_by: ProvisionSlot | None


def effects_of(slots: Slots) -> dict[str, list[GiveSlot]]:
    """For each line, everything in the plan that can give it."""
    out: dict[str, list[GiveSlot]] = {line: [] for line in slots.vocabulary.lines}
    for pack in slots.packs:
        for at in pack.provisions:
            for give in at.provision.gives:
                cuts = pack.denials(at, give.line)
                outcome = GIVEN_OUTCOME[give.outcome]
                out[give.line].append(GiveSlot(give.line, at, None, outcome, give.percent, give.amount, cuts))
            for unlock, slot in zip(at.provision.unlocks, at.unlocks, strict=True):
                if unlock.line is not None and unlock.on_breach_of is None:
                    cuts = pack.denials(at, unlock.line)
                    out[unlock.line].append(GiveSlot(unlock.line, at, slot, "covered", None, None, cuts))
    return out


def stand(give: GiveSlot, truths: Truths) -> State:
    at = give.at
    scope = truths[at.pack.scope]
    held = truths[at.slot]
    if scope is False or held is False:
        return State(give, False, False, None)
    extra = True if give.unlock is None else truths[give.unlock]
    cut: Truth = False
    raw_cut: Truth = False
    by: ProvisionSlot | None = None
    for denial in give.denials:
        found = truths[denial.slot]
        resolved = cutting(found, denial)
        if by is None and resolved is True:
            by = denial
        raw_cut = either(raw_cut, found)
        cut = either(cut, resolved)
    resolved = both(scope, both(both(presumed(held, at), extra), negate(cut)))
    raw = both(scope, both(both(held, extra), negate(raw_cut)))
    return State(give, resolved, raw, by if extra is True and presumed(held, at) is True else None)


def best(states: Iterable[tuple[LineOutcome, Truth]]) -> LineOutcome:
    found: LineOutcome = "not_covered"
    for outcome, truth in states:
        reached: LineOutcome = (
            outcome if truth is True else "needs_facts" if is_open(truth) else "not_covered"
        )
        if RANK[reached] > RANK[found]:
            found = reached
    return found


def preference(state: State) -> tuple[int, bool, bool, int, int]:
    """Of provisions that give equally: the greater share, the firm, the verified, the higher, the first."""
    give = state.give
    share = give.percent.value if isinstance(give.percent, ir.Const) else 0
    pack = give.at.pack
    return (
        -int(cast(int, share) * 100),
        state.raw is not True,
        not give.at.provision.verified,
        LEVELS.index(pack.pack.level),
        pack.order,
    )


def decide_line(name: str, gives: list[GiveSlot], truths: Truths, schema: Schema) -> Line:
    states = [state for give in gives if (state := stand(give, truths)).raw is not False or state.cut_by]
    outcome = best((state.give.outcome, state.resolved) for state in states)
    raw = best((state.give.outcome, state.raw) for state in states)
    provisional = outcome != raw
    rank = RANK[outcome]
    mask = 0
    if provisional or outcome != "covered":
        for state in states:
            if is_open(state.raw) and RANK[state.give.outcome] >= rank:
                mask |= state.raw
    missing = schema.names_in(mask)
    if outcome == "not_covered":
        cut = next((state.cut_by for state in states if state.cut_by is not None), None)
        if cut is None:
            return Line(name, outcome, None, None, provisional, None, None, None, False, missing, ())
        pack = cut.pack.pack
        return Line(
            name, outcome, None, None, provisional, pack.level, pack.id, cut.provision.id,
            not cut.provision.verified, missing, (),
        )  # fmt: skip
    if outcome == "needs_facts":
        givers = sorted((state for state in states if is_open(state.resolved)), key=preference)
    else:
        givers = [state for state in states if state.resolved is True]
        givers.sort(key=lambda state: (-RANK[state.give.outcome], preference(state)))
    chosen = givers[0].give
    also = dict.fromkeys(
        GivenBy(
            state.give.at.pack.pack.id,
            state.give.at.provision.id,
            state.give.at.pack.pack.level,
            state.give.outcome,
        )
        for state in givers[1:]
        if state.give.at is not chosen.at and outcome != "needs_facts"
    )
    pack = chosen.at.pack.pack
    return Line(
        name, outcome, None, None, provisional, pack.level, pack.id, chosen.at.provision.id,
        not chosen.at.provision.verified, missing, tuple(also),
    )  # fmt: skip


def fixed_share(gives: list[GiveSlot], truths: Truths) -> tuple[float | None, int | None]:
    """The greatest constant percentage and amount of what is given in part."""
    percents, amounts = shares(gives, truths)
    numbers = [node.value for node in percents if isinstance(node, ir.Const | ir.Param)]
    sums = [node.value for node in amounts if isinstance(node, ir.Const | ir.Param)]
    percent = max((float(value) for value in numbers if isinstance(value, int | Decimal)), default=None)
    amount = max(
        (arithmetic.whole_money(value) for value in sums if isinstance(value, int | Decimal)), default=None
    )
    return percent, amount


def shares(gives: list[GiveSlot], truths: Truths) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Percent and amount expressions of what is given in part."""
    held = [give for give in gives if give.outcome == "partly" and stand(give, truths).resolved is True]
    percents = tuple(give.percent for give in held if give.percent is not None)
    amounts = tuple(give.amount for give in held if give.amount is not None)
    return percents, amounts


class LineMemory:
    """Works out one line for a combination of the truths it depends on, and remembers it.

    `computed` says that some share of the line has to be computed from facts.
    """

    def __init__(self, line: str, gives: list[GiveSlot], slots: Slots) -> None:
        self.line = line
        self.gives = gives
        self.all = slots
        self.slots = slots.varying(
            slot
            for give in gives
            for slot in (
                give.at.pack.scope,
                give.at.slot,
                *(() if give.unlock is None else (give.unlock,)),
                *(denial.slot for denial in give.denials),
            )
        )
        self.known: dict[tuple[Truth, ...], Line] = {}
        parts = [node for give in gives for node in (give.percent, give.amount) if node is not None]
        self.computed = any(not isinstance(node, ir.Const | ir.Param) for node in parts)

    def work_out(self, key: tuple[Truth, ...]) -> Line:
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        truths = self.all.truths(self.slots, key)
        line = decide_line(self.line, self.gives, truths, self.all.schema)
        if line.outcome == "partly":
            percent, amount = fixed_share(self.gives, truths)
            line = replace(line, percent=percent, amount=amount)
        self.known[key] = line
        return line


def line_memories(slots: Slots) -> list[LineMemory]:
    """One memory per line of the vocabulary."""
    return [LineMemory(line, gives, slots) for line, gives in effects_of(slots).items()]
