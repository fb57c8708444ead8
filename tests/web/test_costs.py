"""What a chosen service costs stands apart from what the guarantee gives."""

import pytest
from django.utils import translation

from sepas.cases.models import Case
from sepas.web.explain import explain
from sepas.web.portal.t.costs import Costs, costs_of
from sepas.web.preferences import of_language, reading
from tests.cases.world import make_world
from tests.offers.made import make_offer

FIXED = {"price": {"kind": "fixed", "amount": 62_000_000, "currency": "IRR"}}
ESTIMATE = {"price": {"kind": "estimate", "amount": None, "currency": "IRR"}}
FREE = {"price": {"kind": "free", "amount": None, "currency": "IRR"}}


@pytest.fixture
def english():
    with reading(of_language("en")), translation.override("en"):
        yield


def decided(parts: str, labour: str):
    """A decision with these outcomes of the two lines of a repair."""
    line = {"title": {}, "text": {}, "outcome_text": {}, "percent": None, "amount": None, "provision": None}
    line |= {"provisional": False, "rests_on_unverified": False}
    empty = {name: [] for name in ("obligations", "remedies", "ladder", "trace", "missing")}
    lines = {"parts": line | {"outcome": parts}, "labour": line | {"outcome": labour}}
    return explain({"lines": lines, "provisional": False, **empty})


FREE_REPAIR, HALF, PAID = (
    decided("covered", "covered"),
    decided("covered", "not_covered"),
    decided("not_covered", "not_covered"),
)


@pytest.mark.parametrize("kind", ["maintenance", "installation", "training", "advice", "parts_order"])
def test_the_price_of_a_service_is_said_before_what_a_fault_would_cost(english, kind):
    costs = costs_of(kind, FIXED, FREE_REPAIR)
    assert costs.decision.startswith("The service that you asked for costs 6,200,000 toman.")
    assert costs.decision.endswith("If the product has a fault:")
    assert costs.service.startswith("This is what you pay for the service itself.")


def test_an_estimate_and_a_free_service_are_called_what_they_are(english):
    assert "comes after an estimate" in costs_of("maintenance", ESTIMATE, FREE_REPAIR).decision
    assert "before work begins" in costs_of("maintenance", ESTIMATE, FREE_REPAIR).service
    free = costs_of("training", FREE, FREE_REPAIR)
    assert (free.service, "is free of charge" in free.decision) == ("", True)


def test_without_a_service_only_the_fault_is_named(english):
    assert costs_of("maintenance", None, PAID) == Costs("", "If the product has a fault:")


@pytest.mark.parametrize("offer", [FIXED, ESTIMATE])
def test_a_price_beside_a_free_repair_is_not_to_be_paid(english, offer):
    costs = costs_of("paid_repair", offer, FREE_REPAIR)
    assert "not yours to pay" in costs.service
    assert costs.decision


@pytest.mark.parametrize("decision", [HALF, PAID, None])
def test_nothing_is_added_where_nothing_contradicts(decision):
    assert costs_of("paid_repair", FIXED, decision) == Costs()
    assert costs_of("guarantee_repair", None, FREE_REPAIR) == Costs()


def test_only_a_repair_whose_parts_and_labour_are_covered_is_free():
    assert [FREE_REPAIR.free_repair, HALF.free_repair, PAID.free_repair] == [True, False, False]


@pytest.mark.django_db
def test_the_page_of_a_case_says_what_the_service_costs_where_it_says_what_is_free(client, cast):
    world = make_world(cast)
    offer = make_offer(world.fridge.model, kind="maintenance", price=62_000_000)
    case: Case = world.open(unit=world.fridge, kind="maintenance", offer=offer)
    page = client.get(f"/t/{case.secret}/").content.decode()
    verdict = page[page.index('class="verdict-scope"') :]
    assert "هزینهٔ خدمتی که خواسته‌اید ۶٬۲۰۰٬۰۰۰ تومان است." in verdict[: verdict.index("verdict-line")]


@pytest.mark.parametrize(
    ("outcome", "said"), [("needs_facts", False), ("needs_assessor", False), ("covered", True)]
)
def test_what_is_open_is_not_called_provisional_besides(english, outcome, said):
    line = {"title": {}, "text": {}, "outcome_text": {}, "percent": None, "amount": None, "provision": None}
    line |= {"provisional": True, "rests_on_unverified": False, "outcome": outcome}
    empty = {name: [] for name in ("obligations", "remedies", "ladder", "trace", "missing")}
    found = explain({"lines": {"parts": line, "labour": line}, "provisional": True, **empty})
    assert found.provisional is said
    assert {each.provisional for each in (*found.lines, *found.maybe)} <= {said}
