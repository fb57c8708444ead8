"""Amounts of money are told only to a webhook that was made to hear them, with details or without."""

import json

import pytest

from sepas import rules
from sepas.cases.actions.open import open_case
from sepas.offers.actions.keep import edit_offer
from sepas.parties import masks
from sepas.webhooks.models import WebhookDelivery
from tests.assets.made import make_model
from tests.cast import MARYAM, NOW, actor_of
from tests.offers.made import make_offer
from tests.parties.blind import lacking
from tests.web.desk.rows import sign_in
from tests.webhooks.conftest import register
from tests.webhooks.test_actions import URL

pytestmark = pytest.mark.django_db


def told(endpoint, name):
    rows = WebhookDelivery.objects.unscoped("test").filter(endpoint=endpoint, name=name)
    return json.loads(rows.latest("pk").payload)["data"]


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("amounts", [False, True])
def test_of_a_service_that_was_asked_for(cast, details, amounts):
    hook = register(cast, URL, details=details, amounts=amounts).endpoint
    offer = make_offer(make_model(cast.sard), model=None)
    open_case(
        actor_of("alice"), organisation=cast.sard, kind="installation", description="نصب", mobile=MARYAM,
        branch=cast.tehran, offer=offer, now=NOW,
    )  # fmt: skip
    terms = told(hook, "case.opened")["offer"]
    assert terms["price"]["amount"] == (offer.price if amounts else None)
    assert terms["price"]["currency"] == "IRR"
    if details:
        assert terms["duration"] == {"amount": offer.duration, "unit": offer.duration_unit}


@pytest.mark.parametrize("amounts", [False, True])
def test_of_a_price_that_changed(cast, amounts):
    hook = register(cast, URL, events=["service_offer.edited"], details=True, amounts=amounts).endpoint
    offer = make_offer(make_model(cast.sard))
    before = offer.price
    edit_offer(actor_of("dana"), offer=offer, price=before + 1000, now=NOW)
    assert told(hook, "service_offer.edited")["changes"]["price"] == (
        [before, before + 1000] if amounts else None
    )


def test_answers_that_are_money_are_amounts():
    answers = {"purchase_price": 5, "damage_amount": 6, "count": 3, "within": {"amount": 10, "unit": "day"}}
    assert masks.without_amounts({"answers": answers}) == {
        "answers": {
            "purchase_price": None,
            "damage_amount": None,
            "count": 3,
            "within": {"amount": 10, "unit": "day"},
        }
    }


def test_every_answer_that_the_rules_count_in_money_is_one_of_them():
    facts = rules.standard_library().vocabulary.facts
    money = {name for name, fact in facts.items() if fact.type.unit == "money"}
    assert money
    assert money <= masks.MONEY


def test_what_was_told_is_hidden_from_whoever_does_not_see_amounts(cast, client):
    lacking(cast, "fields.money")
    hook = register(cast, URL, amounts=True).endpoint
    open_case(
        actor_of("alice"), organisation=cast.sard, kind="installation", description="نصب", mobile=MARYAM,
        branch=cast.tehran, offer=make_offer(make_model(cast.sard), model=None), now=NOW,
    )  # fmt: skip
    pages = {}
    for name in ("nader", "adam"):
        page = sign_in(client, name).get(f"/office/webhooks/{hook.pk}/")
        pages[name] = page.content.decode()
    assert "9000000" not in pages["nader"]
    assert "پنهان است: مبلغ‌هایی در آن هست" in pages["nader"]
    assert "9000000" in pages["adam"]
