"""Runs worked cases of packs against the engine and words every difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sepas.rules import Decision, Library

UNITS = {"days": "day", "hours": "hour", "months": "month", "business_days": "business_day"}
KEYS = {
    "lines", "percent", "obligations", "remedies", "amounts", "missing", "not_missing", "provisional", "held",
    "not_held", "ladder", "rests_on_unverified", "layers", "given_by",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One worked case of a golden file."""

    file: str
    name: str
    data: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


def cases_in(directory: Path) -> Iterator[Case]:
    """All cases of the golden files of a directory."""
    for path in sorted(directory.glob("*.yaml")):
        for data in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            yield Case(path.stem, data["name"], data)


def decide(library: Library, case: Case) -> Decision:
    """The engine's decision of a case."""
    data = case.data
    if "contracts" in data:
        library = library.extended(data["contracts"])
    facts = library.parse_facts(data.get("facts") or {})
    return library.decide(
        facts, as_of=as_date(data["as_of"]), jurisdiction=data["jurisdiction"], packs=data.get("packs")
    )


def as_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def differences(case: Case, decision: Decision) -> list[str]:
    """What the case expects and the decision does not say, in words."""
    expect: Mapping[str, Any] = case.data["expect"]
    out = [f"unknown key {key} in expect" for key in expect if key not in KEYS]
    for name, outcome in (expect.get("lines") or {}).items():
        line = decision.lines.get(name)
        got = line.outcome if line is not None else "not_covered"
        if got != outcome:
            out.append(f"line {name}: expected {outcome}, got {got} ({line})")
    for name, percent in (expect.get("percent") or {}).items():
        if decision.lines[name].percent != percent:
            out.append(f"percent of {name}: expected {percent}, got {decision.lines[name].percent}")
    for key, attribute in (("layers", "layer"), ("given_by", "provision"), ("rests_on_unverified",) * 2):
        wanted = expect.get(key) or {}
        for name, value in wanted.items() if isinstance(wanted, dict) else ():
            if getattr(decision.lines[name], attribute) != value:
                out.append(
                    f"{key} of {name}: expected {value}, got {getattr(decision.lines[name], attribute)}"
                )
    for name, wanted in (expect.get("obligations") or {}).items():
        out += obligation(name, wanted, decision)
    for name, status in (expect.get("remedies") or {}).items():
        got = [remedy.status for remedy in decision.remedies if remedy.remedy == name]
        if (status == "absent" and got) or (status != "absent" and status not in got):
            out.append(f"remedy {name}: expected {status}, got {got or 'absent'}")
    for name, amount in (expect.get("amounts") or {}).items():
        amounts = [remedy.amount for remedy in decision.remedies if remedy.remedy == name]
        amounts += [line.amount for line in decision.lines.values() if line.name == name]
        if amount not in amounts:
            out.append(f"amount of {name}: expected {amount}, got {amounts}")
    missing = {item.fact for item in decision.missing}
    out += [f"{fact} should be missing" for fact in expect.get("missing") or () if fact not in missing]
    out += [f"{fact} should not be missing" for fact in expect.get("not_missing") or () if fact in missing]
    if "provisional" in expect and decision.provisional != expect["provisional"]:
        out.append(f"provisional: expected {expect['provisional']}, got {decision.provisional}")
    held = {entry.provision for entry in decision.trace if entry.held}
    out += [f"{name} should hold" for name in expect.get("held") or () if name not in held]
    out += [f"{name} should not hold" for name in expect.get("not_held") or () if name in held]
    if "ladder" in expect:
        steps = list(dict.fromkeys(step.step for step in decision.ladder))
        if steps != expect["ladder"]:
            out.append(f"ladder: expected {expect['ladder']}, got {steps}")
    return out


def obligation(name: str, wanted: object, decision: Decision) -> list[str]:
    found = [item for item in decision.obligations if item.obligation == name]
    if wanted == "absent":
        return [f"obligation {name}: expected none, got {found}"] if found else []
    if isinstance(wanted, str):
        wanted = {"status": wanted}
    assert isinstance(wanted, Mapping), f"obligation {name}: {wanted!r}"
    tries = []
    for item in found:
        wrong = []
        for key, value in wanted.items():
            if key in UNITS:
                got: object = item.within if item.unit == UNITS[key] else f"{item.within} {item.unit}"
            else:
                got = getattr(item, key)
            expected = as_date(value) if key in ("due", "start") and value is not None else value
            if got != expected:
                wrong.append(f"obligation {name}: {key} expected {expected}, got {got} ({item.provision})")
        if not wrong:
            return []
        tries += wrong
    return tries or [f"obligation {name}: expected {wanted}, got none"]
