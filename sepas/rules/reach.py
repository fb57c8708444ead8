"""Whether a condition can hold at all, for any facts: the check behind «unreachable provision».

Choice and truth facts, and quantities that are only compared with constants, are enumerated over every value
that makes a difference; any other comparison counts as free. A condition that is false for all of these is
surely unreachable; one that is not may still be (a prover can tell).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise, product
from random import Random
from typing import TypeAlias

from sepas.rules import ir
from sepas.rules.ir import Node

LIMIT = 20_000
SAMPLES = 200
"""Values tried at random, always the same ones, before every combination is."""
Domain: TypeAlias = "tuple[bool | int | Decimal | str, ...]"
Row: TypeAlias = "Mapping[str, bool | int | Decimal | str]"


def reachable(node: Node) -> bool:
    """False when no facts and no allowed parameter values make `node` true."""
    domains: dict[str, Domain] = {}
    thresholds: dict[str, set[int | Decimal]] = {}
    collect(node, domains, thresholds)
    for name, points in thresholds.items():
        ordered = sorted(points)
        between = [(a + b) / Decimal(2) for a, b in pairwise(ordered)]
        domains[name] = (ordered[0] - 1, *ordered, *between, ordered[-1] + 1)
    size = 1
    for domain in domains.values():
        size *= len(domain)
    if size > LIMIT:
        return True
    random = Random(SAMPLES)  # noqa: S311 (not a secret)
    for _ in range(SAMPLES):
        if holds(node, {name: random.choice(domain) for name, domain in domains.items()}):
            return True
    names = list(domains)
    return any(
        holds(node, dict(zip(names, row, strict=True))) for row in product(*(domains[name] for name in names))
    )


def through(node: Node) -> Node:
    while isinstance(node, ir.DefRef):
        node = node.body
    return node


def threshold(node: ir.Compare) -> tuple[str, int | Decimal, bool] | None:
    """The quantity fact and the constant that a comparison sets against each other; and if swapped."""
    left, right = through(node.left), through(node.right)
    for fact, const, swapped in ((left, right, False), (right, left, True)):
        if (
            isinstance(fact, ir.FactRef)
            and fact.type.kind == "quantity"
            and isinstance(const, ir.Const)
            and isinstance(const.value, int | Decimal)
        ):
            return fact.name, const.value, swapped
    return None


def collect(node: Node, domains: dict[str, Domain], thresholds: dict[str, set[int | Decimal]]) -> None:
    node = through(node)
    match node:
        case ir.Not() | ir.And() | ir.Or():
            for item in ir.children(node):
                collect(item, domains, thresholds)
        case ir.Cond(type=kind) if kind.kind == "bool":
            for item in ir.children(node):
                collect(item, domains, thresholds)
        case ir.In(item=item):
            collect(item, domains, thresholds)
        case ir.FactRef(type=kind, name=name):
            if kind.kind == "bool":
                domains[name] = (True, False)
            elif kind.choices is not None:
                domains[name] = tuple(sorted(kind.choices))
        case ir.Param(type=kind, name=name, value=value):
            if kind.kind == "bool":
                domains[name] = (True, False)
            elif kind.kind == "choice":
                domains[name] = tuple(sorted(kind.choices or {str(value)}))
        case ir.Compare(left=left, right=right):
            if left.type.kind == "choice" and plain_choice(left) and plain_choice(right):
                collect(left, domains, thresholds)
                collect(right, domains, thresholds)
            elif (found := threshold(node)) is not None:
                thresholds.setdefault("quantity " + found[0], set()).add(found[1])
            else:
                domains["atom " + atom(node)[0]] = (True, False)
        case ir.Const():
            pass
        case _:
            domains["atom " + render(node)] = (True, False)


def plain_choice(node: Node) -> bool:
    return isinstance(through(node), ir.FactRef | ir.Param | ir.Const)


def holds(node: Node, row: Row) -> bool:
    node = through(node)
    match node:
        case ir.Const(value=value):
            return value is True
        case ir.Not(item=item):
            return not holds(item, row)
        case ir.And(items=items):
            return all(holds(item, row) for item in items)
        case ir.Or(items=items):
            return any(holds(item, row) for item in items)
        case ir.Cond(test=test, then=then, other=other):
            return holds(then if holds(test, row) else other, row)
        case ir.FactRef(name=name) | ir.Param(name=name):
            return row[name] is True
        case ir.In(item=item, values=values, negated=negated):
            if not plain_choice(item):
                return row["atom " + render(node)] is True
            return (choice(item, row) in values) != negated
        case ir.Compare(op=op, left=left, right=right):
            if left.type.kind == "choice" and plain_choice(left) and plain_choice(right):
                return (choice(left, row) == choice(right, row)) == (op == "==")
            found = threshold(node)
            if found is not None:
                value = row["quantity " + found[0]]
                assert not isinstance(value, str)
                return compare(op, found[1], value) if found[2] else compare(op, value, found[1])
            key, negated = atom(node)
            return (row["atom " + key] is True) != negated
        case _:
            return row["atom " + render(node)] is True


def choice(node: Node, row: Row) -> str:
    node = through(node)
    if isinstance(node, ir.Const):
        return str(node.value)
    assert isinstance(node, ir.FactRef | ir.Param)
    return str(row[node.name])


def compare(op: ir.CompareOp, a: int | Decimal, b: int | Decimal) -> bool:
    match op:
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case ">=":
            return a >= b
        case "==":
            return a == b
    return a != b


OPPOSITE: Mapping[ir.CompareOp, ir.CompareOp] = {">": "<=", ">=": "<", "!=": "=="}


def atom(node: ir.Compare) -> tuple[str, bool]:
    """A name shared by a comparison and its opposite, and whether this is the opposite."""
    op = OPPOSITE.get(node.op, node.op)
    return f"{render(node.left)} {op} {render(node.right)}", op != node.op


def render(node: Node) -> str:
    """The expression as text, close to how a pack writes it; definitions by their names."""
    match node:
        case ir.Const(type=kind, value=value):
            if kind.kind == "quantity" and kind.unit != "ratio":
                return f"{kind.unit}({value})"
            return repr(value) if isinstance(value, str) else str(value)
        case ir.FactRef(name=name) | ir.Param(name=name) | ir.DefRef(name=name):
            return name
        case ir.AsOf():
            return "as_of"
        case ir.EventDate():
            return "event_date"
        case ir.Not(item=item):
            return f"not ({render(item)})"
        case ir.And(items=items):
            return "(" + " and ".join(render(item) for item in items) + ")"
        case ir.Or(items=items):
            return "(" + " or ".join(render(item) for item in items) + ")"
        case ir.Compare(op=op, left=left, right=right) | ir.Arith(op=op, left=left, right=right):
            return f"({render(left)} {op} {render(right)})"
        case ir.In(item=item, values=values, negated=negated):
            inside = ", ".join(repr(value) for value in sorted(values))
            return f"{render(item)} {'not in' if negated else 'in'} {{{inside}}}"
        case ir.Shift(base=base, period=period, sign=sign):
            return f"({render(base)} {'+' if sign > 0 else '-'} {render(period)})"
        case ir.Between(start=start, end=end, calendar=calendar):
            return (
                f"{'business_days_between' if calendar else 'days_between'}({render(start)}, {render(end)})"
            )
        case ir.Extremum(least=least, items=items):
            return f"{'least' if least else 'greatest'}({', '.join(render(item) for item in items)})"
        case ir.Cond(test=test, then=then, other=other):
            return f"({render(then)} if {render(test)} else {render(other)})"
        case ir.FirstKnown(items=items):
            return f"first_known({', '.join(render(item) for item in items)})"
        case ir.Known(item=item):
            return f"known({render(item)})"
        case ir.Round(up=up, item=item):
            return f"{'ceil' if up else 'floor'}({render(item)})"
        case ir.Cast(type=kind, item=item, factor=factor):
            return f"{kind.unit}({render(item)}{f' * {factor}' if factor != 1 else ''})"
