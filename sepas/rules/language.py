"""The words, units and limits of the expression language."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NoReturn

from sepas.rules import ir
from sepas.rules.ir import BOOL, DATE, Node, Type, quantity

MAX_TEXT = 2000
MAX_NODES = 400
MAX_DEPTH = 40
MAX_YEARS = 200
"""Longest period that one expression may add up, so that dates always stay in range."""

CONSTRUCTORS: Mapping[str, tuple[str, int]] = {
    "km": ("km", 1),
    "days": ("day", 1),
    "hours": ("hour", 1),
    "months": ("month", 1),
    "years": ("month", 12),
    "business_days": ("business_day", 1),
    "count": ("count", 1),
    "money": ("money", 1),
}
WRITTEN: Mapping[str, str] = {unit: name for name, (unit, factor) in CONSTRUCTORS.items() if factor == 1}
DAYS_PER = {"day": 365, "business_day": 240, "month": 12}
FUNCTIONS = (
    "earlier_of",
    "later_of",
    "first_known",
    "known",
    "min",
    "max",
    "ceil",
    "floor",
    "days_between",
    "business_days_between",
)
PER_UNIT = ("day", "business_day", "month", "hour", "km")
COMPARISONS: Mapping[type[ast.cmpop], ir.CompareOp] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
OPERATORS: Mapping[type[ast.operator], ir.ArithOp] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class ExpressionError(Exception):
    """An expression that means nothing definite. `what` is wrong; `remedy` says what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{what}; {remedy}")


def expect(got: Type, want: Type, text: str) -> None:
    """Raise unless `got` can stand where `want` is needed."""
    if got.kind != want.kind or got.unit != want.unit:
        fail(f"«{text}» is a {got}, a {want} is needed here", conversion(want))


def conversion(want: Type) -> str:
    unit = want.unit or ""
    if unit in WRITTEN:
        return f"write {WRITTEN[unit]}(…)"
    return f"write a {want}"


def fail(what: str, remedy: str) -> NoReturn:
    raise ExpressionError(what, remedy)


def shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def depth(tree: ast.AST) -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in ast.iter_child_nodes(node))
    return deepest


def years_moved(node: Node) -> float:
    """How far constant periods in `node` can move a date, in years, at most."""
    total = 0.0
    for part in ir.walk(node):
        if isinstance(part, ir.Shift) and isinstance(part.period, ir.Const | ir.Param):
            value = part.period.value
            unit = part.period.type.unit or "day"
            total += abs(float(value)) / DAYS_PER[unit] if isinstance(value, int | Decimal) else 0
    return total


def result_unit(op: ir.ArithOp, a: str, b: str) -> str | None:
    """The unit of `a op b`, or None where it has no meaning."""
    if op in ("+", "-"):
        return a if a == b else None
    if op == "*":
        for one, other in ((a, b), (b, a)):
            if one in ("ratio", "count"):
                return other
            if one == "money" and other in PER_UNIT:
                return "money"
        return None
    if a == b:
        return "ratio"
    return a if b in ("ratio", "count") else None


def literal_type(value: bool | int | Decimal | date | str, unit: str | None) -> Type:
    """The type of a parameter's value."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, date):
        return DATE
    if isinstance(value, str):
        return Type("choice", None, frozenset({value}))
    return quantity(unit or "ratio")


def common(items: Sequence[Node]) -> Type:
    """The one type of several branches or arguments. Raises ExpressionError where they differ."""
    first = items[0].type
    for item in items[1:]:
        if item.type.kind != first.kind or item.type.unit != first.unit:
            fail(
                f"a {first} and a {item.type} in one place", "give every branch or argument one type and unit"
            )
    if first.kind != "choice" or any(item.type.choices is None for item in items):
        return first
    every = [item.type.choices for item in items if item.type.choices is not None]
    return Type("choice", None, frozenset[str]().union(*every))
