"""Values as Python trees: one way for when everything is known, one where None stands for unknown."""

from __future__ import annotations

import ast
from datetime import timedelta

from sepas.rules import ir
from sepas.rules.analysis import Analysis
from sepas.rules.facts import Schema
from sepas.rules.ir import Node
from sepas.rules.normal import lift
from sepas.rules.trees import ARITHMETIC, OPERATORS, assign, call, compared, is_, name


class ValueEmitter(Analysis):
    """Emits values; conditions inside them are emitted by `truth`, which a subclass gives."""

    def __init__(self, schema: Schema) -> None:
        super().__init__(schema)
        self.block: list[ast.stmt] = []
        self.constants: dict[str, object] = {}
        self.names = 0
        self.used: dict[str, None] = {}
        self.event = False
        self.all_known = False
        self.locals: dict[str, str] = {}

    def truth(self, node: Node, target: str) -> None:
        """Emit `target = truth of node`; see `codegen.Emitter`."""
        raise NotImplementedError

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

    def local(self, node: ir.DefRef) -> str:
        return self.locals[node.name]
