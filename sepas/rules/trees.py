"""Pieces of generated functions: the names they call, and short ways to write Python trees."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date

from sepas.rules import arithmetic, periods
from sepas.rules.facts import Given

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


def located(module: ast.Module) -> ast.Module:
    """The tree with a place on every node, as compiling needs; generated code has no lines of its own."""
    stack: list[ast.AST] = [module]
    while stack:
        node = stack.pop()
        own = node.__dict__
        for value in list(own.values()):
            if isinstance(value, list):
                stack.extend(item for item in value if isinstance(item, ast.AST))
            elif isinstance(value, ast.AST):
                stack.append(value)
        own["lineno"] = own["end_lineno"] = 1
        own["col_offset"] = own["end_col_offset"] = 0
    return module
