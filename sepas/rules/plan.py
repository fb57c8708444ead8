"""A plan: the packs that apply together, compiled to one function, with the outcomes seen so far.

Running a plan yields a tuple of truths, one per condition: per pack its scope, its provisions, the extra
conditions of its remedies. That tuple is the whole trace in compact form. What follows from it (lines,
obligations, remedies, what is missing) depends on nothing else, so it is derived once per distinct tuple.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, cast

from sepas.rules import ir
from sepas.rules.codegen import Compute, Emitter, Run, assign, compile_value, is_, name
from sepas.rules.facts import Given, Schema
from sepas.rules.ir import Node
from sepas.rules.kleene import Truth
from sepas.rules.model import Pack, Provision, Vocabulary

if TYPE_CHECKING:
    from sepas.rules.outcome import GiveSlot, Outcome

REMEMBERED = 20_000
"""Distinct outcomes kept per plan; beyond it the memory is emptied and fills again."""


@dataclass(slots=True)
class ProvisionSlot:
    """Where the truths of a provision stand in the tuple."""

    provision: Provision
    pack: PackSlot
    slot: int
    unlocks: tuple[int | None, ...]
    reads: tuple[str, ...]


@dataclass(slots=True)
class PackSlot:
    pack: Pack
    order: int
    scope: int
    provisions: list[ProvisionSlot]
    cuts: dict[tuple[int, str], tuple[ProvisionSlot, ...]] = field(default_factory=dict)

    def denials(self, giver: ProvisionSlot, line: str) -> tuple[ProvisionSlot, ...]:
        """The pack's provisions that cut what `giver` gives of `line`."""
        found = self.cuts.get((giver.slot, line))
        if found is None:
            found = tuple(
                at
                for at in self.provisions
                if any(
                    denial.line == line and (not denial.provisions or giver.provision.id in denial.provisions)
                    for denial in at.provision.denies
                )
            )
            self.cuts[giver.slot, line] = found
        return found


class Plan:
    """Compiled packs over one schema. Create with `Plan(schema, vocabulary, packs)`; run with `run`."""

    def __init__(self, schema: Schema, vocabulary: Vocabulary, packs: Sequence[Pack]) -> None:
        self.schema = schema
        self.vocabulary = vocabulary
        self.packs: list[PackSlot] = []
        self.outcomes: dict[tuple[Truth, ...], Outcome] = {}
        self._values: dict[int, tuple[Node, Compute]] = {}
        self.thresholds: dict[tuple[str, tuple[str, ...]], set[int | Decimal]] = {}
        self._width = 0
        self.run: Run = self._compile(packs)

    @cached_property
    def effects(self) -> dict[str, list[GiveSlot]]:
        """For each line of the vocabulary, everything that can give it."""
        from sepas.rules.outcome import effects_of

        return effects_of(self)

    def _compile(self, packs: Sequence[Pack]) -> Run:
        emitter = Emitter(self.schema)
        locals_: list[str] = []
        for order, pack in enumerate(packs):
            scope = self._slot(locals_)
            slots = PackSlot(pack, order, scope, [])
            self.packs.append(slots)
            conditions: list[tuple[int, Node]] = []
            for provision in pack.provisions:
                slot = self._slot(locals_)
                conditions.append((slot, provision.when))
                unlocks: list[int | None] = []
                for unlock in provision.unlocks:
                    if unlock.when is None:
                        unlocks.append(None)
                    else:
                        unlocks.append(self._slot(locals_))
                        conditions.append((self._width - 1, unlock.when))
                reads = reads_of(pack, provision)
                slots.provisions.append(ProvisionSlot(provision, slots, slot, tuple(unlocks), reads))
            self._emit_pack(
                emitter, pack, locals_[scope], [(locals_[slot], node) for slot, node in conditions]
            )
        result = ast.Tuple([name(local) for local in locals_], ast.Load())
        return cast(Run, emitter.function(result))

    def _slot(self, locals_: list[str]) -> int:
        locals_.append(f"p{self._width}")
        self._width += 1
        return self._width - 1

    @staticmethod
    def _emit_pack(emitter: Emitter, pack: Pack, scope: str, conditions: list[tuple[str, Node]]) -> None:
        emitter.define([pack.scope])
        emitter.condition(pack.scope, scope)
        outer = emitter.block
        if not isinstance(pack.scope, ir.Const):
            choice = emitter.branch(is_(scope, False))
            choice.body = [assign(local, ast.Constant(False)) for local, _ in conditions] or [ast.Pass()]
            emitter.block = choice.orelse
        emitter.define([node for _, node in conditions])
        for local, node in conditions:
            emitter.condition(node, local)
        if not emitter.block:
            emitter.emit(ast.Pass())
        emitter.block = outer

    def compute(
        self, node: Node, values: tuple[Given | None, ...], unknown: int, as_of: date
    ) -> Given | None:
        """The value of an expression of one of the plan's packs, or None while it is unknown."""
        if isinstance(node, ir.Const | ir.Param):
            return node.value
        found = self._values.get(id(node))
        if found is None:
            found = (node, compile_value(self.schema, node))
            self._values[id(node)] = found
        return found[1](values, unknown, as_of)

    def outcome(self, truths: tuple[Truth, ...]) -> Outcome:
        """What follows from the truths, derived at first sight and remembered."""
        found = self.outcomes.get(truths)
        if found is None:
            from sepas.rules.outcome import derive

            if len(self.outcomes) >= REMEMBERED:
                self.outcomes.clear()
            found = derive(self, truths)
            self.outcomes[truths] = found
        return found


def reads_of(pack: Pack, provision: Provision) -> tuple[str, ...]:
    """The facts that a provision's truth can depend on, its pack's scope first."""
    names: dict[str, None] = {}
    for node in (pack.scope, provision.when, *(unlock.when for unlock in provision.unlocks)):
        if node is not None:
            names.update(dict.fromkeys(ir.facts_of(node)))
    return tuple(names)
