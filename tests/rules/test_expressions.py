"""What expressions compute: calendars, units, exact numbers."""

from __future__ import annotations

import pytest

from tests.rules.small import decide, load, pack, provision, truth_of, when


@pytest.mark.parametrize(
    ("bought", "months", "last"),
    [
        ("2024-03-20", 1, "2024-04-19"),  # 1403/01/01 + 1 month = 1403/02/01 is 2024-04-20
        ("2025-03-20", 6, "2025-09-21"),  # 1403/12/30 + 6 months = 1404/06/30
        ("2025-03-20", 12, "2026-03-20"),  # the leap day 1403/12/30 + 12 months = 1404/12/29
        ("2024-09-21", 1, "2024-10-21"),  # 1403/06/31 + 1 month = 1403/07/30
        ("2025-01-19", 1, "2025-02-18"),  # 1403/10/30 + 1 month = 1403/11/30
    ],
)
def test_jalali_months_end_with_the_day_of_the_same_number(bought: str, months: int, last: str) -> None:
    from datetime import date, timedelta

    end = date.fromisoformat(last) + (timedelta(days=1) if bought == "2024-03-20" else timedelta())
    condition = f"event_date <= purchase_date + months({months})"
    assert when(condition, purchase_date=bought, event_date=end.isoformat()) is True
    assert when(condition, purchase_date=bought, event_date=(end + timedelta(days=1)).isoformat()) is False


def test_gregorian_packs_count_gregorian_months() -> None:
    text = pack(
        provision(
            'when: "event_date <= purchase_date + months(1)"\ngives:\n  - {line: parts, outcome: covered}'
        )
    )
    found = load(text.replace("calendar: jalali", "calendar: gregorian"))
    facts = {"purchase_date": "2025-01-31"}
    assert decide(found, event_date="2025-02-28", **facts).trace[0].held is True
    assert decide(found, event_date="2025-03-01", **facts).trace[0].held is False


def test_business_days_follow_the_jurisdiction() -> None:
    # 2025-06-04 and 05 are 14 and 15 Khordad, 2025-06-06 is Eid al-Adha and a Friday.
    condition = "event_date <= purchase_date + business_days(1)"
    assert when(condition, purchase_date="2025-06-03", event_date="2025-06-07") is True
    assert when(condition, purchase_date="2025-06-03", event_date="2025-06-08") is False
    assert (
        when(
            "business_days_between(purchase_date, event_date) == business_days(1)",
            purchase_date="2025-06-03",
            event_date="2025-06-07",
        )
        is True
    )


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("price * 0.1 + price * 0.2 == price * 0.3", {"price": 10}),
        ("wear * 3 == 0.3", {"wear": 0.1}),
        ("price / money(3) > 0.33", {"price": 1}),
        ("ceil(days_stopped / days(7)) == 3", {"days_stopped": 15}),
        ("floor(days_stopped / days(7)) == 2", {"days_stopped": 15}),
        ("days(7) * ceil(days_stopped / days(7)) == days(21)", {"days_stopped": 15}),
        ("max(days_stopped - days(20), days(0)) == days(0)", {"days_stopped": 15}),
        ("min(odometer, km(7)) == km(7)", {"odometer": 9}),
        ("years(2) == months(24)", {}),
        ("-wear < 0", {"wear": 0.5}),
        ("as_of - purchase_date == days(31)", {"purchase_date": "2025-05-01"}),
        ("days_between(purchase_date, as_of) == days(31)", {"purchase_date": "2025-05-01"}),
        ("purchase_date < event_date <= as_of", {"purchase_date": "2025-05-01"}),
        (
            "purchase_date + months(failed_repairs) < as_of",
            {"purchase_date": "2025-05-01", "failed_repairs": 0},
        ),
        ("(accident == True) and (misuse == False)", {"accident": True, "misuse": False}),
        ("product_class != defect_cause", {"product_class": "car", "defect_cause": "inherent"}),
        ("failed_repairs * price == money(30)", {"failed_repairs": 3, "price": 10}),
        ("price * days_stopped == money(30)", {"days_stopped": 3, "price": 10}),
    ],
)
def test_an_expression_computes_exactly(condition: str, facts: dict[str, object]) -> None:
    assert when(condition, **facts) is True


def test_parameters_and_definitions_stand_for_their_values() -> None:
    extra = (
        "parameters:\n  limit: {value: 40000, unit: km}\n"
        "  counting: {value: excess, choices: [excess, all]}\n"
        "definitions:\n  young: odometer < limit\n  strict: counting == 'all'\n"
    )
    assert truth_of(extra, "young and not strict", odometer=39_999) is True
    assert truth_of(extra, "young or strict", odometer=40_000) is False
