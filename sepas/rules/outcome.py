"""From the truths of conditions to what follows: lines, duties, remedies, and what is missing.

Everything here depends on the truths alone and is derived once per distinct tuple of them. Amounts and dates
are left as expressions for the decision to compute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from sepas.rules import ir
from sepas.rules.answers import RANK, GivenBy, Line, LineOutcome, Missing
from sepas.rules.facts import Schema
from sepas.rules.ir import Node
from sepas.rules.kleene import Truth, both, either, is_open, negate
from sepas.rules.model import LEVELS, Owed, Rung, Unlock
from sepas.rules.plan import PackSlot, Plan, ProvisionSlot

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
class Duty:
    at: ProvisionSlot
    owed: Owed
    status: str
    mask: int


@dataclass(frozen=True, slots=True)
class Claim:
    at: ProvisionSlot
    unlock: Unlock
    status: str
    provisional: bool
    mask: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one tuple of truths. `shares` are the percent and amount expressions of lines
    given in part; `reads` the bits of facts that amounts need."""

    lines: Mapping[str, Line]
    shares: Mapping[str, tuple[tuple[Node, ...], tuple[Node, ...]]]
    duties: tuple[Duty, ...]
    claims: tuple[Claim, ...]
    ladder: tuple[tuple[ProvisionSlot, Rung], ...]
    missing: tuple[Missing, ...]
    provisional: bool
    packs: tuple[PackSlot, ...]
    reads: int


@dataclass(frozen=True, slots=True)
class State:
    """How one giving effect stands: with burdens of proof applied, and without."""

    give: GiveSlot
    resolved: Truth
    raw: Truth
    cut_by: ProvisionSlot | None


def effects_of(plan: Plan) -> dict[str, list[GiveSlot]]:
    """For each line, everything in the plan that can give it."""
    out: dict[str, list[GiveSlot]] = {line: [] for line in plan.vocabulary.lines}
    for pack in plan.packs:
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


def presumed(truth: Truth, at: ProvisionSlot) -> Truth:
    """A giving, owing or unlocking condition after the burden of proof: the supplier must disprove what the
    law presumes, the consumer must prove what she claims."""
    if is_open(truth):
        if at.provision.burden == "supplier":
            return True
        if at.provision.burden == "consumer":
            return False
    return truth


def cutting(truth: Truth, at: ProvisionSlot) -> Truth:
    """A denying condition after the burden of proof: the supplier must prove it, or the consumer disprove it."""
    if is_open(truth):
        if at.provision.burden == "supplier":
            return False
        if at.provision.burden == "consumer":
            return True
    return truth


def stand(give: GiveSlot, truths: tuple[Truth, ...]) -> State:
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
    """Of provisions that give equally: the greater share, the firm, the verified, the higher law, the first."""
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


def decide_line(name: str, gives: list[GiveSlot], truths: tuple[Truth, ...], schema: Schema) -> Line:
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
    missing = tuple(schema.names_in(mask))
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


def shares_of(
    line: Line, gives: list[GiveSlot], truths: tuple[Truth, ...]
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    held = [give for give in gives if give.outcome == "partly" and stand(give, truths).resolved is True]
    percents = tuple(give.percent for give in held if give.percent is not None)
    amounts = tuple(give.amount for give in held if give.amount is not None)
    return percents, amounts


def derive(plan: Plan, truths: tuple[Truth, ...]) -> Outcome:
    """Everything that follows from the truths of a plan's conditions."""
    schema = plan.schema
    lines: dict[str, Line] = {}
    shares: dict[str, tuple[tuple[Node, ...], tuple[Node, ...]]] = {}
    settles: dict[str, list[str]] = {}
    reads = 0
    for name, gives in plan.effects.items():
        line = decide_line(name, gives, truths, schema)
        lines[name] = line
        for fact in line.missing:
            settles.setdefault(fact, []).append(name)
        if line.outcome == "partly":
            shares[name] = shares_of(line, gives, truths)
            reads |= bits_read(schema, (*shares[name][0], *shares[name][1]))
    duties, claims, ladder = consequences(plan, truths)
    for duty in duties:
        for fact in schema.names_in(duty.mask):
            settles.setdefault(fact, []).append(f"obligation:{duty.owed.obligation}")
    for claim in claims:
        reads |= bits_read(schema, (claim.unlock.amount, claim.unlock.extends))
        for fact in schema.names_in(claim.mask):
            settles.setdefault(fact, []).append(f"remedy:{claim.unlock.remedy}")
    missing = tuple(
        Missing(fact, schema.facts[fact].asked_of, tuple(dict.fromkeys(settles[fact])))
        for fact in sorted(settles, key=lambda fact: (-len(settles[fact]), schema.index[fact]))
    )
    provisional = any(line.provisional for line in lines.values())
    packs = tuple(pack for pack in plan.packs if truths[pack.scope] is not False)
    return Outcome(
        MappingProxyType(lines),
        shares,
        tuple(duties),
        tuple(claims),
        tuple(ladder),
        missing,
        provisional,
        packs,
        reads,
    )


def bits_read(schema: Schema, nodes: Iterable[Node | None]) -> int:
    bits = 0
    for node in nodes:
        if node is not None:
            for fact in ir.facts_of(node):
                bits |= schema.bits[fact] if fact != "event_date" else 0
    return bits


def consequences(
    plan: Plan, truths: tuple[Truth, ...]
) -> tuple[list[Duty], list[Claim], list[tuple[ProvisionSlot, Rung]]]:
    duties: list[Duty] = []
    claims: list[Claim] = []
    ladder: list[tuple[ProvisionSlot, Rung]] = []
    for pack in plan.packs:
        scope = truths[pack.scope]
        if scope is False:
            continue
        for at in pack.provisions:
            held = truths[at.slot]
            if held is False:
                continue
            raw = both(scope, held)
            resolved = both(scope, presumed(held, at))
            mask = raw if is_open(raw) else 0
            for owed in at.provision.owes:
                status = "needs_facts" if resolved is not True else "conditional" if mask else "owed"
                duties.append(Duty(at, owed, status, mask))
            for unlock, slot in zip(at.provision.unlocks, at.unlocks, strict=True):
                extra: Truth = True if slot is None else truths[slot]
                cut: Truth = False
                raw_cut: Truth = False
                for denial in () if unlock.line is None else pack.denials(at, unlock.line):
                    cut = either(cut, cutting(truths[denial.slot], denial))
                    raw_cut = either(raw_cut, truths[denial.slot])
                now = both(both(resolved, extra), negate(cut))
                bare = both(both(raw, extra), negate(raw_cut))
                if now is not False or is_open(bare):
                    claims.append(claim(at, unlock, now, bare))
            if resolved is True:
                ladder.extend((at, rung) for rung in at.provision.ladder)
    ladder.sort(key=lambda item: item[1].step)
    return duties, claims, ladder


def claim(at: ProvisionSlot, unlock: Unlock, resolved: Truth, raw: Truth) -> Claim:
    mask = raw if is_open(raw) else 0
    if resolved is not True:
        return Claim(at, unlock, "needs_facts", False, mask)
    return Claim(at, unlock, "after_breach" if unlock.on_breach_of else "available", bool(mask), mask)
