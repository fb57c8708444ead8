"""The checked expression tree: what a condition in a pack means, independent of how it is evaluated.

Every node is immutable, carries its type, and has been checked: names resolve, units agree, sets hold
only possible choices. A back end walks this tree and nothing else; it never sees the text.

Unknown is a value. `And`, `Or`, `Not`, `Compare`, `In` and arithmetic follow SQL's NULL; `Cond` is
unknown when its test is unknown unless both branches are known and equal; division by zero is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Kind = Literal["bool", "date", "choice", "quantity", "text"]
Value: TypeAlias = "bool | int | Decimal | date | str"

UNITS = ("km", "day", "hour", "month", "business_day", "count", "money", "ratio")
PERIODS = ("day", "month", "business_day")
"""Units that can be added to a date."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression: a kind, for quantities a unit, for choices the possible values."""

    kind: Kind
    unit: str | None = None
    choices: frozenset[str] | None = None

    def __str__(self) -> str:
        if self.kind == "quantity":
            return f"quantity in {self.unit}"
        return self.kind


BOOL = Type("bool")
DATE = Type("date")
TEXT = Type("text")
RATIO = Type("quantity", "ratio")


def quantity(unit: str) -> Type:
    """The type of quantities in `unit` (one of `UNITS`)."""
    return Type("quantity", unit)


@dataclass(frozen=True, slots=True)
class Const:
    type: Type
    value: Value


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of the pack. `value` is the pack's; a prover may treat it as a variable."""

    type: Type
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class FactRef:
    type: Type
    name: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date of the decision; always known."""

    type: Type = DATE


@dataclass(frozen=True, slots=True)
class EventDate:
    """The fact `event_date`, or the date of the decision while it is not given; always known."""

    type: Type = DATE


@dataclass(frozen=True, slots=True)
class DefRef:
    """An earlier definition of the same pack; `body` is its expression."""

    type: Type
    name: str
    body: Node


@dataclass(frozen=True, slots=True)
class Not:
    item: Node
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Node, ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Node, ...]
    type: Type = BOOL


CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Compare:
    op: CompareOp
    left: Node
    right: Node
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class In:
    item: Node
    values: frozenset[str]
    negated: bool
    type: Type = BOOL


ArithOp = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Arith:
    """Arithmetic on quantities; the units were checked when the node was built."""

    type: Type
    op: ArithOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Shift:
    """A date moved by a period. `calendar` is the pack's for months, the jurisdiction for business days.

    A month shift lands on the same day number, or on the last day of a shorter month.
    """

    base: Node
    period: Node
    sign: Literal[1, -1]
    calendar: str
    type: Type = DATE


@dataclass(frozen=True, slots=True)
class Between:
    """Days (or business days of `calendar`) from `start` to `end`; negative when `end` is earlier."""

    type: Type
    start: Node
    end: Node
    calendar: str | None


@dataclass(frozen=True, slots=True)
class Extremum:
    """The least or greatest of its items. Unknown when an item is, except inside a comparison that the
    known items already decide (see `normal.lift`)."""

    type: Type
    least: bool
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Cond:
    type: Type
    test: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class FirstKnown:
    type: Type
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Known:
    item: Node
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Round:
    type: Type
    up: bool
    item: Node


@dataclass(frozen=True, slots=True)
class Cast:
    """A number given a unit, as in `days(n)` with an `n` that is computed. `factor` is 12 for years."""

    type: Type
    item: Node
    factor: int = 1


Node: TypeAlias = (
    "Const | Param | FactRef | AsOf | EventDate | DefRef | Not | And | Or | Compare | In | Arith | Shift"
    " | Between | Extremum | Cond | FirstKnown | Known | Round | Cast"
)

TRUE = Const(BOOL, True)
FALSE = Const(BOOL, False)


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in evaluation order; a definition's body counts as its part."""
    match node:
        case Const() | Param() | FactRef() | AsOf() | EventDate():
            return ()
        case DefRef():
            return (node.body,)
        case Not() | In() | Known() | Round() | Cast():
            return (node.item,)
        case And() | Or() | Extremum() | FirstKnown():
            return node.items
        case Compare() | Arith():
            return (node.left, node.right)
        case Shift():
            return (node.base, node.period)
        case Between():
            return (node.start, node.end)
        case Cond():
            return (node.test, node.then, node.other)


def walk(node: Node) -> list[Node]:
    """Every node of the tree, parents first, definitions entered once each."""
    seen: set[str] = set()
    out: list[Node] = []
    stack: list[Node] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, DefRef):
            if top.name in seen:
                continue
            seen.add(top.name)
        out.append(top)
        stack.extend(reversed(children(top)))
    return out


def facts_of(node: Node) -> tuple[str, ...]:
    """Names of all facts that the expression reads, `event_date` included, in order of first use."""
    names: dict[str, None] = {}
    for part in walk(node):
        if isinstance(part, FactRef):
            names.setdefault(part.name)
        elif isinstance(part, EventDate):
            names.setdefault("event_date")
    return tuple(names)
