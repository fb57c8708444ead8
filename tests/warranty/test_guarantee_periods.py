"""From when until when packs say that a guarantee runs, and on which provisions that rests."""

from datetime import date
from typing import Any

import pytest

from sepas import rules
from sepas.rules.exports import PackPeriod, guarantee_periods

AS_OF = date(2026, 11, 21)


def periods(jurisdiction: str = "IR", **facts: Any) -> list[PackPeriod]:
    library = rules.standard_library()
    return guarantee_periods(
        library.decide(library.parse_facts(facts), as_of=AS_OF, jurisdiction=jurisdiction)
    )


def only(jurisdiction: str = "IR", **facts: Any) -> PackPeriod:
    (period,) = periods(jurisdiction, **facts)
    return period


@pytest.mark.parametrize(
    ("bought", "last"),
    [
        (date(2025, 3, 21), date(2027, 3, 21)),  # 1 Farvardin 1404 to 1 Farvardin 1406
        (date(2025, 3, 20), date(2027, 3, 20)),  # 30 Esfand 1403, a leap year, to 29 Esfand 1405
        (date(2024, 3, 19), date(2026, 3, 20)),  # 29 Esfand 1402 to 29 Esfand 1404
    ],
)
def test_two_years_are_jalali_years_over_leap_years_too(bought: date, last: date) -> None:
    period = only(product_class="refrigerator", purchase_date=bought)
    assert (period.starts_on, period.ends_on, period.missing) == (bought, last, ())


def test_a_phone_starts_at_the_earlier_of_activation_and_six_months_after_declaration() -> None:
    phone = {"product_class": "phone", "activation_date": date(2026, 6, 1)}
    assert only(**phone, import_declaration_date=date(2025, 8, 23)).starts_on == date(
        2026, 2, 20
    )  # 1 Shahrivar, 1 Esfand
    late = only(**phone, import_declaration_date=date(2026, 5, 1))
    assert (late.starts_on, late.missing) == (date(2026, 6, 1), ())
    unknown = only(**phone)
    assert (unknown.starts_on, unknown.missing) == (date(2026, 6, 1), ("import_declaration_date",))


def test_suspended_days_are_added() -> None:
    bought = {"product_class": "refrigerator", "purchase_date": date(2025, 3, 21)}
    assert only(**bought, suspended_days=10).ends_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("vehicle_class", "last", "provision"),
    [
        ("passenger", date(2027, 3, 21), "ir.vehicle.guarantee.light"),
        ("truck", date(2027, 3, 21), "ir.vehicle.guarantee.heavy"),
        ("motorcycle", date(2026, 3, 21), "ir.vehicle.guarantee.motorcycle"),
    ],
)
def test_each_class_of_vehicle_has_its_term_and_its_provision(
    vehicle_class: str, last: date, provision: str
) -> None:
    day = date(2025, 3, 21)
    found = periods(
        product_class="motor_vehicle", vehicle_class=vehicle_class, purchase_date=day, delivery_date=day
    )
    (period,) = [one for one in found if one.pack == "ir.vehicle.guarantee"]
    assert (period.starts_on, period.ends_on) == (day, last)
    assert provision in [item.provision for item in period.provisions]
    assert "ir.vehicle.guarantee.paint" not in [item.provision for item in period.provisions]


def test_an_older_vehicle_is_counted_by_the_act_of_its_time() -> None:
    day = date(2013, 11, 1)
    found = periods(
        product_class="motor_vehicle", vehicle_class="passenger", purchase_date=day, delivery_date=day
    )
    (period,) = [one for one in found if one.pack == "ir.vehicle.guarantee"]
    assert (period.version, period.ends_on, period.km) == ("1386.1", date(2014, 11, 1), 30_000)
    assert [item.provision for item in period.provisions] == ["ir.vehicle.guarantee.term"]


@pytest.mark.parametrize(
    ("jurisdiction", "last"),
    [("EU", date(2027, 11, 1)), ("UK", date(2031, 11, 1)), ("TR", date(2027, 11, 1))],
)
def test_other_countries_count_from_delivery_in_their_calendar(jurisdiction: str, last: date) -> None:
    found = only(jurisdiction, product_class="tv", buyer_kind="private", delivery_date=date(2025, 11, 1))
    assert (found.starts_on, found.ends_on) == (date(2025, 11, 1), last)
    assert found.provisions


def test_while_the_kind_of_product_is_unknown_it_is_asked_for() -> None:
    found = periods(purchase_date=date(2025, 3, 21))
    assert found
    assert all("product_class" in period.missing for period in found)


def test_declaring_a_period_changes_no_decision() -> None:
    library = rules.standard_library()
    facts = library.parse_facts({"product_class": "refrigerator", "purchase_date": "2025-03-21"})
    decision = library.decide(facts, as_of=AS_OF, jurisdiction="IR")
    before = decision.record()
    guarantee_periods(decision)
    assert decision.record() == before
    assert library.decide(facts, as_of=AS_OF, jurisdiction="IR").record() == before
