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
    settles: dict[str, list[str]] = {}
    for line in decision.lines.values():
        for fact in line.missing:
            settles.setdefault(fact, []).append(line.name)
    for fact, what in besides_lines(decision):
        found = settles.setdefault(fact, [])
        if what not in found:
            found.append(what)
    order = sorted(settles, key=lambda fact: (-len(settles[fact]), schema.index[fact]))
    return tuple([Missing(fact, schema.facts[fact].asked_of, tuple(settles[fact])) for fact in order])


def besides_lines(decision: Decision) -> Iterator[tuple[str, str]]:
    schema = decision.plan.schema
    found = decision.consequences
    if found.mask:
        for duty in found.duties:
            for fact in schema.names_in(duty.mask):
                yield fact, f"obligation:{duty.owed.obligation}"
        for claim in found.claims:
            for fact in schema.names_in(claim.mask):
                yield fact, f"remedy:{claim.unlock.remedy}"
    if found.reads & decision.facts.unknown:
        computer = Computer(decision)
        for claim in found.claims:
            for fact in computer.lacking(claim.unlock.amount, claim.unlock.extends):
                yield fact, f"remedy:{claim.unlock.remedy}"
    yield from decision.asked.undated(decision.facts)
