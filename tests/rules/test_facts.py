"""Facts are read from JSON values; what does not fit is refused with the field and what would do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sepas.rules import BadFacts
from tests.rules.small import library


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ({"purchase_date": "2025-01-31"}, date(2025, 1, 31)),
        ({"purchase_date": date(2025, 1, 31)}, date(2025, 1, 31)),
        ({"odometer": 41000}, 41000),
        ({"odometer": 41000.0}, 41000),
        ({"odometer": "41000.5"}, Decimal("41000.5")),
        ({"wear": -0.1}, Decimal("-0.1")),
        ({"wear": 2}, 2),
        ({"accident": False}, False),
        ({"product_class": "phone"}, "phone"),
        ({"remark": "پایش شکسته"}, "پایش شکسته"),
    ],
)
def test_a_json_value_becomes_a_typed_fact(given: dict[str, Any], typed: object) -> None:
    facts = library().parse_facts(given)
    (name,) = given
    assert facts.get(name) == typed
    assert type(facts.get(name)) is type(typed)
    assert list(facts.known()) == [name]
    again = library().parse_facts(facts.as_json())
    assert (again.values, again.unknown) == (facts.values, facts.unknown)


def test_null_and_absent_are_both_unknown() -> None:
    assert library().parse_facts({"accident": None}).values == library().parse_facts({}).values


@pytest.mark.parametrize(
    ("given", "code", "allowed"),
    [
        ({"purchase_date": "1403/12/30"}, "not_a_date", "YYYY-MM-DD"),
        ({"purchase_date": "20250131"}, "not_a_date", "YYYY-MM-DD"),
        ({"purchase_date": "1403-12-30"}, "not_a_date", "YYYY-MM-DD"),
        ({"purchase_date": 5}, "not_a_date", "YYYY-MM-DD"),
        ({"odometer": -1}, "not_a_quantity", "0 … 1e15"),
        ({"odometer": True}, "not_a_quantity", "0 … 1e15"),
        ({"odometer": "many"}, "not_a_quantity", "0 … 1e15"),
        ({"odometer": float("nan")}, "not_a_quantity", "0 … 1e15"),
        ({"odometer": 10**16}, "not_a_quantity", "0 … 1e15"),
        ({"odometer": 0.1**15}, "not_a_quantity", "0 … 1e15"),
        ({"odometer": [1]}, "not_a_quantity", "0 … 1e15"),
        ({"accident": 1}, "not_a_truth_value", "true"),
        ({"accident": "yes"}, "not_a_truth_value", "true"),
        ({"product_class": "fridge"}, "not_a_choice", "tablet"),
        ({"product_class": ["phone"]}, "not_a_choice", "tablet"),
        ({"remark": 5}, "not_a_text", "≤ 4000"),
        ({"odometr": 5}, "unknown_fact", "odometer"),
        ({"xyzzy": None}, "unknown_fact", "purchase_date"),
    ],
)
def test_a_value_that_does_not_fit_is_named(given: dict[str, Any], code: str, allowed: str) -> None:
    with pytest.raises(BadFacts) as caught:
        library().parse_facts(given)
    (problem,) = caught.value.problems
    (name,) = given
    assert (problem.field, problem.code) == (name, code)
    assert allowed in problem.allowed
    assert problem.message["fa"]
    assert problem.message["en"]
    assert set(problem.as_dict()) == {"field", "code", "message", "allowed"}


def test_all_wrong_fields_are_reported_together() -> None:
    with pytest.raises(BadFacts) as caught:
        library().parse_facts({"accident": 1, "odometer": 5, "what": 2, "product_class": "x"})
    assert [problem.field for problem in caught.value.problems] == ["accident", "what", "product_class"]
