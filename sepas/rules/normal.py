"""Comparisons rewritten so that plain three-valued evaluation is as sharp as it can be.

`event_date <= earlier_of(a, b)` is false as soon as one known date is past, whatever the other is. Plain
evaluation would call it unknown because one argument is. `lift` therefore moves `earlier_of`, `later_of`,
`min`, `max` and `if` out of comparisons: `x <= earlier_of(a, b)` becomes `x <= a and x <= b`, and a branch
becomes a branch between truths. What is left a columnar back end can evaluate with SQL's NULL, a branch as
`CASE WHEN t THEN a WHEN NOT t THEN b WHEN a = b THEN a END`.
"""

from __future__ import annotations

from sepas.rules import ir
from sepas.rules.ir import Node

LIMIT = 128
"""Comparisons that one comparison may become; beyond it the tree stays as it was."""


def lift(node: Node) -> Node:
    """The same condition with extrema and branches moved out of its comparisons."""
    match node:
        case ir.Not(item=item):
            return ir.Not(lift(item))
        case ir.And(items=items):
            return ir.And(tuple(lift(item) for item in items))
        case ir.Or(items=items):
            return ir.Or(tuple(lift(item) for item in items))
        case ir.Cond(type=kind, test=test, then=then, other=other) if kind.kind == "bool":
            return ir.Cond(ir.BOOL, lift(test), lift(then), lift(other))
        case ir.In(item=item, values=values, negated=negated):
            branching = surface(item)
            if isinstance(branching, ir.Cond):
                return ir.Cond(
                    ir.BOOL,
                    lift(branching.test),
                    lift(ir.In(branching.then, values, negated)),
                    lift(ir.In(branching.other, values, negated)),
                )
            return node
        case ir.Compare(left=left, right=right):
            seen: dict[str, int] = {}
            return compare(node) if spread(left, seen) * spread(right, seen) <= LIMIT else node
    return node


def spread(node: Node, seen: dict[str, int]) -> int:
    """How many comparisons one operand can turn a comparison into, at most; counted without expanding."""
    match node:
        case ir.DefRef(name=name, body=body):
            if name not in seen:
                seen[name] = spread(body, seen)
            return min(seen[name], LIMIT + 1)
        case ir.Shift(base=base):
            return spread(base, seen)
        case ir.Between(start=start, end=end):
            return min(spread(start, seen) * spread(end, seen), LIMIT + 1)
        case ir.Extremum(items=items):
            return min(sum(spread(item, seen) for item in items), LIMIT + 1)
        case ir.Cond(then=then, other=other):
            return min(spread(then, seen) + spread(other, seen), LIMIT + 1)
    return 1


def compare(node: ir.Compare) -> Node:
    left, right = surface(node.left), surface(node.right)
    if isinstance(left, ir.Cond):
        return ir.Cond(
            ir.BOOL,
            lift(left.test),
            compare(ir.Compare(node.op, left.then, node.right)),
            compare(ir.Compare(node.op, left.other, node.right)),
        )
    if isinstance(right, ir.Cond):
        return ir.Cond(
            ir.BOOL,
            lift(right.test),
            compare(ir.Compare(node.op, node.left, right.then)),
            compare(ir.Compare(node.op, node.left, right.other)),
        )
    if not isinstance(left, ir.Extremum) and not isinstance(right, ir.Extremum):
        return node
    if node.op == "==":
        both = (ir.Compare("<=", node.left, node.right), ir.Compare(">=", node.left, node.right))
        return ir.And(tuple(compare(part) for part in both))
    if node.op == "!=":
        return ir.Not(compare(ir.Compare("==", node.left, node.right)))
    below = node.op in ("<", "<=")
    if isinstance(left, ir.Extremum):
        parts = tuple(compare(ir.Compare(node.op, item, node.right)) for item in left.items)
        return ir.Or(parts) if left.least == below else ir.And(parts)
    assert isinstance(right, ir.Extremum)
    parts = tuple(compare(ir.Compare(node.op, node.left, item)) for item in right.items)
    return ir.And(parts) if right.least == below else ir.Or(parts)


def surface(node: Node) -> Node:
    """The extremum or branch that decides this value, moved outward through definitions and date arithmetic.

    Moving a date by a period keeps order, so the earliest of the moved dates is the moved earliest date;
    subtracting from something reverses order.
    """
    match node:
        case ir.DefRef(body=body):
            inner = surface(body)
            return inner if isinstance(inner, ir.Extremum | ir.Cond) else node
        case ir.Shift(base=base, period=period, sign=sign, calendar=calendar):
            inner = surface(base)
            if isinstance(inner, ir.Extremum):
                items = tuple(ir.Shift(item, period, sign, calendar) for item in inner.items)
                return ir.Extremum(node.type, inner.least, items)
            if isinstance(inner, ir.Cond):
                return ir.Cond(
                    node.type,
                    inner.test,
                    ir.Shift(inner.then, period, sign, calendar),
                    ir.Shift(inner.other, period, sign, calendar),
                )
        case ir.Between(type=kind, start=start, end=end, calendar=calendar):
            first, last = surface(start), surface(end)
            for branching, is_end in ((last, True), (first, False)):
                if isinstance(branching, ir.Cond):
                    sides = [
                        ir.Between(kind, start if is_end else side, side if is_end else end, calendar)
                        for side in (branching.then, branching.other)
                    ]
                    return ir.Cond(kind, branching.test, sides[0], sides[1])
            if isinstance(last, ir.Extremum):
                spans = tuple(ir.Between(kind, start, item, calendar) for item in last.items)
                return ir.Extremum(kind, last.least, spans)
            if isinstance(first, ir.Extremum):
                spans = tuple(ir.Between(kind, item, end, calendar) for item in first.items)
                return ir.Extremum(kind, not first.least, spans)
    return node
