"""What differs between two decisions on one thing, and which facts or packs made the difference.

Pure over decisions of the engine: a fact is a cause of a change when the new decision without that fact's change
would not have it. Deciding costs microseconds, so this is tried, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sepas import rules
from sepas.warranty.wording import day_text, sentence, shown

Item = dict[str, Any]
Key = tuple[str, str]
Keys = list[Key]
View = dict[Key, Item]


@dataclass(frozen=True, slots=True)
class Case:
    """A decision with the JSON facts that it was made from."""

    decision: rules.Decision
    facts: Mapping[str, Any]


def explain_change(before: Case, after: Case) -> dict[str, Any]:
    """The change as JSON-safe data: `lines`, `obligations`, `remedies` with their causes, `facts`, `packs`, `text`.

    Empty lists and an empty text when nothing that the person was told differs.
    """
    library = after.decision.library
    words = library.vocabulary
    facts = _differing(before, after)
    packs = _pack_changes(before.decision, after.decision)
    old, new = view(before.decision), view(after.decision)
    changed = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    causes = _causes(before, after, facts, packs, changed)
    titles = {"line": words.lines, "obligation": words.obligations, "remedy": words.remedies}
    told: dict[str, list[Item]] = {"line": [], "obligation": [], "remedy": []}
    for kind, name in changed:
        told[kind].append(
            {
                "name": name,
                "title": dict(titles[kind][name]),
                "before": old.get((kind, name)),
                "after": new.get((kind, name)),
                "because": causes[kind, name],
            }
        )
    change: dict[str, Any] = {
        "lines": told["line"],
        "obligations": told["obligation"],
        "remedies": told["remedy"],
        "facts": facts,
        "packs": packs,
        "provisional": [before.decision.provisional, after.decision.provisional],
    }
    change["text"] = {language: sentence(change, language) for language in ("fa", "en")}
    return change


def view(decision: rules.Decision) -> View:
    """What a decision tells people, by kind and name, in a form that can be compared and stored."""
    found: View = {}
    for name, line in decision.lines.items():
        found["line", name] = {
            "outcome": line.outcome,
            "percent": line.percent,
            "amount": line.amount,
            "layer": line.layer,
        }
    for duty in decision.obligations:
        one = {"status": duty.status, "within": duty.within, "unit": duty.unit, "provision": duty.provision}
        found.setdefault(("obligation", duty.obligation), {"each": []})["each"].append(one)
    for remedy in decision.remedies:
        one = {"status": remedy.status, "amount": remedy.amount, "provision": remedy.provision}
        found.setdefault(("remedy", remedy.remedy), {"each": []})["each"].append(one)
    return found


def _differing(before: Case, after: Case) -> list[Item]:
    definitions = after.decision.plan.schema.facts
    found = []
    for name in dict.fromkeys([*before.facts, *after.facts]):
        old, new = before.facts.get(name), after.facts.get(name)
        if old != new and name in definitions:
            found.append(
                {
                    "name": name,
                    "title": dict(definitions[name].title),
                    "before": old,
                    "after": new,
                    "text": shown(definitions[name], new),
                }
            )
    if before.decision.as_of != after.decision.as_of:
        found.append(
            {
                "name": "as_of",
                "title": {"fa": "تاریخ تصمیم", "en": "Date of the decision"},
                "before": before.decision.as_of.isoformat(),
                "after": after.decision.as_of.isoformat(),
                "text": day_text(after.decision.as_of),
            }
        )
    return found


def _pack_changes(before: rules.Decision, after: rules.Decision) -> list[Item]:
    old = {(ref.id, ref.version): ref for ref in before.packs}
    new = {(ref.id, ref.version): ref for ref in after.packs}
    found: dict[str, Item] = {}
    for refs, side in ((old, "before"), (new, "after")):
        for key, ref in refs.items():
            other = (new if side == "before" else old).get(key)
            if other is None or other.sha256 != ref.sha256:
                found.setdefault(ref.id, {"name": ref.id, "before": None, "after": None})[side] = ref.version
    return list(found.values())


def _causes(
    before: Case, after: Case, facts: list[Item], packs: list[Item], changed: Keys
) -> dict[Key, list[Item]]:
    """For each change, the facts (or packs) without which it would not be; all of them when none is alone enough."""
    new = view(after.decision)
    causes: dict[Key, list[Item]] = {key: [] for key in changed}
    for fact in facts:
        without = _without(before, after, fact)
        for key in changed:
            if without.get(key) != new.get(key):
                causes[key].append({"kind": "fact", "name": fact["name"]})
    if packs:
        with_old = _decide(before.decision, after.facts, after.decision.as_of)
        for key in changed:
            if with_old.get(key) != new.get(key):
                causes[key] += [{"kind": "pack", "name": pack["name"]} for pack in packs]
    together = [{"kind": "fact", "name": fact["name"]} for fact in facts]
    together += [{"kind": "pack", "name": pack["name"]} for pack in packs]
    return {key: found or together for key, found in causes.items()}


def _without(before: Case, after: Case, fact: Item) -> View:
    """What the new decision would tell if this one fact had stayed as it was."""
    facts, as_of = dict(after.facts), after.decision.as_of
    if fact["name"] == "as_of":
        as_of = before.decision.as_of
    elif fact["before"] is None:
        facts.pop(fact["name"], None)
    else:
        facts[fact["name"]] = fact["before"]
    return _decide(after.decision, facts, as_of)


def _decide(like: rules.Decision, facts: Mapping[str, Any], as_of: date) -> View:
    """What the packs of `like` say to other facts, as far as they have words for them."""
    known = {name: value for name, value in facts.items() if name in like.plan.schema.facts}
    library = like.library
    return view(library.decide(library.parse_facts(known), as_of=as_of, jurisdiction=like.jurisdiction))
