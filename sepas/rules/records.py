"""Decisions kept and made again: the same packs, the same inputs, the same bits, or a definite difference."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sepas.rules.errors import BadFacts, ReplayMismatch
from sepas.rules.serial import canonical, plain

if TYPE_CHECKING:
    from sepas.rules.decision import Decision
    from sepas.rules.library import Library
    from sepas.rules.model import Pack

FORMAT = 1


def record(decision: Decision) -> dict[str, object]:
    """Inputs, the pack versions that were asked with the digests of their content, the result, its digest."""
    result = summary(decision)
    return {
        "format": FORMAT,
        "as_of": decision.as_of.isoformat(),
        "jurisdiction": decision.jurisdiction,
        "restricted_to": list(decision.restricted_to) if decision.restricted_to is not None else None,
        "facts": decision.facts.as_json(),
        "packs": [
            {"id": slot.pack.id, "version": slot.pack.version, "sha256": slot.pack.sha256}
            for slot in decision.plan.packs
        ],
        "result": result,
        "result_sha256": digest(result),
    }


def summary(decision: Decision) -> dict[str, object]:
    """The result without texts, which the packs' digests vouch for."""
    trivial = ("not_covered", False, None, ())
    lines = {
        name: [
            line.outcome,
            line.percent,
            line.amount,
            line.provisional,
            line.pack,
            line.provision,
            line.missing,
        ]
        for name, line in decision.lines.items()
        if (line.outcome, line.provisional, line.provision, line.missing) != trivial
    }
    obligations = [
        [item.pack, item.provision, item.obligation, item.status, item.within, item.unit, item.counting,
         item.start, item.due, item.missing]
        for item in decision.obligations
    ]  # fmt: skip
    remedies = [
        [
            item.pack,
            item.provision,
            item.remedy,
            item.status,
            item.amount,
            item.per,
            item.extends,
            item.missing,
        ]
        for item in decision.remedies
    ]
    found = plain(
        {
            "lines": lines,
            "obligations": obligations,
            "remedies": remedies,
            "ladder": [
                [step.pack, step.provision, step.step, step.body, step.within] for step in decision.ladder
            ],
            "trace": [
                [entry.provision, entry.held, entry.by_burden, entry.missing] for entry in decision.trace
            ],
            "provisional": decision.provisional,
        }
    )
    assert isinstance(found, dict)
    return found


def digest(value: object) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def replay(library: Library, stored: Mapping[str, object]) -> Decision:
    """Make a recorded decision again with exactly its pack versions. Raises ReplayMismatch."""
    if stored.get("format") != FORMAT:
        raise ReplayMismatch("format", [f"format: {stored.get('format')} -> {FORMAT}"])
    packs = recorded_packs(library, stored)
    facts = stored.get("facts")
    restricted = stored.get("restricted_to")
    try:
        decision = library.decide_with(
            library.parse_facts(facts if isinstance(facts, Mapping) else {}),
            as_of=date.fromisoformat(str(stored.get("as_of"))),
            jurisdiction=str(stored.get("jurisdiction")),
            packs=packs,
            restricted_to=tuple(str(item) for item in restricted)
            if isinstance(restricted, list | tuple)
            else None,
        )
    except (BadFacts, ValueError) as error:
        raise ReplayMismatch("inputs", [str(error)]) from error
    now = summary(decision)
    if digest(now) != stored.get("result_sha256"):
        raise ReplayMismatch(
            "outcome", compare("", stored.get("result"), now) or ["result_sha256: the digest differs"]
        )
    return decision


def recorded_packs(library: Library, stored: Mapping[str, object]) -> list[Pack]:
    refs = stored.get("packs")
    out: list[Pack] = []
    missing: list[str] = []
    changed: list[str] = []
    for ref in refs if isinstance(refs, list | tuple) else []:
        name, version = str(ref["id"]), str(ref["version"])
        pack = library.pack(name, version)
        if pack is None:
            missing.append(f"{name}: {version} -> not in the library")
        elif pack.sha256 != ref["sha256"]:
            changed.append(f"{name} {version}: {ref['sha256']} -> {pack.sha256}")
        else:
            out.append(pack)
    if missing:
        raise ReplayMismatch("pack_missing", missing)
    if changed:
        raise ReplayMismatch("pack_changed", changed)
    return out


def compare(path: str, stored: object, now: object) -> list[str]:
    """Where two JSON values differ, as `path: stored -> now`."""
    if isinstance(stored, Mapping) and isinstance(now, Mapping):
        out: list[str] = []
        for key in [*stored, *(key for key in now if key not in stored)]:
            out += compare(f"{path}.{key}" if path else str(key), stored.get(key), now.get(key))
        return out
    if isinstance(stored, list) and isinstance(now, list) and len(stored) == len(now):
        return [
            line
            for i, (a, b) in enumerate(zip(stored, now, strict=True))
            for line in compare(f"{path}[{i}]", a, b)
        ]
    if stored == now:
        return []
    return [f"{path}: {json.dumps(stored, ensure_ascii=False)} -> {json.dumps(now, ensure_ascii=False)}"]
