"""Which fact to ask for next: the one expected to settle most, at least cost to the person asked.

Each candidate's plausible answers are tried on a copy of the facts: every choice, yes and no, and for
quantities and dates a value on each side of every threshold that the packs set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sepas.rules import ir, periods
from sepas.rules.answers import Missing, Question
from sepas.rules.facts import Given, to_json
from sepas.rules.ir import Node
from sepas.rules.model import FactDef, Text
from sepas.rules.plan import Plan

if TYPE_CHECKING:
    from sepas.rules.decision import Decision

MOST_ANSWERS = 12
EFFORT: Mapping[str, float] = {"bool": 1.0, "choice": 1.2, "date": 1.6, "quantity": 1.6, "text": 4.0}
LATER_ROLE = 0.5
"""Extra cost for each place by which the person asked is not the first who could answer."""
YES_NO: Mapping[str, Text] = {"true": {"fa": "بله", "en": "Yes"}, "false": {"fa": "خیر", "en": "No"}}


@dataclass(frozen=True, slots=True)
class Score:
    missing: Missing
    gain: float
    cost: float

    @property
    def order(self) -> tuple[float, int, float]:
        return (-self.gain / self.cost, -len(self.missing.settles), self.cost)


def choose(
    decision: Decision,
    role: str,
    prior: Mapping[str, Mapping[object, float]],
    besides: Collection[str] = (),
) -> Question | None:
    """The best question for `role`, or None when nothing is missing that this person could answer."""
    scores = [
        score(decision, item, role, prior.get(item.fact))
        for item in decision.missing
        if role in item.asked_of and item.fact not in besides
    ]
    if not scores:
        return None
    best = min(scores, key=lambda found: found.order)
    return question(decision.plan.schema.facts[best.missing.fact], best.missing)


def score(decision: Decision, item: Missing, role: str, prior: Mapping[object, float] | None) -> Score:
    fact = decision.plan.schema.facts[item.fact]
    answers = list(plausible(decision, fact))
    weights = [weight(answer, prior) for answer in answers]
    total = sum(weights)
    before = unsettled(decision)
    after = 0.0
    for answer, share in zip(answers, weights, strict=True):
        if share:
            after += share / total * unsettled(decision.library.decide_again(decision, item.fact, answer))
    cost = EFFORT[fact.type.kind] + LATER_ROLE * item.asked_of.index(role)
    return Score(item, before - after if total else 0.0, cost)


def weight(answer: Given, prior: Mapping[object, float] | None) -> float:
    if not prior:
        return 1.0
    return prior.get(answer, prior.get(to_json(answer), 0.0))


def unsettled(decision: Decision) -> float:
    """How much is not final: an open line counts up to 1, the less the nearer it is to being settled; a
    provisional one half, open duties and claims a quarter."""
    total = 0.0
    for line in decision.lines.values():
        if line.outcome == "needs_facts":
            total += len(line.missing) / (len(line.missing) + 1)
        elif line.provisional:
            total += 0.5
    total += 0.25 * sum(1 for duty in decision.consequences.duties if duty.mask)
    total += 0.25 * sum(1 for claim in decision.consequences.claims if claim.mask)
    return total + 0.02 * len(decision.missing)


def plausible(decision: Decision, fact: FactDef) -> Iterator[Given]:
    """Answers that can make a difference, each once."""
    match fact.type.kind:
        case "bool":
            yield from (True, False)
        case "choice":
            yield from fact.choices
        case "quantity":
            points = sorted(thresholds(decision.plan, fact.name, (fact.type.unit or "ratio",)))[
                : MOST_ANSWERS // 2
            ]
            if not points:
                yield 1
                return
            yield from dict.fromkeys(value for p in points for value in (max(p - 1, 0), p, p + 1))
        case "date":
            yield from dates(decision, fact.name)


def dates(decision: Decision, fact: str) -> Iterator[date]:
    event = decision.facts.get("event_date")
    base = event if isinstance(event, date) else decision.as_of
    found: dict[date, None] = {base: None}
    for unit in ir.PERIODS:
        for amount in sorted(thresholds(decision.plan, fact, (unit,)))[:MOST_ANSWERS]:
            where = decision.jurisdiction if unit == "business_day" else "gregorian"
            edge = periods.move(base, unit, -amount, where)
            if edge is not None:
                found.update(dict.fromkeys((edge - timedelta(days=1), edge + timedelta(days=1))))
    yield from list(found)[:MOST_ANSWERS]


def thresholds(plan: Plan, fact: str, units: tuple[str, ...]) -> set[int | Decimal]:
    """Constants in one of `units` that stand in a comparison which reads `fact`."""
    key = (fact, units)
    found = plan.thresholds.get(key)
    if found is None:
        found = set()
        for node in conditions(plan):
            for part in ir.walk(node):
                if isinstance(part, ir.Compare) and fact in ir.facts_of(part):
                    found |= {
                        item.value
                        for item in ir.walk(part)
                        if isinstance(item, ir.Const | ir.Param)
                        and item.type.unit in units
                        and isinstance(item.value, int | Decimal)
                    }
        plan.thresholds[key] = found
    return found


def conditions(plan: Plan) -> Iterator[Node]:
    for slots in plan.packs:
        yield slots.pack.scope
        for provision in slots.pack.provisions:
            yield provision.when
            yield from (unlock.when for unlock in provision.unlocks if unlock.when is not None)


def question(fact: FactDef, item: Missing) -> Question:
    choices = YES_NO if fact.type.kind == "bool" else fact.choices
    return Question(
        fact.name,
        fact.type.kind,
        fact.type.unit,
        choices,
        fact.question,
        fact.why,
        item.asked_of,
        item.settles,
    )
