"""Duties, remedies and the ladder that follow from the truths of a plan's conditions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from sepas.rules import ir
from sepas.rules.answers import Obligation, Remedy
from sepas.rules.burden import cutting, presumed
from sepas.rules.facts import Schema
from sepas.rules.ir import Node
from sepas.rules.kleene import Truth, both, either, is_open, negate
from sepas.rules.model import Owed, Rung, Unlock
from sepas.rules.slots import PackSlot, ProvisionSlot, Slots

REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation before its dates are computed; `mask` has the facts that would settle it."""

    at: ProvisionSlot
    owed: Owed
    status: str
    mask: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A remedy before its amount is computed."""

    at: ProvisionSlot
    unlock: Unlock
    status: str
    provisional: bool
    mask: int


@dataclass(slots=True)
class Consequences:
    """What follows besides lines. `places` are the facts, by place, that dates and amounts are computed
    from; `computed` remembers them per decision date and values of these."""

    duties: tuple[Duty, ...]
    claims: tuple[Claim, ...]
    ladder: tuple[tuple[ProvisionSlot, Rung], ...]
    mask: int
    places: tuple[int, ...]
    reads: int
    computed: dict[Hashable, tuple[tuple[Obligation, ...], tuple[Remedy, ...]]] = field(default_factory=dict)


class ConsequenceMemory:
    """Works out the consequences for a combination of the truths they depend on, and remembers them."""

    def __init__(self, slots: Slots) -> None:
        self.all = slots
        self.slots = slots.varying(places(slots))
        self.known: dict[tuple[Truth, ...], Consequences] = {}

    def work_out(self, key: tuple[Truth, ...]) -> Consequences:
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        found = self.known[key] = consequences(self.all, self.all.truths(self.slots, key))
        return found


def places(slots: Slots) -> Iterator[int]:
    """Places of the truths that duties, remedies and ladders depend on."""
    for pack in slots.packs:
        for at in pack.provisions:
            provision = at.provision
            if provision.owes or provision.unlocks or provision.ladder:
                yield from (pack.scope, at.slot, *(slot for slot in at.unlocks if slot is not None))
            for unlock in provision.unlocks:
                if unlock.line is not None:
                    yield from (denial.slot for denial in pack.denials(at, unlock.line))


def consequences(slots: Slots, truths: Mapping[int, Truth]) -> Consequences:
    """Everything besides lines that follows from the truths."""
    duties: list[Duty] = []
    claims: list[Claim] = []
    ladder: list[tuple[ProvisionSlot, Rung]] = []
    for pack in slots.packs:
        for at in pack.provisions:
            provision = at.provision
            if not (provision.owes or provision.unlocks or provision.ladder):
                continue
            scope, held = truths[pack.scope], truths[at.slot]
            if scope is False or held is False:
                continue
            raw = both(scope, held)
            resolved = both(scope, presumed(held, at))
            duties += [duty(at, owed, resolved, raw) for owed in provision.owes]
            claims += remedies(pack, at, truths, resolved, raw)
            if resolved is True:
                ladder += [(at, rung) for rung in provision.ladder]
    ladder.sort(key=lambda item: item[1].step)
    mask = 0
    for bits in (*(duty.mask for duty in duties), *(claim.mask for claim in claims)):
        mask |= bits
    names = facts_computed_from(slots.schema, duties, claims)
    return Consequences(
        tuple(duties),
        tuple(claims),
        tuple(ladder),
        mask,
        tuple(slots.schema.index[fact] for fact in names),
        sum(slots.schema.bits[fact] for fact in names),
    )


def duty(at: ProvisionSlot, owed: Owed, resolved: Truth, raw: Truth) -> Duty:
    mask = raw if is_open(raw) else 0
    return Duty(at, owed, "needs_facts" if resolved is not True else "conditional" if mask else "owed", mask)


def remedies(
    pack: PackSlot, at: ProvisionSlot, truths: Mapping[int, Truth], resolved: Truth, raw: Truth
) -> Iterator[Claim]:
    for unlock, slot in zip(at.provision.unlocks, at.unlocks, strict=True):
        extra: Truth = True if slot is None else truths[slot]
        cut: Truth = False
        raw_cut: Truth = False
        for denial in () if unlock.line is None else pack.denials(at, unlock.line):
            cut = either(cut, cutting(truths[denial.slot], denial))
            raw_cut = either(raw_cut, truths[denial.slot])
        now = both(both(resolved, extra), negate(cut))
        bare = both(both(raw, extra), negate(raw_cut))
        mask = bare if is_open(bare) else 0
        if now is True:
            yield Claim(at, unlock, "after_breach" if unlock.on_breach_of else "available", bool(mask), mask)
        elif now is not False or mask:
            yield Claim(at, unlock, "needs_facts", False, mask)


def facts_computed_from(schema: Schema, duties: list[Duty], claims: list[Claim]) -> list[str]:
    """Facts that dates and amounts are computed from, the days of events included."""
    names: dict[str, None] = {}
    nodes: list[Node | None] = []
    for item in duties:
        nodes += [item.owed.within, item.owed.start_date]
        event = f"{item.owed.starts}_date"
        if event in schema.index:
            names.setdefault(event)
    for claim in claims:
        nodes += [claim.unlock.amount, claim.unlock.extends]
    for node in nodes:
        if node is not None:
            names.update(dict.fromkeys(ir.facts_of(node)))
    return list(names)
