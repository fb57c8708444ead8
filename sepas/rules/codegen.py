"""Checked expressions compiled to one Python function: no text is evaluated, only trees are built.

The function takes the row of fact values, the bits of the unknown facts, and the decision's date. A truth
that is unknown is the set of facts that would settle it, as bits: so one pass yields both the three-valued
truth and what is missing. Each condition has a two-valued path for when its facts are all known.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TypeAlias, cast

from sepas.rules import ir
from sepas.rules.facts import UNDEFINED, Given, Schema
from sepas.rules.ir import Node
from sepas.rules.normal import lift
from sepas.rules.trees import HELPERS, OPERATORS, assign, compared, is_, located, name
from sepas.rules.values import ValueEmitter

Compute: TypeAlias = Callable[[tuple["Given | None", ...], int, date], "Given | None"]


class Emitter(ValueEmitter):
    """Builds one function for a set of conditions and values over one schema."""

    # Truths that may be unknown: the bits of what would settle them.

    @contextmanager
    def everything_known(self) -> Iterator[None]:
        """Emit for when every fact that the expressions need is known."""
        self.all_known = True
        yield
        self.all_known = False

    def conditions(self, conditions: Sequence[tuple[str, Node]]) -> None:
        """Emit the truths of several conditions of one pack, and the definitions that they use."""
        self.define([node for _, node in conditions])
        for local, node in conditions:
            self.condition(node, local)

    def condition(self, node: Node, target: str) -> None:
        """Emit `target = truth of node`, two-valued when all its facts are known."""
        needed = self.needs(node)
        if not self.safe(node):
            self.truth(lift(node), target)
        elif not needed or self.all_known:
            self.emit(assign(target, self.fast(node)))
        elif isinstance(node, ir.FactRef | ir.DefRef):
            self.truth(node, target)
        else:
            choice = self.branch(self.unknown(needed))
            outer = self.block
            self.block = choice.body
            self.truth(lift(node), target)
            self.block = choice.orelse
            self.emit(assign(target, self.fast(node)))
            self.block = outer

    def truth(self, node: Node, target: str) -> None:
        match node:
            case ir.Const(value=value) | ir.Param(value=value):
                self.emit(assign(target, ast.Constant(value is True)))
            case ir.FactRef(name=fact):
                bits = self.schema.bits[fact]
                self.emit(assign(target, ast.IfExp(self.unknown(bits), ast.Constant(bits), self.fact(fact))))
            case ir.DefRef():
                self.emit(assign(target, name(self.local(node))))
            case ir.Known(item=item):
                self.emit(assign(target, self.known(item)))
            case ir.Not(item=item):
                self.truth(item, target)
                known = ast.BoolOp(ast.Or(), [is_(target, True), is_(target, False)])
                self.emit(
                    assign(target, ast.IfExp(known, ast.UnaryOp(ast.Not(), name(target)), name(target)))
                )
            case ir.And(items=items):
                self.combine(list(items), target, absorbing=False)
            case ir.Or(items=items):
                self.combine(list(items), target, absorbing=True)
            case ir.Cond(test=test, then=then, other=other):
                self.either(test, then, other, target)
            case ir.Compare(left=left, right=right):
                self.atom(node, (left, right), target)
            case ir.In(item=item):
                self.atom(node, (item,), target)
            case _:
                raise AssertionError(f"not a condition: {type(node).__name__}")

    def combine(self, items: list[Node], target: str, *, absorbing: bool) -> None:
        """`and` (absorbing False) or `or` (absorbing True), evaluated no further than it is decided."""
        self.truth(items[0], target)
        if len(items) == 1:
            return
        outer = self.block
        self.block = self.branch(compared(name(target), ast.IsNot(), ast.Constant(absorbing))).body
        rest = self.fresh()
        self.combine(items[1:], rest, absorbing=absorbing)
        both = ast.BinOp(name(target), ast.BitOr(), name(rest))
        neutral = not absorbing
        joined = ast.IfExp(is_(rest, neutral), name(target), both)
        joined = ast.IfExp(
            is_(target, neutral), name(rest), ast.IfExp(is_(rest, absorbing), name(rest), joined)
        )
        self.emit(assign(target, joined))
        self.block = outer

    def either(self, test: Node, then: Node, other: Node, target: str) -> None:
        """A branch between truths: while the test is open, decided only where both branches agree."""
        decided, first, second = (self.fresh() for _ in range(3))
        self.truth(test, decided)
        outer = self.block
        for branch, local, excluded in ((then, first, False), (other, second, True)):
            self.block = self.branch(compared(name(decided), ast.IsNot(), ast.Constant(excluded))).body
            self.truth(branch, local)
            self.block = outer
        both = (
            compared(name(first), ast.Is(), name(second)),
            ast.Compare(
                name(first), [ast.In()], [ast.Tuple([ast.Constant(True), ast.Constant(False)], ast.Load())]
            ),
        )
        bits: ast.expr = name(decided)
        for local in (first, second):
            settled = ast.BoolOp(ast.Or(), [is_(local, True), is_(local, False)])
            bits = ast.BinOp(bits, ast.BitOr(), ast.IfExp(settled, ast.Constant(0), name(local)))
        joined = ast.IfExp(ast.BoolOp(ast.And(), list(both)), name(first), bits)
        joined = ast.IfExp(is_(decided, False), name(second), joined)
        self.emit(assign(target, ast.IfExp(is_(decided, True), name(first), joined)))

    def atom(self, node: ir.Compare | ir.In, operands: tuple[Node, ...], target: str) -> None:
        if all(self.exact(item) and self.safe(item) for item in operands):
            needed = self.needs(node)
            fast = self.fast(node)
            self.emit(assign(target, ast.BoolOp(ast.Or(), [self.unknown(needed), fast]) if needed else fast))
            return
        values = [self.fresh() for _ in operands]
        for local, item in zip(values, operands, strict=True):
            self.emit(assign(local, self.value(item)))
        missing: list[ast.expr] = [is_(local, None) for local in values]
        test = missing[0] if len(missing) == 1 else ast.BoolOp(ast.Or(), missing)
        if isinstance(node, ir.Compare):
            result = compared(name(values[0]), OPERATORS[node.op](), name(values[1]))
        else:
            members = ast.Set([ast.Constant(value) for value in sorted(node.values)])
            result = compared(name(values[0]), ast.NotIn() if node.negated else ast.In(), members)
        bits = ast.BoolOp(ast.Or(), [self.unknown(self.mentions(node)), ast.Constant(UNDEFINED)])
        self.emit(assign(target, ast.IfExp(test, bits, result)))

    # Definitions: one local each.

    def define(self, roots: list[Node]) -> None:
        """Emit a local for every definition that `roots` use, in their order."""
        self.locals = {}
        for definition in definitions_used(roots):
            local = f"d{self.names}_{definition.name}"
            self.names += 1
            if definition.type.kind == "bool":
                self.condition(definition.body, local)
            else:
                self.emit(assign(local, self.value(definition.body)))
            self.locals[definition.name] = local

    def function(self, result: ast.expr) -> object:
        body = list(self.block)
        if self.event:
            bits = self.schema.bits["event_date"]
            event = ast.IfExp(self.unknown(bits), name("as_of"), self.fact("event_date"))
            body.insert(0, assign("event_date", event))
        for fact in self.used:
            place = ast.Constant(self.schema.index[fact])
            body.insert(0, assign(f"f_{fact}", ast.Subscript(name("v"), place, ast.Load())))
        body.append(ast.Return(result))
        arguments = ast.arguments(
            [], [ast.arg("v"), ast.arg("unk"), ast.arg("as_of")], None, [], [], None, []
        )
        module = ast.Module([ast.FunctionDef("compiled", arguments, body, [])], [])
        scope: dict[str, object] = {**HELPERS, **self.constants}
        exec(compile(located(module), "<rules>", "exec"), scope)  # noqa: S102 (a tree we built)
        return scope["compiled"]


def definitions_used(roots: list[Node]) -> list[ir.DefRef]:
    """Definitions that the expressions use, each after those it uses itself."""
    out: dict[str, ir.DefRef] = {}

    def visit(node: Node) -> None:
        if isinstance(node, ir.DefRef) and node.name in out:
            return
        for child in ir.children(node):
            visit(child)
        if isinstance(node, ir.DefRef):
            out[node.name] = node

    for root in roots:
        visit(root)
    return list(out.values())


def compile_value(schema: Schema, node: Node) -> Compute:
    """A function that computes one value, or None while a fact it needs is unknown."""
    emitter = Emitter(schema)
    emitter.define([node])
    return cast(Compute, emitter.function(emitter.value(node)))
