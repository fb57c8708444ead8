"""A repair that nobody else pays is a paid repair; whatever is not settled stays as it was asked for."""

from datetime import date

import pytest

from sepas.cases.kinds import kind_by_decision
from sepas.rules import standard_library

BOUGHT, EXPIRED = date(2026, 6, 1), date(2020, 6, 1)


def decided(**facts: object):
    library = standard_library()
    given = {"product_class": "phone", "buyer_kind": "private", **facts}
    known = library.vocabulary.facts
    values = {name: value for name, value in given.items() if name in known}
    return library.decide(library.parse_facts(values), as_of=date(2026, 11, 22), jurisdiction="IR")


DATES = ("purchase_date", "delivery_date", "activation_date", "import_declaration_date")


@pytest.mark.parametrize(
    ("kind", "day", "becomes"),
    [
        ("guarantee_repair", BOUGHT, "guarantee_repair"),
        ("guarantee_repair", None, "guarantee_repair"),
        ("paid_repair", BOUGHT, "paid_repair"),
        ("complaint", EXPIRED, "complaint"),
        ("return", EXPIRED, "return"),
    ],
)
def test_the_kind_after_the_decision(kind: str, day: date | None, becomes: str) -> None:
    facts = dict.fromkeys(DATES, day.isoformat()) if day else {}
    assert kind_by_decision(kind, decided(**facts)) == becomes


def test_a_refused_repair_is_at_the_customers_cost_only_where_nothing_is_open() -> None:
    decision = decided(
        **dict.fromkeys(DATES, EXPIRED.isoformat()), repaired_before=False, defect_cause="wear"
    )
    assert {decision.lines[name].outcome for name in ("parts", "labour")} == {"not_covered"}
    assert kind_by_decision("guarantee_repair", decision) == "paid_repair"


def test_without_a_decision_it_stays() -> None:
    assert kind_by_decision("guarantee_repair", None) == "guarantee_repair"
