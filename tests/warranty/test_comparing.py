"""A guarantee held against the law, to the day and the kilometre."""

from datetime import date
from typing import Any

import pytest

from sepas import rules
from sepas.warranty.comparing import compare_with_law
from tests.warranty.made import gold

DAY = date(2026, 11, 21)  # 30 Aban 1405
FRIDGE, TV, PHONE = ("refrigerator", ""), ("tv", ""), ("phone", "")
CAR, TRUCK = ("motor_vehicle", "passenger"), ("motor_vehicle", "truck")
WHOLE = ("parts", "labour", "travel", "diagnosis")


def compared(*kinds: tuple[str, str], **terms: Any) -> dict[str, Any]:
    document = gold(**terms)
    library = rules.standard_library().extended([document])
    return compare_with_law(library, pack="sard.gold", jurisdiction="IR", day=DAY, kinds=kinds)


def told(findings: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Each finding as its kind, what it is about, and the two figures that differ."""
    figure = {"term": "months", "line": "months", "share": "share", "km": "km", "repair": "within"}
    rows = []
    for item in findings:
        about = item.get("lines") or item.get("causes") or item.get("start") or ""
        name = figure.get(item["kind"], "counts" if item["kind"] == "start" else "covers")
        rows.append((item["kind"], about, item["guarantee"][name], item["law"][name]))
    return rows


@pytest.mark.parametrize(
    ("kind", "terms", "less", "more"),
    [
        (FRIDGE, {"months": 24, "lines": WHOLE}, [], []),
        (FRIDGE, {"months": 23, "lines": WHOLE}, [("term", list(WHOLE), 23, 24)], []),
        (FRIDGE, {"months": 25, "lines": WHOLE}, [], [("term", list(WHOLE), 25, 24)]),
        (
            PHONE,
            {"months": 12, "lines": WHOLE, "starts": "activation_date"},
            [("term", list(WHOLE), 12, 18)],
            [],
        ),
        (FRIDGE, {"months": 24}, [("line", ["travel", "diagnosis"], 0, 24)], []),
        (
            FRIDGE,
            {"months": 24, "lines": ("parts", "travel", "diagnosis"), "partly": {"labour": 60}},
            [("share", ["labour"], 60, 100)],
            [],
        ),
        (
            FRIDGE,
            {"months": 24, "lines": (*WHOLE, "consumables")},
            [],
            [("line", ["consumables"], 24, 0)],
        ),
        (FRIDGE, {"months": 24, "lines": WHOLE, "repair_days": 16}, [("repair", "", 16, 15)], []),
        (FRIDGE, {"months": 24, "lines": WHOLE, "repair_days": 15}, [], []),
        (FRIDGE, {"months": 24, "lines": WHOLE, "repair_days": 14}, [], [("repair", "", 14, 15)]),
        (TV, {"months": 24, "lines": WHOLE}, [("start", "installation_date", False, True)], []),
        (
            FRIDGE,
            {"months": 24, "lines": WHOLE, "starts": "installation_date"},
            [],
            [("start", "installation_date", True, False)],
        ),
    ],
    ids=str,
)
def test_each_kind_of_difference_is_found(
    kind: tuple[str, str], terms: dict[str, Any], less: list[Any], more: list[Any]
) -> None:
    found = compared(kind, **terms)
    assert (told(found["less"]), told(found["more"])) == (less, more)


def test_the_boundary_is_exact_to_the_day_and_names_the_provision() -> None:
    (term,) = compared(FRIDGE, months=12, lines=WHOLE)["less"]
    assert term["guarantee"] == {"until": "2027-11-21", "months": 12, "days": 0, "share": 100}
    assert term["law"] == {
        "until": "2028-11-20",
        "months": 24,
        "days": 0,
        "share": 100,
        "provision": "ir.electronics.home_guarantee",
    }


@pytest.mark.parametrize(
    ("km", "where"), [(39_999, "less"), (40_000, None), (40_001, "more"), (None, "more")]
)
def test_kilometres_are_compared_to_the_kilometre(km: int | None, where: str | None) -> None:
    found = compared(
        CAR, months=24, km=km, lines=("parts", "labour", "transport", "diagnosis"), starts="delivery_date"
    )
    rows = {name: [row for row in found[name] if row["kind"] == "km"] for name in ("less", "more")}
    assert [name for name, items in rows.items() if items] == ([where] if where else [])
    for items in rows.values():
        assert all((item["guarantee"]["km"], item["law"]["km"]) == (km, 40_000) for item in items)


def test_causes_that_are_left_out_beyond_the_law_are_named() -> None:
    # In the law of home appliances only abuse is out; nothing in it takes out what the maker did.
    found = compared(FRIDGE, months=24, lines=WHOLE, excludes=("misuse", "manufacturing"))
    assert [row["causes"] for row in found["less"]] == [["manufacturing"]]


def test_products_that_differ_alike_are_said_once() -> None:
    found = compared(FRIDGE, ("washing_machine", ""), months=12, lines=WHOLE)
    assert [row["products"] for row in found["less"] if row["kind"] == "term"] == [
        [["refrigerator", ""], ["washing_machine", ""]]
    ]
    assert len(compared(CAR, TRUCK, months=24, km=30_000)["less"]) > len(
        compared(CAR, months=24, km=30_000)["less"]
    )


def test_a_duty_that_is_not_mentioned_is_left_to_the_law() -> None:
    (silent,) = compared(FRIDGE, months=24, lines=WHOLE)["silent"]
    assert (silent["law"], silent["guarantee"]) == (
        {"within": 15, "provision": "ir.electronics.repair_time"},
        {"within": None},
    )


def test_products_outside_its_scope_are_not_compared() -> None:
    found = compared(FRIDGE, PHONE, months=12, product_classes=("refrigerator",))
    assert {tuple(kind) for row in found["less"] for kind in row["products"]} == {FRIDGE}


def test_goods_that_no_text_gives_a_guarantee_get_all_of_it_as_more() -> None:
    found = compared(("other_goods", ""), months=12)
    assert (found["less"], told(found["more"])) == ([], [("line", ["parts", "labour"], 12, 0)])
