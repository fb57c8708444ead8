"""Decisions per second with the full trace, beside other engines and a function written by hand.

    python bench/decide.py [--quick]

All engines decide the same 26 rules on the same random customers, single thread, in one run; before anything
is timed their answers are compared, rule by rule and line by line. Times are CPU times of this process, the
median of several rounds; what counts are the ratios. Sepas is timed from JSON values, as the others are:
reading and checking the facts, deciding, and looking at lines, obligations, remedies, missing facts and the
trace. Exit status 1 when a goal is not met.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import celpy
import yaml
import zen

from bench import guarantee_rules as rules
from sepas.rules import Decision, Facts, Library, ir, read_library

AS_OF = date(2025, 6, 1)
ROUNDS = 7
GOAL_ZEN = 10.0
GOAL_HAND = 5.0
SOURCE = {ir.And: ("and", "&&"), ir.Or: ("or", "||"), ir.Not: ("not", "!")}


def library() -> Library:
    vocabulary = yaml.safe_dump(rules.vocabulary(), allow_unicode=True)
    return read_library({"vocabulary.yaml": vocabulary}).extended([rules.pack()])


# The same conditions for the other engines, from the checked tree.


def foreign(node: ir.Node, cel: bool) -> str:
    """A condition in CEL, or in zen's expression language."""

    def literal(value: object) -> str:
        return f'"{value}"' if isinstance(value, str) else str(value)

    match node:
        case ir.And(items=items) | ir.Or(items=items):
            word = SOURCE[type(node)][cel]
            return "(" + f" {word} ".join(foreign(item, cel) for item in items) + ")"
        case ir.Not(item=item):
            return f"{SOURCE[ir.Not][cel]} {foreign(item, cel)}" if not cel else f"!{foreign(item, cel)}"
        case ir.Compare(op=op, left=left, right=right):
            return f"{foreign(left, cel)} {op} {foreign(right, cel)}"
        case ir.In(item=item, values=values):
            return f"({foreign(item, cel)} in [{', '.join(literal(value) for value in sorted(values))}])"
        case ir.FactRef(name=name):
            return name
        case ir.Const(value=value):
            return literal(value)
    raise TypeError(type(node).__name__)


def zen_decision(found: Library) -> Any:
    """A decision table that collects every rule that matches."""
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {"_id": provision.id, "when": foreign(provision.when, cel=False), "rule": f'"{provision.id}"'}
            for provision in found.packs[0].provisions
        ],
    }
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "t",
                "type": "decisionTableNode",
                "name": "t",
                "content": table,
                "position": {"x": 1, "y": 0},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "t", "type": "edge"},
            {"id": "e2", "sourceId": "t", "targetId": "out", "type": "edge"},
        ],
    }
    content = (
        zen.ZenDecisionContent(json.dumps(graph)) if hasattr(zen, "ZenDecisionContent") else json.dumps(graph)
    )
    return zen.ZenEngine().create_decision(content)


def zen_rules(result: Any) -> list[str]:
    found = result["result"]
    return sorted(row["rule"] for row in (found if isinstance(found, list) else [found] if found else []))


def cel_programs(found: Library) -> list[tuple[str, Any]]:
    environment = celpy.Environment()
    return [
        (provision.id, environment.program(environment.compile(foreign(provision.when, cel=True))))
        for provision in found.packs[0].provisions
    ]


def cel_rules(programs: list[tuple[str, Any]], row: dict[str, Any]) -> list[str]:
    activation = {name: celpy.json_to_cel(value) for name, value in row.items()}
    return [rule for rule, program in programs if program.evaluate(activation)]


# What Sepas is asked for.


def looked_at(decision: Decision) -> Decision:
    """Touch everything a caller of the engine reads, the trace in its compact form."""
    _ = decision.lines, decision.obligations, decision.remedies, decision.missing, decision.truths
    return decision


def check(
    found: Library, rows: Sequence[dict[str, Any]], table: Any, programs: list[tuple[str, Any]]
) -> None:
    """All engines must agree on every rule, and Sepas with the hand on every line, duty and remedy."""
    for number, row in enumerate(rows):
        lines, duties, remedies, truths = rules.by_hand(row)
        held = [rule[0] for rule, truth in zip(rules.RULES, truths, strict=True) if truth]
        decision = found.decide(found.parse_facts(row), as_of=AS_OF, jurisdiction="IR")
        trace = {entry.provision: entry for entry in decision.trace}
        assert [rule for rule, entry in trace.items() if entry.held] == held, row
        assert all(entry.cite["article"] == rule and entry.held is not None for rule, entry in trace.items())
        assert {name: line.outcome for name, line in decision.lines.items()} == lines, row
        assert sorted({item.obligation for item in decision.obligations}) == sorted(duties), row
        assert [item.remedy for item in decision.remedies] == remedies, row
        assert not decision.missing
        assert zen_rules(table.evaluate(row)) == held, row
        if number < 300:
            assert cel_rules(programs, row) == held, row


