"""One text for one value: as the standard library would write it, only quicker."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sepas.kernel.canonical import canonical
from sepas.rules.serial import canonical as canonical_of_rules

TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=8)
PLAIN = some.none() | some.booleans() | some.integers(-(2**63), 2**63 - 1) | TEXTS
VALUES = some.recursive(
    PLAIN, lambda part: some.lists(part, max_size=4) | some.dictionaries(TEXTS, part, max_size=4)
)


def written(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@given(VALUES)
def test_it_is_what_the_standard_library_writes(value: object) -> None:
    assert canonical(value) == canonical_of_rules(value) == written(value)


@pytest.mark.parametrize("value", [0.5, 1.25, -3.75, 100.0, 2**64, {"ب": 1, "آ": {"z": -(2**70), "a": []}}])
def test_numbers_too(value: object) -> None:
    assert canonical(value) == written(value)


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": [2]}) == canonical({"a": [2], "b": 1})


def test_what_is_no_json_is_refused_unless_somebody_makes_it_so() -> None:
    with pytest.raises(TypeError):
        canonical({1, 2})
    assert canonical({1}, default=sorted) == b"[1]"
