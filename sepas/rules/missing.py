"""Which facts a decision still lacks, and what each would settle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sepas.rules.answers import Missing
from sepas.rules.computed import Computer

if TYPE_CHECKING:
    from sepas.rules.decision import Decision


def lacking(decision: Decision) -> tuple[Missing, ...]:
    """Unknown facts that would settle lines, duties, remedies, shares and amounts, or the version of a pack;
    those that settle most come first."""
    schema = decision.plan.schema
    settles: dict[str, dict[str, None]] = {}
    for fact, what in settled_by(decision):
        settles.setdefault(fact, {})[what] = None
    order = sorted(settles, key=lambda fact: (-len(settles[fact]), schema.index[fact]))
    return tuple(Missing(fact, schema.facts[fact].asked_of, tuple(settles[fact])) for fact in order)


def settled_by(decision: Decision) -> Iterator[tuple[str, str]]:
    schema = decision.plan.schema
    for line in decision.lines.values():
        yield from ((fact, line.name) for fact in line.missing)
    found = decision.consequences
    for duty in found.duties:
        yield from ((fact, f"obligation:{duty.owed.obligation}") for fact in schema.names_in(duty.mask))
    for claim in found.claims:
        yield from ((fact, f"remedy:{claim.unlock.remedy}") for fact in schema.names_in(claim.mask))
    if found.reads & decision.facts.unknown:
        computer = Computer(decision)
        for claim in found.claims:
            facts = computer.lacking(claim.unlock.amount, claim.unlock.extends)
            yield from ((fact, f"remedy:{claim.unlock.remedy}") for fact in facts)
    yield from decision.asked.undated(decision.facts)
