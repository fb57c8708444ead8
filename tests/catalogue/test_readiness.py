"""What a model needs before it is sold, as a table."""

import pytest

from sepas.catalogue.readiness import Known, missing, needs

READY = {"guarantee": True, "parts": 3, "orderable": 2, "manual": True, "trained_branches": 1}


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"guarantee": False}, ["guarantee"]),
        ({"parts": 0, "orderable": 0}, ["parts"]),
        ({"orderable": 0}, ["parts"]),
        ({"manual": False}, ["manual"]),
        ({"trained_branches": 0}, ["training"]),
        (dict.fromkeys(READY, 0), ["guarantee", "parts", "manual", "training"]),
    ],
    ids=str,
)
def test_each_thing_that_is_missing_is_named_with_a_reason(changes: dict[str, int], names: list[str]) -> None:
    found = missing(Known(**{**READY, **changes}))  # type: ignore[arg-type]
    assert [need.name for need in found] == names
    assert all(str(need.reason) for need in found)
    assert len(needs(Known(**READY))) == 4  # type: ignore[arg-type]


def test_a_list_without_a_part_to_order_says_so() -> None:
    empty, listed = (missing(Known(True, parts, 0, True, 1))[0].reason for parts in (0, 3))
    assert str(empty) != str(listed)
