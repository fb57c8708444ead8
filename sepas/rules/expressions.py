"""From the text of a condition to the checked tree of `ir`: a small, typed, total subset of Python syntax.

The text is parsed with `ast` and never evaluated. Everything that could go wrong later is an
`ExpressionError` here, with what is wrong and what to write instead.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NoReturn

from sepas.rules import ir
from sepas.rules.errors import near
from sepas.rules.ir import BOOL, DATE, RATIO, Node, Type, quantity
from sepas.rules.language import (
    COMPARISONS,
    CONSTRUCTORS,
    FUNCTIONS,
    MAX_DEPTH,
    MAX_NODES,
    MAX_TEXT,
    MAX_YEARS,
    OPERATORS,
    WRITTEN,
    ExpressionError,
    common,
    depth,
    expect,
    fail,
    result_unit,
    shorten,
    years_moved,
)


@dataclass(slots=True)
class Names:
    """What an expression may mention, and the calendars it counts in.

    `calendar` counts months and may be None (months are then an error); `jurisdiction` names the
    calendar of working days.
    """

    facts: Mapping[str, Type]
    parameters: Mapping[str, ir.Param] = field(default_factory=dict)
    definitions: Mapping[str, ir.DefRef] = field(default_factory=dict)
    calendar: str | None = None
    jurisdiction: str = ""


def parse(text: str, names: Names, want: Type | None = None) -> Node:
    """Check `text` and return its tree; of kind and unit `want` when that is given.

    Raises ExpressionError.
    """
    if len(text) > MAX_TEXT:
        fail(f"the expression is longer than {MAX_TEXT} characters", "split it with definitions")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        fail(f"«{shorten(text)}» cannot be read: {error}", "write it in the syntax of pack-format §5")
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES or depth(tree) > MAX_DEPTH:
        fail("the expression is too large", "split it with definitions")
    node = Reader(names).read(tree)
    if years_moved(node) > MAX_YEARS:
        fail(f"the expression moves a date by more than {MAX_YEARS} years", "use a shorter period")
    if want is not None:
        expect(node.type, want, shorten(text))
    return node


@dataclass(slots=True)
class Reader:
    names: Names

    def read(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Constant():
                return self.constant(tree)
            case ast.Name(id=name):
                return self.name(name)
            case ast.BoolOp(op=op, values=values):
                items = tuple(self.boolean(value) for value in values)
                return ir.And(items) if isinstance(op, ast.And) else ir.Or(items)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ir.Not(self.boolean(operand))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.negative(operand)
            case ast.Compare():
                return self.comparison(tree)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return self.arithmetic(OPERATORS[type(op)], left, right)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                then, other = self.read(body), self.read(orelse)
                return ir.Cond(common([then, other]), self.boolean(test), then, other)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.call(name, args)
        raise ExpressionError(
            f"«{shorten(ast.unparse(tree))}» is not part of the expression language",
            "use names, literals, and/or/not, comparisons, + - * /, if-else and the functions of §5",
        )

    def constant(self, tree: ast.Constant) -> Node:
        value: object = tree.value
        if isinstance(value, bool):
            return ir.TRUE if value else ir.FALSE
        if isinstance(value, int):
            return ir.Const(RATIO, value)
        if isinstance(value, float):
            exact = Decimal(repr(value))
            if not exact.is_finite():
                fail("a number is not finite", "write a smaller number")
            return ir.Const(RATIO, exact)
        if isinstance(value, str):
            return ir.Const(Type("choice", None, frozenset({value})), value)
        raise ExpressionError(
            f"«{value!r}» is not a literal of the language",
            "to ask whether a fact is given, write known(fact)",
        )

    def name(self, name: str) -> Node:
        if name == "as_of":
            return ir.AsOf()
        if name in self.names.definitions:
            return self.names.definitions[name]
        if name in self.names.parameters:
            return self.names.parameters[name]
        if name == "event_date":
            return ir.EventDate()
        kind = self.names.facts.get(name)
        if kind is None:
            fail(f"unknown name «{name}»", near(name, [*self.known_names(), *FUNCTIONS]))
        if kind.kind == "text":
            fail(f"«{name}» is free text", "decide on a choice or bool fact instead")
        return ir.FactRef(kind, name)

    def known_names(self) -> list[str]:
        return [*self.names.definitions, *self.names.parameters, *self.names.facts, "as_of", "event_date"]

    def boolean(self, tree: ast.expr) -> Node:
        node = self.read(tree)
        expect(node.type, BOOL, shorten(ast.unparse(tree)))
        return node

    def negative(self, operand: ast.expr) -> Node:
        node = self.read(operand)
        if node.type.kind != "quantity":
            fail(
                f"«-{shorten(ast.unparse(operand))}» negates a {node.type}",
                "negate numbers and quantities only",
            )
        if isinstance(node, ir.Const) and isinstance(node.value, int | Decimal):
            return ir.Const(node.type, -node.value)
        return ir.Arith(node.type, "-", ir.Const(node.type, 0), node)

    def comparison(self, tree: ast.Compare) -> Node:
        parts: list[Node] = []
        left = tree.left
        for op, right in zip(tree.ops, tree.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                parts.append(self.membership(left, right, isinstance(op, ast.NotIn)))
            elif type(op) in COMPARISONS:
                parts.append(self.compare(COMPARISONS[type(op)], left, right))
            else:
                fail("«is» is not part of the language", "write ==, or known(fact)")
            left = right
        return parts[0] if len(parts) == 1 else ir.And(tuple(parts))

    def membership(self, left: ast.expr, right: ast.expr, negated: bool) -> Node:
        item = self.read(left)
        if item.type.kind != "choice":
            fail(f"«{shorten(ast.unparse(left))}» is a {item.type}", "in and not in test choice facts")
        if not isinstance(right, ast.Set) or not right.elts:
            fail(f"«{shorten(ast.unparse(right))}» is not a set of choices", "write {'a', 'b'}")
        values: set[str] = set()
        for element in right.elts:
            if not isinstance(element, ast.Constant) or not isinstance(element.value, str):
                fail(f"«{ast.unparse(element)}» is not a choice", "write the choice in quotes")
            self.possible(element.value, item.type)
            values.add(element.value)
        return ir.In(item, frozenset(values), negated)

    def possible(self, value: str, kind: Type) -> None:
        if kind.choices is not None and value not in kind.choices:
            fail(f"«{value}» is not one of the choices", near(value, sorted(kind.choices)))

    def compare(self, op: ir.CompareOp, left: ast.expr, right: ast.expr) -> Node:
        a, b = self.read(left), self.read(right)
        words = shorten(f"{ast.unparse(left)} {op} {ast.unparse(right)}")
        if a.type.kind == "choice" and b.type.kind == "choice":
            if op not in ("==", "!="):
                fail(f"«{words}»: choices have no order", "write == or in {…}")
            for one, other in ((a, b), (b, a)):
                if isinstance(one, ir.Const) and isinstance(one.value, str):
                    self.possible(one.value, other.type)
            return ir.Compare(op, a, b)
        if a.type.kind == "bool" and b.type.kind == "bool":
            for one, other in ((a, b), (b, a)):
                if isinstance(one, ir.Const) and op in ("==", "!="):
                    return other if (op == "==") == (one.value is True) else ir.Not(other)
            fail(f"«{words}» compares truth values", "write and, or, not")
        if a.type.kind != b.type.kind or a.type.unit != b.type.unit:
            self.mixed(a, b, left, right, words)
        return ir.Compare(op, a, b)

    def mixed(self, a: Node, b: Node, left: ast.expr, right: ast.expr, words: str) -> NoReturn:
        for one, other, text in ((a, b, right), (b, a, left)):
            unit = one.type.unit or ""
            if unit in WRITTEN and other.type.unit == "ratio":
                fail(
                    f"«{words}» compares {unit} with a bare number",
                    f"write {WRITTEN[unit]}({ast.unparse(text)})",
                )
        fail(f"«{words}» compares a {a.type} with a {b.type}", "compare a quantity with its own unit only")

    def arithmetic(self, op: ir.ArithOp, left: ast.expr, right: ast.expr) -> Node:
        a, b = self.read(left), self.read(right)
        words = shorten(f"{ast.unparse(left)} {op} {ast.unparse(right)}")
        if a.type.kind == "date":
            if op == "-" and b.type.kind == "date":
                return ir.Between(quantity("day"), b, a, None)
            if op in ("+", "-") and b.type.kind == "quantity":
                return self.shift(a, b, 1 if op == "+" else -1, words)
            fail(f"«{words}» is not defined", "add a period to a date, or subtract two dates")
        if a.type.kind != "quantity" or b.type.kind != "quantity":
            fail(
                f"«{words}» calculates with a {a.type} and a {b.type}",
                "calculate with quantities and numbers",
            )
        if op == "/" and isinstance(b, ir.Const | ir.Param) and not b.value:
            fail(f"«{words}» divides by zero", "divide by something else")
        unit = result_unit(op, a.type.unit or "", b.type.unit or "")
        if unit is None:
            fail(
                f"«{words}» mixes {a.type.unit} and {b.type.unit}",
                "use one unit, or multiply by a ratio or count",
            )
        return ir.Arith(quantity(unit), op, a, b)

    def shift(self, base: Node, period: Node, sign: Literal[1, -1], words: str) -> Node:
        unit = period.type.unit
        if unit not in ir.PERIODS:
            fail(
                f"«{words}» adds a {period.type} to a date",
                "add days(n), months(n), years(n) or business_days(n)",
            )
        calendar = self.month_calendar() if unit == "month" else self.names.jurisdiction
        if isinstance(period, ir.Const | ir.Param) and not isinstance(period.value, int):
            fail(f"«{words}» adds a fraction of a period", "use a whole number")
        return ir.Shift(base, period, sign, calendar)

    def month_calendar(self) -> str:
        if self.names.calendar is None:
            fail(
                "months are counted but the pack names no calendar",
                "write calendar: jalali or calendar: gregorian",
            )
        return self.names.calendar

    def call(self, name: str, args: Sequence[ast.expr]) -> Node:
        if any(isinstance(arg, ast.Starred) for arg in args):
            fail(f"{name}(*…) is not part of the language", "write each argument")
        if name in CONSTRUCTORS:
            return self.construct(name, args)
        match name:
            case "earlier_of" | "later_of":
                items = self.several(name, args, DATE)
                return ir.Extremum(DATE, name == "earlier_of", items)
            case "min" | "max":
                items = tuple(self.read(arg) for arg in args)
                if len(items) < 2 or any(item.type.kind != "quantity" for item in items):
                    fail(f"{name}() needs two quantities or more", "for dates write earlier_of or later_of")
                return ir.Extremum(common(items), name == "min", items)
            case "first_known":
                items = tuple(self.read(arg) for arg in args)
                if len(items) < 2:
                    fail("first_known() needs two arguments or more", "write first_known(a, b)")
                return ir.FirstKnown(common(items), items)
            case "known":
                return ir.Known(self.single(name, args))
            case "ceil" | "floor":
                item = self.single(name, args)
                if item.type.kind != "quantity":
                    fail(f"{name}() rounds numbers, not a {item.type}", "give it a number or quantity")
                return ir.Round(item.type, name == "ceil", item)
            case "days_between" | "business_days_between":
                items = self.several(name, args, DATE)
                if len(items) != 2:
                    fail(f"{name}() needs two dates", f"write {name}(from, to)")
                if name == "days_between":
                    return ir.Between(quantity("day"), items[0], items[1], None)
                return ir.Between(quantity("business_day"), items[0], items[1], self.names.jurisdiction)
        raise ExpressionError(f"unknown function «{name}»", near(name, [*FUNCTIONS, *CONSTRUCTORS]))

    def construct(self, name: str, args: Sequence[ast.expr]) -> Node:
        unit, factor = CONSTRUCTORS[name]
        item = self.single(name, args)
        if item.type.unit == unit and not isinstance(item, ir.Const):
            fail(f"{name}(…) around a {item.type}", "write the value alone; it has the unit already")
        if item.type.unit not in ("ratio", "count"):
            fail(f"{name}(…) needs a number, not a {item.type}", f"write {name}(3)")
        if isinstance(item, ir.Const) and isinstance(item.value, int | Decimal):
            return ir.Const(quantity(unit), item.value * factor)
        return ir.Cast(quantity(unit), item, factor)

    def single(self, name: str, args: Sequence[ast.expr]) -> Node:
        if len(args) != 1:
            fail(f"{name}() needs one argument, {len(args)} given", f"write {name}(x)")
        return self.read(args[0])

    def several(self, name: str, args: Sequence[ast.expr], want: Type) -> tuple[Node, ...]:
        items = tuple(self.read(arg) for arg in args)
        if len(items) < 2:
            fail(f"{name}() needs two arguments or more", f"write {name}(a, b)")
        for item, arg in zip(items, args, strict=True):
            expect(item.type, want, shorten(ast.unparse(arg)))
        return items