def clock(work: Callable[[Any], object], rows: Sequence[Any]) -> float:
    """CPU seconds for one pass."""
    start = time.process_time()
    for row in rows:
        work(row)
    return time.process_time() - start


def main() -> int:
    quick = "--quick" in sys.argv
    count = 4_000 if quick else 20_000
    rounds = 3 if quick else ROUNDS
    found = library()
    table, programs = zen_decision(found), cel_programs(found)
    check(found, rules.inputs(1_000 if quick else 3_000, seed=1), table, programs)

    rows = rules.inputs(count)
    partial = rules.inputs(count, seed=3, known=0.7)
    given: list[Facts] = [found.parse_facts(row) for row in rows]

    def from_json(row: dict[str, Any]) -> Decision:
        return looked_at(found.decide(found.parse_facts(row), as_of=AS_OF, jurisdiction="IR"))

    def from_facts(facts: Facts) -> Decision:
        return looked_at(found.decide(facts, as_of=AS_OF, jurisdiction="IR"))

    def spelled_out(row: dict[str, Any]) -> object:
        return from_json(row).trace

    def hand(row: dict[str, Any]) -> object:
        return rules.by_hand(row)

    def hand_spelled_out(row: dict[str, Any]) -> object:
        lines, duties, remedies, truths = rules.by_hand(row)
        return (
            lines,
            duties,
            remedies,
            [
                {"rule": rule, "held": truth, "facts": {name: row[name] for name in reads}}
                for rule, truth, reads in zip(META, truths, READS, strict=True)
            ],
        )

    META[:] = [
        {"id": p.id, "title": p.title, "cite": {"article": p.article}} for p in found.packs[0].provisions
    ]
    READS[:] = [ir.facts_of(provision.when) for provision in found.packs[0].provisions]
    cold = library()
    cold_time = clock(
        lambda row: looked_at(cold.decide(cold.parse_facts(row), as_of=AS_OF, jurisdiction="IR")), rows
    ) / len(rows)

    engines: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "by hand, truths": (hand, rows),
        "by hand, trace spelled out": (hand_spelled_out, rows[: count // 4]),
        "sepas, from JSON values": (from_json, rows),
        "sepas, from typed facts": (from_facts, given),
        "sepas, 30 % of facts unknown": (from_json, partial),
        "sepas, trace spelled out": (spelled_out, rows[: count // 4]),
        "zen-engine, trace": (lambda row: table.evaluate(row, {"trace": True}), rows[: count // 10]),
        "zen-engine, no trace": (table.evaluate, rows[: count // 10]),
        "cel-python, rule ids": (lambda row: cel_rules(programs, row), rows[:60]),
    }
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, (work, data) in engines.items():
            times[name].append(clock(work, data) / len(data))
    cost = {name: median(found_times) for name, found_times in times.items()}

    distinct = len({from_json(row).truths for row in rows})
    print(f"26 rules, {count:,} random customers, {distinct:,} distinct sets of truths")
    print(f"{rounds} rounds, one thread, medians of CPU time\n")
    print(f"{'engine':32} {'decisions/s':>12} {'µs':>9}  {'sepas is':>10}")
    mine = cost["sepas, from JSON values"]
    for name, seconds in sorted(cost.items(), key=lambda item: item[1]):
        print(f"{name:32} {1 / seconds:12,.0f} {seconds * 1e6:9.2f}  {seconds / mine:9.1f}×")
    first = "sepas, first sight of all"
    print(f"{first:32} {1 / cold_time:12,.0f} {cold_time * 1e6:9.2f}  {cold_time / mine:9.1f}×\n")

    goals = [
        (
            f"at least {GOAL_ZEN:.0f} times zen-engine with trace",
            cost["zen-engine, trace"] / mine,
            GOAL_ZEN,
            True,
        ),
        ("faster than zen-engine without trace", cost["zen-engine, no trace"] / mine, 1.0, True),
        ("faster than cel-python", cost["cel-python, rule ids"] / mine, 1.0, True),
        (
            f"at most {GOAL_HAND:.0f} times a hand-written function",
            mine / cost["by hand, truths"],
            GOAL_HAND,
            False,
        ),
        (
            f"spelled out: at most {GOAL_HAND:.0f} times the hand-written",
            cost["sepas, trace spelled out"] / cost["by hand, trace spelled out"],
            GOAL_HAND,
            False,
        ),
    ]
    failed = 0
    for text, ratio, goal, at_least in goals:
        held = ratio >= goal if at_least else ratio <= goal
        failed += not held
        print(f"{'holds ' if held else 'MISSED'}  {text}: {ratio:.1f}×")
    return 1 if failed else 0


META: list[dict[str, Any]] = []
READS: list[tuple[str, ...]] = []

if __name__ == "__main__":
    raise SystemExit(main())
