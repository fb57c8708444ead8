"""Random facts that fall near the thresholds of packs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from sepas.rules import Library, ir
from sepas.rules.model import FactDef, Pack

BASE = date(2025, 3, 20)


def constants(packs: tuple[Pack, ...]) -> dict[str, list[int]]:
    """Whole constants in the packs' expressions, by unit."""
    found: dict[str, set[int]] = {}
    for pack in packs:
        for root in roots(pack):
            for node in ir.walk(root):
                if isinstance(node, ir.Const | ir.Param) and node.type.kind == "quantity":
                    assert isinstance(node.value, int | Decimal)
                    found.setdefault(node.type.unit or "", set()).add(int(node.value))
    return {unit: sorted(values) for unit, values in found.items()}


def roots(pack: Pack) -> list[ir.Node]:
    out = [pack.scope]
    for provision in pack.provisions:
        out.append(provision.when)
        out.extend(unlock.when for unlock in provision.unlocks if unlock.when is not None)
    return out


def value(fact: FactDef, known: Mapping[str, list[int]], random: Random) -> Any:
    """A JSON value of a fact, most of them near a threshold."""
    match fact.type.kind:
        case "bool":
            return random.random() < 0.5
        case "choice":
            return random.choice(sorted(fact.choices))
        case "date":
            if random.random() < 0.2:
                return (date(2005, 1, 1) + timedelta(days=random.randrange(8400))).isoformat()
            steps = [0, *known.get("day", []), *(round(30.44 * n) for n in known.get("month", []) if n < 400)]
            return (BASE - timedelta(days=random.choice(steps) + random.randint(-3, 40))).isoformat()
        case "quantity":
            if fact.type.unit == "ratio" and random.random() < 0.5:
                return round(random.random(), 3)
            if random.random() < 0.2:
                return random.randrange(10_000_000)
            return max(random.choice([0, 1, *known.get(fact.type.unit or "", [])]) + random.randint(-1, 2), 0)
    return "text"


@cache
def worlds(library: Library, *, jurisdiction: str = "IR") -> st.SearchStrategy[dict[str, Any]]:
    """Facts as JSON values: few, some or nearly all of those that the jurisdiction's packs read."""
    packs = tuple(pack for pack in library.packs if pack.jurisdiction == jurisdiction)
    known = constants(packs)
    names = {name: None for pack in packs for root in roots(pack) for name in ir.facts_of(root)}
    names.update({name: None for pack in packs for name in pack.as_of})
    facts = [library.schema.facts[name] for name in names]

    def world(seed: int, share: float) -> dict[str, Any]:
        random = Random(seed)
        return {fact.name: value(fact, known, random) for fact in facts if random.random() < share}

    return st.builds(world, st.integers(0, 2**63), st.sampled_from([0.2, 0.6, 0.95, 1.0]))


@cache
def answers(library: Library, fact: str, *, jurisdiction: str = "IR") -> st.SearchStrategy[Any]:
    """JSON values of one fact."""
    known = constants(tuple(pack for pack in library.packs if pack.jurisdiction == jurisdiction))
    return st.builds(
        lambda seed: value(library.schema.facts[fact], known, Random(seed)), st.integers(0, 2**63)
    )


AS_OF = st.dates(date(2010, 1, 1), date(2027, 12, 31)) | st.just(BASE)
