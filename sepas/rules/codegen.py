"""Checked expressions compiled to one Python function: no text is evaluated, only trees are built.

The function takes the row of fact values, the bits of the unknown facts, and the decision's date. A truth
that is unknown is the set of facts that would settle it, as bits: so one pass yields both the three-valued
truth and what is missing. Each condition has a two-valued path for when its facts are all known.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TypeAlias, cast

from sepas.rules import arithmetic, ir, periods
from sepas.rules.facts import UNDEFINED, Given, Schema
from sepas.rules.ir import Node
from sepas.rules.normal import lift

"""True, False, or the bits of the facts that would settle it (never 0 or 1)."""
Compute: TypeAlias = Callable[[tuple["Given | None", ...], int, date], "Given | None"]

OPERATORS: Mapping[str, type[ast.cmpop]] = {
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
    "==": ast.Eq,
    "!=": ast.NotEq,
}


def strict(function: Callable[..., Given | None]) -> Callable[..., Given | None]:
    """The function, unknown when an argument is."""

    def wrapped(*args: Given | None) -> Given | None:
        return None if None in args else function(*args)

    return wrapped


def _days(start: date, end: date) -> int:
    return (end - start).days


HELPERS: Mapping[str, object] = {
    "__builtins__": {},
    "min": min,
    "max": max,
    "jalali_months": periods.jalali_months,
    "gregorian_months": periods.gregorian_months,
    "add_business_days": periods.add_business_days,
    "business_days_between": periods.business_days_between,
    "move": periods.move,
    "times": arithmetic.times,
    "divide": arithmetic.divide,
    "plus": arithmetic.plus,
    "minus": arithmetic.minus,
    "ceiling": arithmetic.ceiling,
    "floor": arithmetic.floor,
    "strict_move": strict(periods.move),
    "strict_times": strict(arithmetic.times),
    "strict_divide": strict(arithmetic.divide),
    "strict_plus": strict(arithmetic.plus),
    "strict_minus": strict(arithmetic.minus),
    "strict_ceiling": strict(arithmetic.ceiling),
    "strict_floor": strict(arithmetic.floor),
    "strict_days": strict(_days),
    "strict_business_days_between": strict(periods.business_days_between),
    "strict_min": strict(min),
    "strict_max": strict(max),
}
ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divide"}


def name(identifier: str) -> ast.expr:
    return ast.Name(identifier, ast.Load())


def call(function: str, *args: ast.expr) -> ast.expr:
    return ast.Call(name(function), list(args), [])


def assign(target: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(target, ast.Store())], value)


def compared(left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [op], [right])


def is_(target: str, value: bool | None) -> ast.expr:
    return compared(name(target), ast.Is(), ast.Constant(value))


class Emitter:
    """Builds one function for a set of expressions over one schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.block: list[ast.stmt] = []
        self.constants: dict[str, object] = {}
        self.names = 0
        self.used: dict[str, None] = {}
        self.event = False
        self.all_known = False
        self.locals: dict[str, str] = {}
        self._needs: dict[int, int] = {}
        self._safe: dict[int, bool] = {}
        self._exact: dict[int, bool] = {}
        self._kept: list[Node] = []

    # What is known about a node before any fact is.

    def needs(self, node: Node) -> int:
        """Bits of the facts that must be known for a two-valued evaluation."""
        found = self._needs.get(id(node))
        if found is None:
            found = 0
            if isinstance(node, ir.FactRef):
                found = self.schema.bits[node.name]
            elif not isinstance(node, ir.Known):
                for child in ir.children(node):
                    found |= self.needs(child)
            self._needs[id(node)] = found
            self._kept.append(node)
        return found

    def mentions(self, node: Node) -> int:
        """Bits of all facts that can matter to a node, those inside known() too."""
        bits = 0
        for part in ir.walk(node):
            if isinstance(part, ir.FactRef):
                bits |= self.schema.bits[part.name]
        return bits

    def safe(self, node: Node) -> bool:
        """Whether the value is surely known once the facts it needs are."""
        found = self._safe.get(id(node))
        if found is None:
            found = all(self.safe(child) for child in ir.children(node))
            if isinstance(node, ir.Arith) and node.op == "/":
                divisor = node.right
                found = found and isinstance(divisor, ir.Const | ir.Param) and bool(divisor.value)
            elif isinstance(node, ir.Shift):
                found = found and isinstance(node.period, ir.Const | ir.Param)
            elif isinstance(node, ir.Known):
                found = isinstance(node.item, ir.FactRef | ir.DefRef)
            self._safe[id(node)] = found
            self._kept.append(node)
        return found

    def exact(self, node: Node) -> bool:
        """Whether the value is unknown as soon as one fact it needs is."""
        found = self._exact.get(id(node))
        if found is None:
            found = not isinstance(node, ir.Cond | ir.FirstKnown | ir.Known | ir.And | ir.Or) and all(
                self.exact(child) for child in ir.children(node)
            )
            self._exact[id(node)] = found
            self._kept.append(node)
        return found

    # Names and constants.

    def fresh(self) -> str:
        self.names += 1
        return f"t{self.names}"

    def constant(self, value: object) -> ast.expr:
        if value is None or isinstance(value, bool | int | str):
            return ast.Constant(value)
        for known, existing in self.constants.items():
            if type(existing) is type(value) and existing == value and str(existing) == str(value):
                return name(known)
        key = f"k{len(self.constants)}"
        self.constants[key] = value
        return name(key)

    def bind(self, value: object) -> ast.expr:
        """A name for an object that the function uses."""
        key = f"b{len(self.constants)}"
        self.constants[key] = value
        return name(key)

    def fact(self, fact: str) -> ast.expr:
        self.used.setdefault(fact)
        return name(f"f_{fact}")

    def unknown(self, bits: int) -> ast.expr:
        return ast.BinOp(name("unk"), ast.BitAnd(), ast.Constant(bits))

    def emit(self, statement: ast.stmt) -> None:
        self.block.append(statement)

    def branch(self, test: ast.expr) -> ast.If:
        statement = ast.If(test, [], [])
        self.emit(statement)
        return statement

    # Two-valued: all facts that the node needs are known.

    def fast(self, node: Node) -> ast.expr:
        match node:
            case ir.Const(value=value) | ir.Param(value=value):
                return self.constant(value)
            case ir.FactRef(name=fact):
                return self.fact(fact)
            case ir.AsOf():
                return name("as_of")
            case ir.EventDate():
                self.event = True
                return name("event_date")
            case ir.DefRef():
                return name(self.local(node))
            case ir.Not(item=item):
                return ast.UnaryOp(ast.Not(), self.fast(item))
            case ir.And(items=items):
                return ast.BoolOp(ast.And(), [self.fast(item) for item in items])
            case ir.Or(items=items):
                return ast.BoolOp(ast.Or(), [self.fast(item) for item in items])
            case ir.Compare(op=op, left=left, right=right):
                return compared(self.fast(left), OPERATORS[op](), self.fast(right))
            case ir.In(item=item, values=values, negated=negated):
                members = ast.Set([ast.Constant(value) for value in sorted(values)])
                return compared(self.fast(item), ast.NotIn() if negated else ast.In(), members)
            case ir.Arith(op=op, left=left, right=right):
                return call(ARITHMETIC[op], self.fast(left), self.fast(right))
            case ir.Shift():
                return self.fast_shift(node)
            case ir.Between(start=start, end=end, calendar=None):
                return ast.Attribute(
                    ast.BinOp(self.fast(end), ast.Sub(), self.fast(start)), "days", ast.Load()
                )
            case ir.Between(start=start, end=end, calendar=calendar):
                return call("business_days_between", self.fast(start), self.fast(end), ast.Constant(calendar))
            case ir.Extremum(least=least, items=items):
                return call("min" if least else "max", *(self.fast(item) for item in items))
            case ir.Cond(test=test, then=then, other=other):
                return ast.IfExp(self.fast(test), self.fast(then), self.fast(other))
            case ir.FirstKnown(items=items):
                return self.fast(items[0])
            case ir.Known(item=item):
                return self.known(item)
            case ir.Round(up=up, item=item):
                return call("ceiling" if up else "floor", self.fast(item))
            case ir.Cast(item=item, factor=factor):
                inner = self.fast(item)
                return inner if factor == 1 else call("times", inner, ast.Constant(factor))

    def fast_shift(self, node: ir.Shift) -> ast.expr:
        base = self.fast(node.base)
        unit = node.period.type.unit or "day"
        if isinstance(node.period, ir.Const | ir.Param) and isinstance(node.period.value, int):
            amount = node.sign * node.period.value
            if unit == "day":
                return ast.BinOp(base, ast.Add(), self.constant(timedelta(days=amount)))
            if unit == "month":
                return call(f"{node.calendar}_months", base, self.constant(amount))
            return call("add_business_days", base, self.constant(amount), ast.Constant(node.calendar))
        amount_tree = self.fast(node.period)
        if node.sign < 0:
            amount_tree = call("minus", ast.Constant(0), amount_tree)
        return call("move", base, ast.Constant(unit), amount_tree, ast.Constant(node.calendar))

    def known(self, item: Node) -> ast.expr:
        if isinstance(item, ir.FactRef):
            return ast.UnaryOp(ast.Not(), self.unknown(self.schema.bits[item.name]))
        if isinstance(item, ir.DefRef):
            local = self.local(item)
            if item.type.kind == "bool":
                return ast.BoolOp(ast.Or(), [is_(local, True), is_(local, False)])
            return compared(name(local), ast.IsNot(), ast.Constant(None))
        if item.type.kind == "bool":
            target = self.fresh()
            self.truth(item, target)
            return ast.BoolOp(ast.Or(), [is_(target, True), is_(target, False)])
        return compared(self.value(item), ast.IsNot(), ast.Constant(None))

    # Values that may be unknown: None stands for it.

    def value(self, node: Node) -> ast.expr:
        """An expression for the value or None; statements it needs are emitted first."""
        if isinstance(node, ir.FactRef):
            return self.fact(node.name)
        if isinstance(node, ir.DefRef):
            return name(self.local(node))
        if self.exact(node) and self.safe(node):
            needed = self.needs(node)
            fast = self.fast(node)
            return (
                fast
                if not needed or self.all_known
                else ast.IfExp(self.unknown(needed), ast.Constant(None), fast)
            )
        match node:
            case ir.Cond(test=test, then=then, other=other):
                return self.branching(test, then, other)
            case ir.FirstKnown(items=items):
                target = self.fresh()
                self.emit(assign(target, self.value(items[0])))
                outer = self.block
                for item in items[1:]:
                    self.block = self.branch(is_(target, None)).body
                    self.emit(assign(target, self.value(item)))
                self.block = outer
                return name(target)
            case ir.Arith(op=op, left=left, right=right):
                return call(f"strict_{ARITHMETIC[op]}", self.value(left), self.value(right))
            case ir.Shift(base=base, period=period, sign=sign, calendar=calendar):
                amount = self.value(period)
                if sign < 0:
                    amount = call("strict_minus", ast.Constant(0), amount)
                unit = ast.Constant(period.type.unit or "day")
                return call("strict_move", self.value(base), unit, amount, ast.Constant(calendar))
            case ir.Between(start=start, end=end, calendar=None):
                return call("strict_days", self.value(start), self.value(end))
            case ir.Between(start=start, end=end, calendar=calendar):
                parts = (self.value(start), self.value(end), ast.Constant(calendar))
                return call("strict_business_days_between", *parts)
            case ir.Extremum(least=least, items=items):
                return call("strict_min" if least else "strict_max", *[self.value(item) for item in items])
            case ir.Round(up=up, item=item):
                return call("strict_ceiling" if up else "strict_floor", self.value(item))
            case ir.Cast(item=item, factor=factor):
                inner = self.value(item)
                return inner if factor == 1 else call("strict_times", inner, ast.Constant(factor))
        target = self.fresh()
        self.truth(node, target)
        known = ast.BoolOp(ast.Or(), [is_(target, True), is_(target, False)])
        return ast.IfExp(known, name(target), ast.Constant(None))

    def branching(self, test: Node, then: Node, other: Node) -> ast.expr:
        decided, first, second, target = (self.fresh() for _ in range(4))
        self.truth(lift(test), decided)
        self.emit(assign(first, self.value(then)))
        self.emit(assign(second, self.value(other)))
        agree = ast.IfExp(compared(name(first), ast.Eq(), name(second)), name(first), ast.Constant(None))
        chosen = ast.IfExp(
            is_(decided, True), name(first), ast.IfExp(is_(decided, False), name(second), agree)
        )
        self.emit(assign(target, chosen))
        return name(target)

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
        choice = self.branch(is_(decided, True))
        self.block = choice.body
        self.truth(then, target)
        self.block = choice.orelse
        choice = self.branch(is_(decided, False))
        self.block = choice.body
        self.truth(other, target)
        self.block = choice.orelse
        self.truth(then, first)
        self.truth(other, second)
        for value in (True, False):
            choice = self.branch(ast.BoolOp(ast.And(), [is_(first, value), is_(second, value)]))
            choice.body.append(assign(target, ast.Constant(value)))
            self.block = choice.orelse
        bits: ast.expr = name(decided)
        for branch in (first, second):
            known = ast.BoolOp(ast.Or(), [is_(branch, True), is_(branch, False)])
            bits = ast.BinOp(bits, ast.BitOr(), ast.IfExp(known, ast.Constant(0), name(branch)))
        self.emit(assign(target, bits))
        self.block = outer

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

    def local(self, node: ir.DefRef) -> str:
        return self.locals[node.name]

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
        exec(compile(ast.fix_missing_locations(module), "<rules>", "exec"), scope)  # noqa: S102 (a tree we built)
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
