"""A slow interpreter of packs that is meant to be obviously right: the compiled plan must equal it.

It shares the checked tree with the engine and nothing else. Comparisons know, for every value, the least and
greatest it can still be, instead of rewriting the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import Any

from sepas.rules import Facts, ir
from sepas.rules.model import Pack, Provision
from sepas.service_levels.calendars import add_months, jurisdiction_calendar

Truth = bool | None
EVERYTHING = (None, None)


def kleene_and(truths: list[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def kleene_or(truths: list[Truth]) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def kleene_not(truth: Truth) -> Truth:
    return None if truth is None else not truth


@dataclass
class World:
    """Known facts and the date of the decision."""

    facts: Facts
    as_of: date

    def fact(self, name: str) -> Any:
        return self.facts.get(name)

    # The value of an expression, or None.

    def value(self, node: ir.Node) -> Any:
        match node:
            case ir.Const(value=value) | ir.Param(value=value):
                return value
            case ir.FactRef(name=name):
                return self.fact(name)
            case ir.AsOf():
                return self.as_of
            case ir.EventDate():
                return self.fact("event_date") or self.as_of
            case ir.DefRef(body=body):
                return self.truth(body) if body.type.kind == "bool" else self.value(body)
            case ir.Cond(test=test, then=then, other=other):
                truth, first, second = self.truth(test), self.value(then), self.value(other)
                if truth is None:
                    return first if first is not None and first == second else None
                return first if truth else second
            case ir.FirstKnown(items=items):
                return next((value for item in items if (value := self.value(item)) is not None), None)
            case ir.Extremum(least=least, items=items):
                values = [self.value(item) for item in items]
                return None if None in values else min(values) if least else max(values)
            case ir.Arith(op=op, left=left, right=right):
                return arithmetic(op, self.value(left), self.value(right))
            case ir.Shift(base=base, period=period, sign=sign, calendar=calendar):
                return shift(self.value(base), period.type.unit, self.value(period), sign, calendar)
            case ir.Between(start=start, end=end, calendar=calendar):
                return between(self.value(start), self.value(end), calendar)
            case ir.Round(up=up, item=item):
                value = self.value(item)
                return None if value is None else ceil(value) if up else floor(value)
            case ir.Cast(item=item, factor=factor):
                value = self.value(item)
                return None if value is None else value * factor
        return self.truth(node)

    # All that an ordered value can still be: alternatives, each with its bounds (None: no bound).

    def ranges(self, node: ir.Node) -> Iterator[tuple[Any, Any]]:
        match node:
            case ir.DefRef(body=body):
                yield from self.ranges(body)
            case ir.Cond(test=test, then=then, other=other):
                truth = self.truth(test)
                if truth is not False:
                    yield from self.ranges(then)
                if truth is not True:
                    yield from self.ranges(other)
            case ir.Extremum(least=least, items=items):
                for combination in product(*(list(self.ranges(item)) for item in items)):
                    yield extremum(least, combination)
            case ir.Shift(base=base, period=period, sign=sign, calendar=calendar):
                amount, unit = self.value(period), period.type.unit
                for low, high in self.ranges(base):
                    yield shift(low, unit, amount, sign, calendar), shift(high, unit, amount, sign, calendar)
            case ir.Between(start=start, end=end, calendar=calendar):
                for first_low, first_high in self.ranges(start):
                    for last_low, last_high in self.ranges(end):
                        yield between(first_high, last_low, calendar), between(first_low, last_high, calendar)
            case _:
                value = self.value(node)
                yield (value, value) if value is not None else EVERYTHING

    # The truth of a condition.

    def truth(self, node: ir.Node) -> Truth:
        match node:
            case ir.Not(item=item):
                return kleene_not(self.truth(item))
            case ir.And(items=items):
                return kleene_and([self.truth(item) for item in items])
            case ir.Or(items=items):
                return kleene_or([self.truth(item) for item in items])
            case ir.Cond(test=test, then=then, other=other):
                truth, first, second = self.truth(test), self.truth(then), self.truth(other)
                if truth is None:
                    return first if first == second else None
                return first if truth else second
            case ir.Known(item=item):
                return self.value(item) is not None
            case ir.In(item=item, values=values, negated=negated):
                found = {value is not None and (value in values) != negated if value is not None else None
                         for value in self.choices(item)}  # fmt: skip
                return found.pop() if len(found) == 1 else None
            case ir.Compare(op=op, left=left, right=right):
                if left.type.kind == "choice":
                    found = {
                        compare(op, (a, a), (b, b)) for a in self.choices(left) for b in self.choices(right)
                    }
                else:
                    sides = [(a, b) for a in self.ranges(left) for b in self.ranges(right)]
                    found = {compare(op, a, b) for a, b in sides}
                return found.pop() if len(found) == 1 else None
            case ir.DefRef(body=body):
                return self.truth(body)
        value = self.value(node)
        assert value is None or isinstance(value, bool), node
        return value

    def choices(self, node: ir.Node) -> set[Any]:
        match node:
            case ir.DefRef(body=body):
                return self.choices(body)
            case ir.Cond(test=test, then=then, other=other):
                truth = self.truth(test)
                first = self.choices(then) if truth is not False else set()
                return first | (self.choices(other) if truth is not True else set())
        return {self.value(node)}


def product(*lists: list[Any]) -> Iterator[tuple[Any, ...]]:
    if not lists:
        yield ()
        return
    for head in lists[0]:
        for tail in product(*lists[1:]):
            yield (head, *tail)


def extremum(least: bool, bounds: tuple[tuple[Any, Any], ...]) -> tuple[Any, Any]:
    lows, highs = [low for low, _ in bounds], [high for _, high in bounds]
    known_lows, known_highs = [x for x in lows if x is not None], [x for x in highs if x is not None]
    if least:
        return None if None in lows else min(lows), min(known_highs, default=None)
    return max(known_lows, default=None), None if None in highs else max(highs)


def compare(op: str, a: tuple[Any, Any], b: tuple[Any, Any]) -> Truth:
    (a_low, a_high), (b_low, b_high) = a, b
    match op:
        case "<=":
            if a_high is not None and b_low is not None and a_high <= b_low:
                return True
            return False if a_low is not None and b_high is not None and a_low > b_high else None
        case "<":
            return kleene_not(compare("<=", b, a))
        case ">":
            return kleene_not(compare("<=", a, b))
        case ">=":
            return compare("<=", b, a)
        case "!=":
            return kleene_not(compare("==", a, b))
    if a_low is not None and a_low == a_high and b_low == b_high and b_low is not None:
        return bool(a_low == b_low)
    if isinstance(a_low or a_high, str) or isinstance(b_low or b_high, str):
        return None
    return kleene_and([compare("<=", a, b), compare("<=", b, a)])


def arithmetic(op: str, a: Any, b: Any) -> Any:
    if a is None or b is None or (op == "/" and b == 0):
        return None
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
    return Decimal(a) / Decimal(b)


def shift(day: date | None, unit: str | None, amount: Any, sign: int, calendar: str) -> date | None:
    if day is None or amount is None or amount != int(amount):
        return None
    count = sign * int(amount)
    end_of_time = date.max if count > 0 else date.min
    if abs(count) > 100_000:
        return end_of_time
    try:
        if unit == "month":
            return add_months(day, count, calendar)  # type: ignore[arg-type]
        if unit == "business_day":
            return jurisdiction_calendar(calendar).add_working_days(day, count)
        return day + timedelta(days=count)
    except OverflowError:
        return end_of_time


def between(start: date | None, end: date | None, calendar: str | None) -> int | None:
    if start is None or end is None:
        return None
    if calendar is None:
        return (end - start).days
    return jurisdiction_calendar(calendar).working_days_between(start, end)


# Decisions, as §4 of the pack format words them.


@dataclass
class Judged:
    """Truths of provisions, outcomes of lines, and whether each line is provisional."""

    held: dict[str, Truth]
    lines: dict[str, str]
    provisional: dict[str, bool]


ORDER = ["not_covered", "needs_facts", "needs_assessor", "partly", "covered"]
MEANS = {"covered": "covered", "partly": "partly", "assessor": "needs_assessor"}


def judge(packs: list[Pack], lines: list[str], facts: Facts, as_of: date) -> Judged:
    """Decide by the packs, which are in force."""
    world = World(facts, as_of)
    held: dict[str, Truth] = {}
    for pack in packs:
        scope = world.truth(pack.scope)
        if scope is not False:
            for provision in pack.provisions:
                held[provision.id] = kleene_and([scope, world.truth(provision.when)])
    outcomes, provisional = {}, {}
    for line in lines:
        settled = max(
            (outcome(world, pack, line, True) for pack in packs), key=ORDER.index, default="not_covered"
        )
        bare = max(
            (outcome(world, pack, line, False) for pack in packs), key=ORDER.index, default="not_covered"
        )
        outcomes[line], provisional[line] = settled, settled != bare
    return Judged(held, outcomes, provisional)


def outcome(world: World, pack: Pack, line: str, burdens: bool) -> str:
    """What one pack says about a line, with burdens of proof applied or not."""
    scope = world.truth(pack.scope)
    best = "not_covered"
    for provision in pack.provisions:
        cut = kleene_or([denied(world, other, line, provision, burdens) for other in pack.provisions])
        for extra, gives in gifts(world, provision, line):
            proven = resolve(world.truth(provision.when), provision.burden, burdens, "supplier")
            truth = kleene_and([scope, proven, extra, kleene_not(cut)])
            reached = gives if truth else "needs_facts" if truth is None else "not_covered"
            best = max(best, reached, key=ORDER.index)
    return best


def gifts(world: World, provision: Provision, line: str) -> Iterator[tuple[Truth, str]]:
    for give in provision.gives:
        if give.line == line:
            yield True, MEANS[give.outcome]
    for unlock in provision.unlocks:
        if unlock.line == line and unlock.on_breach_of is None:
            yield True if unlock.when is None else world.truth(unlock.when), "covered"


def denied(world: World, denier: Provision, line: str, giver: Provision, burdens: bool) -> Truth:
    for denial in denier.denies:
        if denial.line == line and (not denial.provisions or giver.id in denial.provisions):
            return resolve(world.truth(denier.when), denier.burden, burdens, "consumer")
    return False


def resolve(truth: Truth, burden: str, burdens: bool, true_for: str) -> Truth:
    if truth is not None or not burdens or burden == "none":
        return truth
    return burden == true_for
