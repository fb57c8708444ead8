"""What a model needs before it is sold, as a table."""

import pytest

from sepas.catalogue.readiness import Known, missing, needs

READY = {
    "guarantee": True, "parts": 3, "orderable": 2, "manual": True, "trained_branches": 1,
    "services": frozenset({"installation"}), "serviced": False, "photos": True,
}  # fmt: skip
NOTHING = {**dict.fromkeys(READY, 0), "services": frozenset()}


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"guarantee": False}, ["guarantee"]),
        ({"parts": 0, "orderable": 0}, ["parts"]),
        ({"orderable": 0}, ["parts"]),
        ({"manual": False}, ["manual"]),
        ({"trained_branches": 0}, ["training"]),
        ({"services": frozenset()}, ["services"]),
        ({"serviced": True}, ["services"]),
        ({"photos": False}, []),
        ({"serviced": True, "services": frozenset({"maintenance"})}, []),
        (NOTHING, ["guarantee", "parts", "manual", "training", "services"]),
    ],
    ids=str,
)
def test_each_thing_that_is_missing_is_named_with_a_reason(changes: dict[str, int], names: list[str]) -> None:
    found = missing(Known(**{**READY, **changes}))  # type: ignore[arg-type]
    assert [need.name for need in found] == names
    assert all(str(need.reason) for need in found)
    assert len(needs(Known(**READY))) == 6  # type: ignore[arg-type]


def test_no_service_and_no_maintenance_are_said_differently() -> None:
    none, other = (
        missing(Known(**{**READY, "serviced": True, "services": frozenset(kinds)}))[0].reason  # type: ignore[arg-type]
        for kinds in ([], ["training"])
    )
    assert str(none) != str(other)


def test_a_list_without_a_part_to_order_says_so() -> None:
    empty, listed = (
        missing(Known(**{**READY, "parts": parts, "orderable": 0}))[0].reason for parts in (0, 3)
    )
    assert str(empty) != str(listed)


def test_photos_are_advice_and_hold_nothing_back() -> None:
    need = next(need for need in needs(Known(**{**READY, "photos": False})) if need.name == "photos")  # type: ignore[arg-type]
    assert (need.met, need.required) == (False, False)
    assert str(need.reason)
