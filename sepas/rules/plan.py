"""A plan: the packs that apply together, compiled to one function.

Running a plan yields a tuple of truths, one per condition: per pack its scope, its provisions, the extra
conditions of its remedies. That tuple is the whole trace in compact form. What follows for a line depends
only on the truths of the provisions that give or cut it, so each line is worked out once per combination of
these and remembered; the compiled function looks it up. The same holds for duties and remedies. Whole sets
of truths that were met before are looked up at once.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, cast

from sepas.rules import ir
from sepas.rules.answers import Line
from sepas.rules.codegen import Compute, Emitter, compile_value
from sepas.rules.consequences import ConsequenceMemory, Consequences
from sepas.rules.facts import Given, Schema
from sepas.rules.ir import Node
from sepas.rules.kleene import Truth
from sepas.rules.lines import LineMemory, line_memories
from sepas.rules.model import Pack, Provision, Vocabulary
from sepas.rules.slots import PackSlot, ProvisionSlot, Slots
from sepas.rules.trees import assign, is_, name

REMEMBERED = 8192
"""Distinct sets of truths whose outcome is kept; beyond it the memory is emptied and fills again."""
Outcome: TypeAlias = "tuple[Mapping[str, Line], Consequences]"
Result: TypeAlias = "tuple[tuple[Truth, ...], Outcome]"
Run: TypeAlias = Callable[[tuple["Given | None", ...], int, date], Result]


class Plan:
    """Compiled packs over one schema. Create with `Plan(schema, vocabulary, packs)`; run with `run`."""

    def __init__(self, schema: Schema, vocabulary: Vocabulary, packs: Sequence[Pack]) -> None:
        self.schema = schema
        self.vocabulary = vocabulary
        self.packs: list[PackSlot] = []
        self.thresholds: dict[tuple[str, tuple[str, ...]], set[int | Decimal]] = {}
        self.slots = Slots(schema, vocabulary, self.packs, {})
        self.reads = 0
        self.computed_lines: tuple[str, ...] = ()
        self.memories: dict[str, LineMemory] = {}
        self.known: dict[tuple[Truth, ...], Outcome] = {}
        self._values: dict[int, tuple[Node, Compute]] = {}
        self._width = 0
        self.run: Run = self._compile(packs)

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
            self._note(scope, pack, conditions)
            self._emit_pack(
                emitter, pack, locals_[scope], [(locals_[slot], node) for slot, node in conditions]
            )
        truths = ast.Tuple([name(local) for local in locals_], ast.Load())
        emitter.emit(assign("truths", truths))
        emitter.emit(assign("found", ast.Call(emitter.bind(self.known.get), [name("truths")], [])))
        whole = emitter.block
        emitter.block = emitter.branch(is_("found", None)).body
        lines = ast.Dict([], [])
        self.memories = {memory.line: memory for memory in line_memories(self.slots)}
        self.computed_lines = tuple(line for line, memory in self.memories.items() if memory.computed)
        for line, memory in self.memories.items():
            lines.keys.append(ast.Constant(line))
            lines.values.append(self._recall(emitter, memory, locals_))
        consequences = self._recall(emitter, ConsequenceMemory(self.slots), locals_)
        kept = ast.Call(emitter.bind(self._remember), [name("truths"), lines, consequences], [])
        emitter.emit(assign("found", kept))
        emitter.block = whole
        return cast(Run, emitter.function(ast.Tuple([name("truths"), name("found")], ast.Load())))

    def _remember(self, truths: tuple[Truth, ...], lines: dict[str, Line], rest: Consequences) -> Outcome:
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        found = self.known[truths] = (MappingProxyType(lines), rest)
        return found

    def _note(self, scope: int, pack: Pack, conditions: list[tuple[int, Node]]) -> None:
        """Remember which truths are constant, and which facts the conditions read."""
        for slot, node in [(scope, pack.scope), *conditions]:
            if isinstance(node, ir.Const) and (slot == scope or isinstance(pack.scope, ir.Const)):
                self.slots.constants[slot] = node.value is True
            for fact in ir.facts_of(node):
                self.reads |= self.schema.bits[fact]
        for fact in (*pack.as_of, *value_facts(pack)):
            self.reads |= self.schema.bits[fact]

    @staticmethod
    def _recall(emitter: Emitter, memory: LineMemory | ConsequenceMemory, locals_: list[str]) -> ast.expr:
        """`memory.known.get(key) or memory.work_out(key)` for the key made of the truths that matter."""
        key = f"key{id(memory)}"
        emitter.emit(assign(key, ast.Tuple([name(locals_[slot]) for slot in memory.slots], ast.Load())))
        known = ast.Call(emitter.bind(memory.known.get), [name(key)], [])
        return ast.BoolOp(ast.Or(), [known, ast.Call(emitter.bind(memory.work_out), [name(key)], [])])

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
        roots = [node for _, node in conditions]
        needed = 0
        for root in roots:
            needed |= emitter.needs(root)
        if needed:
            known = emitter.branch(emitter.unknown(needed))
            general, emitter.block = emitter.block, known.orelse
            with emitter.everything_known():
                emitter.conditions(conditions)
            emitter.block = known.body
            emitter.conditions(conditions)
            emitter.block = general
        else:
            emitter.conditions(conditions)
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


def value_facts(pack: Pack) -> tuple[str, ...]:
    """The facts that shares and amounts are computed from."""
    nodes: list[Node | None] = []
    for provision in pack.provisions:
        for give in provision.gives:
            nodes += [give.percent, give.amount]
        for unlock in provision.unlocks:
            nodes += [unlock.amount, unlock.extends]
    return tuple(fact for node in nodes if node is not None for fact in ir.facts_of(node))


def reads_of(pack: Pack, provision: Provision) -> tuple[str, ...]:
    """The facts that a provision's truth can depend on, its pack's scope first."""
    names: dict[str, None] = {}
    for node in (pack.scope, provision.when, *(unlock.when for unlock in provision.unlocks)):
        if node is not None:
            names.update(dict.fromkeys(ir.facts_of(node)))
    return tuple(names)
