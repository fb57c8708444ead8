"""Decisions as JSON-safe data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson

from sepas.rules.answers import OUTCOME_TEXTS
from sepas.rules.model import Text

if TYPE_CHECKING:
    from sepas.rules.decision import Decision


def plain(value: object) -> object:
    """`value` as JSON holds it: records and mappings become objects, tuples lists, dates ISO text."""
    return orjson.loads(orjson.dumps(value, _made_plain))


def canonical(value: object) -> bytes:
    """One text for one value, with sorted keys and nothing between; digests are made of it."""
    return orjson.dumps(value, _made_plain, option=orjson.OPT_SORT_KEYS)


def _made_plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def as_dict(decision: Decision) -> dict[str, object]:
    """The whole answer; names of lines, duties, remedies and facts come with their titles."""
    vocabulary = decision.plan.vocabulary
    texts = {at.provision.id: at.provision.text for pack in decision.pack_slots for at in pack.provisions}
    titles = {fact.name: fact.title for fact in decision.plan.schema.facts.values()}
    lines: dict[str, object] = {}
    for name, line in decision.lines.items():
        lines[name] = {
            **record_of(line),
            "title": plain(vocabulary.lines[name]),
            "outcome_text": plain(OUTCOME_TEXTS[line.outcome]),
            "text": plain(texts.get(line.provision)) if line.provision is not None else None,
        }
    return {
        "as_of": decision.as_of.isoformat(),
        "jurisdiction": decision.jurisdiction,
        "provisional": decision.provisional,
        "lines": lines,
        "obligations": [
            {**record_of(item), "title": plain(vocabulary.obligations[item.obligation])}
            for item in decision.obligations
        ],
        "remedies": [
            {**record_of(item), "title": plain(vocabulary.remedies[item.remedy])}
            for item in decision.remedies
        ],
        "ladder": [record_of(step) for step in decision.ladder],
        "trace": [plain(entry.as_dict()) for entry in decision.trace],
        "missing": [{**record_of(item), "title": title(titles, item.fact)} for item in decision.missing],
        "next_question": plain(decision.next_question()),
        "packs": [
            {**record_of(ref), "title": plain(pack.pack.title)}
            for ref, pack in zip(decision.packs, decision.pack_slots, strict=True)
        ],
    }


def title(titles: Mapping[str, Text], fact: str) -> object:
    return plain(titles[fact])


def record_of(value: object) -> dict[str, object]:
    found = plain(value)
    assert isinstance(found, dict)
    return found
