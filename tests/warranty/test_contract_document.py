"""A guarantee from the values of a form."""

from datetime import date

import pytest

from sepas import rules
from tests.warranty.made import gold

BOUGHT = date(2025, 4, 1)


def outcome(document: dict, line: str, as_of: date, **facts: object):
    library = rules.standard_library().extended([document])
    known = library.parse_facts({"product_class": "refrigerator", "purchase_date": BOUGHT, **facts})
    return library.decide(known, as_of=as_of, jurisdiction="IR", packs=["sard.gold"]).lines[line]


@pytest.mark.parametrize(
    ("day", "covered"), [(date(2028, 3, 31), "covered"), (date(2028, 4, 1), "not_covered")]
)
def test_the_months_are_jalali_and_the_last_day_counts(day: date, covered: str) -> None:
    # 12 Farvardin 1404 and 36 months: 12 Farvardin 1407 is 31 March 2028.
    assert outcome(gold(), "parts", day).outcome == covered


def test_gregorian_months_end_on_another_day() -> None:
    document = gold(calendar="gregorian")
    assert outcome(document, "parts", date(2028, 4, 1)).outcome == "covered"
    assert outcome(document, "parts", date(2028, 4, 2)).outcome == "not_covered"


@pytest.mark.parametrize(
    ("odometer", "expected"), [(40000, "covered"), (40001, "not_covered"), (None, "needs_facts")]
)
def test_kilometres_end_it_sooner(odometer: int | None, expected: str) -> None:
    document = gold(km=40_000)
    assert outcome(document, "parts", date(2026, 1, 1), odometer=odometer).outcome == expected


def test_a_share_is_a_share() -> None:
    line = outcome(gold(partly={"travel": 50}), "travel", date(2026, 1, 1))
    assert (line.outcome, line.percent) == ("partly", 50.0)


@pytest.mark.parametrize(
    ("cause", "expected"), [("misuse", "not_covered"), ("inherent", "covered"), (None, "covered")]
)
def test_the_company_must_prove_what_it_leaves_out(cause: str | None, expected: str) -> None:
    line = outcome(gold(), "parts", date(2026, 1, 1), defect_cause=cause)
    assert line.outcome == expected
    assert line.provisional is (cause is None)


def test_it_starts_where_it_says_and_falls_back_on_the_purchase() -> None:
    document = gold(starts="installation_date", months=1)
    assert (
        outcome(document, "parts", date(2025, 6, 1), installation_date=date(2025, 5, 20)).outcome == "covered"
    )
    assert outcome(document, "parts", date(2025, 6, 1)).outcome == "not_covered"


def test_it_may_hold_for_some_classes_and_owe_a_repair_in_time() -> None:
    document = gold(product_classes=("tv", "refrigerator"), repair_days=10)
    library = rules.standard_library().extended([document])
    known = library.parse_facts(
        {"product_class": "refrigerator", "purchase_date": BOUGHT, "device_received_date": date(2026, 1, 1)}
    )
    decision = library.decide(known, as_of=date(2026, 1, 1), jurisdiction="IR", packs=["sard.gold"])
    duty = decision.obligations[0]
    assert (duty.obligation, duty.within, duty.unit, duty.due) == ("repair", 10, "day", date(2026, 1, 11))
    other = library.parse_facts({"product_class": "phone", "purchase_date": BOUGHT})
    outside = library.decide(other, as_of=date(2026, 1, 1), jurisdiction="IR", packs=["sard.gold"])
    assert outside.lines["parts"].outcome == "not_covered"


def test_its_text_says_months_start_and_kilometres_in_both_languages() -> None:
    text = gold(km=40_000)["provisions"][0]["text"]
    assert text["fa"] == "۳۶ ماه گارانتی شرکت از روز خرید، تا ۴۰٬۰۰۰ کیلومتر. ایراد در همین مدت پیدا شده است."
    assert text["en"].startswith(
        "36 months of the company's guarantee from the day of purchase, up to 40,000 km."
    )
