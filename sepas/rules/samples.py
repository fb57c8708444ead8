"""Worked cases that ship beside the packs: facts with the day of the decision, written from the sources."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from sepas.rules.versions import Sample


@cache
def worked_cases(jurisdiction: str) -> tuple[Sample, ...]:
    """Those of a jurisdiction, in the order of their files; cases with a contract of their own are left out."""
    found: list[Sample] = []
    folder = files("sepas.rules").joinpath("packs", "golden")
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".yaml"):
            continue
        for case in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            if case["jurisdiction"] == jurisdiction and "contracts" not in case:
                day = case["as_of"]
                as_of = day if isinstance(day, date) else date.fromisoformat(str(day))
                found.append(Sample(case["name"], case.get("facts") or {}, as_of))
    return tuple(found)
