"""Two versions of a pack side by side: what is new, gone or changed, and which worked cases come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sepas.rules.errors import BadFacts
from sepas.rules.library import Library
from sepas.rules.model import Pack, Provision

UNCOMPARED = ("id", "line", "source", "article")
"""Parts of a provision that are not compared by themselves: its name, its place in the file; its citation is one."""


@dataclass(frozen=True, slots=True)
class Change:
    """A provision in both versions that is not the same: `parts` names what differs, `cite` for source or article."""

    before: Provision
    after: Provision
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What `after` has that `before` has not, and the other way round; all in the order of the packs."""

    added: tuple[Provision, ...]
    removed: tuple[Provision, ...]
    changed: tuple[Change, ...]
    same: int
    parameters: tuple[tuple[str, object, object], ...]
    """Name, value before, value after; None where there is none."""
    frame: tuple[str, ...]
    """Parts of the pack itself that differ: `calendar`, `scope`, `as_of`, `definitions`."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked case: facts as JSON values and the day of the decision."""

    name: str
    facts: Mapping[str, Any]
    as_of: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """A worked case that two versions decide differently: line to outcome before and after."""

    sample: Sample
    lines: tuple[tuple[str, str, str], ...]
    remedies_added: tuple[str, ...]
    remedies_removed: tuple[str, ...]


def difference(before: Pack, after: Pack) -> Difference:
    """Compare two versions of a pack by the names of their provisions."""
    old = {provision.id: provision for provision in before.provisions}
    new = {provision.id: provision for provision in after.provisions}
    changed = [
        Change(old[name], row, parts)
        for name, row in new.items()
        if name in old and (parts := _parts(old[name], row, before, after))
    ]
    both = [name for name in new if name in old]
    names = [*after.parameters, *(name for name in before.parameters if name not in after.parameters)]
    values = [(name, _value(before, name), _value(after, name)) for name in names]
    return Difference(
        added=tuple(row for name, row in new.items() if name not in old),
        removed=tuple(row for name, row in old.items() if name not in new),
        changed=tuple(changed),
        same=len(both) - len(changed),
        parameters=tuple(row for row in values if row[1] != row[2]),
        frame=tuple(
            name
            for name in ("calendar", "scope", "as_of", "definitions")
            if getattr(before, name) != getattr(after, name)
        ),
    )


def outcomes(
    library: Library, before: Pack, after: Pack, samples: Iterable[Sample]
) -> tuple[int, list[Outcome]]:
    """How many of the samples both versions can decide, and those that they decide differently.

    Each is decided by one version alone, whatever its validity, so that only the text makes the difference. A sample
    with facts that the library does not know is left out.
    """
    decided, found = 0, []
    for sample in samples:
        try:
            facts = library.parse_facts(sample.facts)
        except BadFacts:
            continue
        decided += 1
        old, new = (
            library.decide_with(facts, as_of=sample.as_of, jurisdiction=pack.jurisdiction, packs=[pack])
            for pack in (before, after)
        )
        lines = tuple(
            (name, old.lines[name].outcome, line.outcome)
            for name, line in new.lines.items()
            if old.lines[name].outcome != line.outcome
        )
        had, has = ({remedy.remedy for remedy in made.remedies} for made in (old, new))
        if lines or had != has:
            found.append(Outcome(sample, lines, tuple(sorted(has - had)), tuple(sorted(had - has))))
    return decided, found


def _parts(old: Provision, new: Provision, before: Pack, after: Pack) -> tuple[str, ...]:
    found = [
        item.name
        for item in fields(Provision)
        if item.name not in UNCOMPARED and getattr(old, item.name) != getattr(new, item.name)
    ]
    cites = [
        (pack.sources[row.source].instrument, row.article) for pack, row in ((before, old), (after, new))
    ]
    return (*found, *(["cite"] if cites[0] != cites[1] else []))


def _value(pack: Pack, name: str) -> object:
    parameter = pack.parameters.get(name)
    return parameter.value if parameter is not None else None
