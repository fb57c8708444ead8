"""Versions of a pack compared: texts, figures, and what comes out differently."""

from dataclasses import replace
from datetime import date

from sepas.rules import standard_library
from sepas.rules.samples import worked_cases
from sepas.rules.versions import Sample, difference, outcomes

LIBRARY = standard_library()


def pack(version: str):
    found = LIBRARY.pack("ir.vehicle.guarantee", version)
    assert found is not None
    return found


def test_a_version_compared_with_itself_changes_nothing() -> None:
    same = difference(pack("1395.1"), pack("1395.1"))
    assert (same.added, same.removed, same.changed, same.parameters, same.frame) == ((), (), (), (), ())
    assert same.same == len(pack("1395.1").provisions)
    assert outcomes(LIBRARY, pack("1395.1"), pack("1395.1"), worked_cases("IR"))[1] == []


def test_what_came_and_what_went() -> None:
    found = difference(pack("1386.1"), pack("1395.1"))
    assert [row.id.rpartition(".")[2] for row in found.removed] == ["term"]
    assert "heavy" in [row.id.rpartition(".")[2] for row in found.added]
    assert ("light_term", None, 24) in found.parameters
    assert ("term", 12, None) in found.parameters
    assert found.frame == ("definitions",)
    assert found.same + len(found.changed) + len(found.added) == len(pack("1395.1").provisions)


def test_the_other_way_round_is_the_mirror() -> None:
    there, back = difference(pack("1386.1"), pack("1395.1")), difference(pack("1395.1"), pack("1386.1"))
    assert there.added == back.removed
    assert {(name, new, old) for name, old, new in there.parameters} == set(back.parameters)


def test_a_change_names_its_parts() -> None:
    old = pack("1395.1")
    first = old.provisions[0]
    new = replace(
        old,
        provisions=(replace(first, text={"fa": "دیگر", "en": "other"}, article="99"), *old.provisions[1:]),
    )
    (change,) = difference(old, new).changed
    assert set(change.parts) == {"text", "cite"}
    assert (change.before, change.after.article) == (first, "99")


def test_a_worked_case_that_comes_out_differently() -> None:
    van = Sample(
        "a van in its second year",
        {
            "product_class": "motor_vehicle",
            "vehicle_class": "passenger",
            "purchase_date": "2016-05-01",
            "delivery_date": "2016-05-01",
            "event_date": "2017-10-01",
            "odometer": 35000,
            "reported_before": False,
            "defect_cause": "manufacturing",
        },
        date(2017, 10, 1),
    )
    decided, found = outcomes(LIBRARY, pack("1386.1"), pack("1395.1"), [van])
    assert decided == 1
    assert ("parts", "not_covered", "covered") in found[0].lines
    assert (
        outcomes(LIBRARY, pack("1395.1"), pack("1386.1"), [van])[1][0].remedies_added
        == found[0].remedies_removed
    )


def test_a_case_with_unknown_facts_is_left_out() -> None:
    strange = Sample("strange", {"no_such_fact": 1}, date(2026, 1, 1))
    assert outcomes(LIBRARY, pack("1386.1"), pack("1395.1"), [strange]) == (0, [])


def test_worked_cases_are_those_of_the_country() -> None:
    assert len(worked_cases("IR")) > 100
    assert worked_cases("XX") == ()
