"""The shipped packs decide every worked case as its author worked it out from the sources."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import sepas.rules
from sepas.rules import standard_library
from sepas.rules.model import Provision
from tests.rules import golden

PACKS = Path(sepas.rules.__file__).parent / "packs"
CASES = list(golden.cases_in(PACKS / "golden"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_worked_case_is_decided_as_worked_out(case: golden.Case) -> None:
    assert golden.differences(case, golden.decide(standard_library(), case)) == []


def test_every_golden_file_has_at_least_fifteen_cases_with_names_of_their_own() -> None:
    names: dict[str, list[str]] = defaultdict(list)
    for case in CASES:
        names[case.file].append(case.name)
    assert CASES, "no golden cases were found"
    assert {file: len(cases) for file, cases in names.items() if len(cases) < 15} == {}
    assert {file for file, cases in names.items() if len(set(cases)) != len(cases)} == set()


def test_every_provision_is_seen_to_hold_and_to_fail() -> None:
    library = standard_library()
    held: dict[str, set[bool | None]] = defaultdict(set)
    for case in CASES:
        decision = golden.decide(library, case)
        for entry in decision.trace:
            held[f"{entry.pack} {entry.version} {entry.provision}"].add(entry.held)
    lacking = []
    for pack in library.packs:
        for provision in pack.provisions:
            seen = held[f"{pack.id} {pack.version} {provision.id}"]
            if True not in seen:
                lacking.append(f"{provision.id} ({pack.version}) never holds")
            if conditional(provision) and False not in seen:
                lacking.append(f"{provision.id} ({pack.version}) never fails")
    assert lacking == []


def conditional(provision: Provision) -> bool:
    from sepas.rules.ir import Const

    return not isinstance(provision.when, Const)
