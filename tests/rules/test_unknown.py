"""Unknown is a value: truths follow Kleene and SQL's NULL, and comparisons are as sharp as they can be."""

from __future__ import annotations

import sqlite3
from itertools import product

import pytest

from tests.rules.small import truth_of, when

VALUES = (True, False, None)


def sql(expression: str) -> bool | None:
    found = sqlite3.connect(":memory:").execute(f"select {expression}").fetchone()[0]
    return None if found is None else bool(found)


def literal(value: object) -> str:
    return "NULL" if value is None else str(value)


@pytest.mark.parametrize(
    "text", ["{a} and {b}", "{a} or {b}", "not {a}", "not ({a} and not {b})", "{a} and {b} or not {a}"]
)
@pytest.mark.parametrize(("a", "b"), list(product(VALUES, VALUES)))
def test_connectives_follow_sql(text: str, a: bool | None, b: bool | None) -> None:
    expected = sql(text.format(a=literal(a), b=literal(b)))
    assert when(text.format(a="accident", b="misuse"), accident=a, misuse=b) == expected


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize(("a", "b"), list(product((None, 1, 2), (None, 1, 2))))
def test_comparisons_follow_sql(op: str, a: int | None, b: int | None) -> None:
    expected = sql(f"{literal(a)} {op} {literal(b)}")
    assert when(f"days_stopped {op} days(1) * failed_repairs", days_stopped=a, failed_repairs=b) == expected


@pytest.mark.parametrize(
    ("condition", "in_sql"),
    [
        ("odometer + km(1) * wear > km(2)", "{a} + {b} > 2"),
        ("odometer - km(1) * wear > km(0)", "{a} - {b} > 0"),
        ("odometer * wear > km(1)", "{a} * {b} > 1"),
        ("odometer / wear >= km(1)", "{a} / {b} >= 1"),
    ],
)
@pytest.mark.parametrize(("a", "b"), list(product((None, 0, 2), (None, 0, 2))))
def test_arithmetic_follows_sql_and_division_by_zero_is_unknown(
    condition: str, in_sql: str, a: int | None, b: int | None
) -> None:
    assert when(condition, odometer=a, wear=b) == sql(in_sql.format(a=literal(a), b=literal(b)))


@pytest.mark.parametrize("value", ["phone", "car", None])
def test_membership_of_an_unknown_choice_is_unknown(value: str | None) -> None:
    expected = None if value is None else value == "phone"
    assert when("product_class in {'phone', 'tablet'}", product_class=value) is expected
    assert when("product_class not in {'phone', 'tablet'}", product_class=value) is (
        None if expected is None else not expected
    )


EARLIER = "purchase_date <= earlier_of(activation_date, delivery_date)"
LATER = "purchase_date <= later_of(activation_date, delivery_date)"


@pytest.mark.parametrize(
    ("condition", "bought", "activated", "delivered", "expected"),
    [
        (EARLIER, "2025-03-02", "2025-03-01", None, False),
        (EARLIER, "2025-03-01", "2025-03-01", None, None),
        (EARLIER, "2025-03-01", "2025-03-01", "2025-03-01", True),
        (LATER, "2025-03-01", "2025-03-01", None, True),
        (LATER, "2025-03-02", "2025-03-01", None, None),
        (LATER, "2025-03-02", "2025-03-01", "2025-03-01", False),
        (EARLIER.replace("<=", ">="), "2025-03-01", "2025-03-01", None, True),
        (EARLIER.replace("<=", "=="), "2025-03-02", "2025-03-01", None, False),
        (EARLIER.replace("<=", "=="), "2025-02-01", "2025-03-01", None, None),
        (EARLIER.replace("<=", "!="), "2025-03-02", "2025-03-01", None, True),
    ],
)
def test_the_known_dates_decide_where_they_can(
    condition: str, bought: str, activated: str, delivered: str | None, expected: bool | None
) -> None:
    facts = {"purchase_date": bought, "activation_date": activated, "delivery_date": delivered}
    assert when(condition, **facts) is expected


def test_a_bound_is_found_through_definitions_and_months() -> None:
    start = "earlier_of(activation_date, purchase_date + months(6))"
    extra = f"definitions:\n  start: {start}\n  expiry: start + months(18)\n"
    assert truth_of(extra, "event_date <= expiry", activation_date="2023-01-01") is False
    assert truth_of(extra, "event_date <= expiry", activation_date="2025-01-01") is None
    assert truth_of(extra, "expiry - event_date > days(10)", activation_date="2023-01-01") is False
    assert (
        truth_of(extra, "days_between(event_date, expiry) > days(10)", activation_date="2023-01-01") is False
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"accident": True, "odometer": 5}, True),
        ({"accident": False, "odometer": 5}, True),
        ({"odometer": 5}, True),
        ({"odometer": 15}, None),
        ({"odometer": 25}, False),
        ({"accident": True, "odometer": 15}, False),
        ({"accident": False, "odometer": 15}, True),
        ({"accident": True}, None),
    ],
)
def test_a_branch_with_an_open_test_is_decided_where_both_sides_agree(
    facts: dict[str, object], expected: bool | None
) -> None:
    assert when("odometer < (km(10) if accident else km(20))", **facts) is expected


def test_an_open_branch_between_equal_values_is_that_value() -> None:
    extra = "definitions:\n  limit: odometer if accident else km(1) * wear\n"
    assert truth_of(extra, "known(limit)", odometer=3, wear=3) is True
    assert truth_of(extra, "known(limit)", odometer=3, wear=4) is False


def test_known_and_first_known_ask_about_knowledge_itself() -> None:
    assert when("known(accident)") is False
    assert when("known(accident)", accident=False) is True
    assert when("first_known(activation_date, purchase_date) < as_of", purchase_date="2025-01-01") is True
    assert when("first_known(activation_date, purchase_date) < as_of") is None
    assert (
        when(
            "first_known(activation_date, purchase_date) < as_of",
            purchase_date="2025-01-01",
            activation_date="2026-01-01",
        )
        is False
    )
    assert when("known(purchase_date + days(1))") is False


def test_the_event_is_today_until_another_day_is_given() -> None:
    assert when("event_date == as_of") is True
    assert when("event_date == as_of", event_date="2025-05-31") is False


def test_an_overlong_period_saturates_instead_of_failing() -> None:
    assert (
        when("purchase_date + days_stopped > as_of", purchase_date="2025-01-01", days_stopped=10**12) is True
    )
    assert (
        when("purchase_date - days_stopped < as_of", purchase_date="2025-01-01", days_stopped=10**12) is True
    )


def test_a_fraction_of_a_day_is_unknown() -> None:
    assert when("purchase_date + days(wear) < as_of", purchase_date="2025-01-01", wear=0.5) is None
    assert when("purchase_date + days(ceil(wear)) < as_of", purchase_date="2025-01-01", wear=0.5) is True
