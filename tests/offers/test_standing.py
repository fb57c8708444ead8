"""What can be asked for: by model, kind of product, state and day; in one query."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from sepas.kernel.activity.models import Event
from sepas.offers import queries
from sepas.offers.actions.life import make_offer as offer_it
from sepas.offers.terms import promised
from sepas.webhooks.payloads import offered, payload_of
from tests.assets.made import make_model
from tests.cast import NOW, Cast
from tests.offers.made import make_offer
from tests.warranty.made import TODAY


def names(cast: Cast, **more: Any) -> list[str]:
    return [offer.name_fa for offer in queries.standing(cast.sard.pk, day=TODAY, **more)]


@pytest.mark.parametrize(
    ("more", "there"),
    [
        ({}, True),
        ({"state": "draft"}, False),
        ({"state": "withdrawn"}, False),
        ({"valid_from": TODAY, "valid_to": TODAY}, True),
        ({"valid_from": TODAY + timedelta(days=1)}, False),
        ({"valid_to": TODAY - timedelta(days=1)}, False),
    ],
    ids=str,
)
def test_it_stands_while_it_is_offered_and_within_its_days(
    cast: Cast, more: dict[str, Any], there: bool
) -> None:
    model = make_model(cast.sard)
    make_offer(model, **more)
    assert bool(names(cast, model=model)) is there


def test_the_nearest_fit_comes_first_and_others_not_at_all(cast: Cast, django_assert_num_queries) -> None:
    model, other = make_model(cast.sard), make_model(cast.sard, "TV-1", product_class="tv")
    foreign = make_model(cast.rival, "P-1")
    make_offer(model, model=None, name_fa="همه")
    make_offer(model, model=None, product_class="refrigerator", name_fa="یخچال‌ها")
    make_offer(model, name_fa="همین مدل")
    make_offer(other, name_fa="تلویزیون")
    make_offer(foreign, model=None, name_fa="شرکت دیگر")
    with django_assert_num_queries(1):
        found = names(cast, model=model)
    assert found == ["همین مدل", "یخچال‌ها", "همه"]
    assert names(cast, product_class="refrigerator") == ["یخچال‌ها", "همه"]
    assert names(cast) == ["همه"]


def test_staff_see_their_own_companys_offers_in_every_state_and_customers_ask_elsewhere(cast: Cast) -> None:
    model, foreign = make_model(cast.sard), make_model(cast.rival, "P-1")
    make_offer(model, state="draft")
    make_offer(model, state="withdrawn")
    make_offer(foreign)
    assert queries.offers(cast.actor_of("bob")).count() == 2
    assert queries.offers(cast.actor_of("bob"), state="draft").count() == 1
    assert queries.offers(cast.actor_of("mallory")).count() == 1
    assert queries.offers(cast.actor_of("maryam")).count() == 0


def test_terms_are_plain_values_and_english_falls_back_to_persian(cast: Cast) -> None:
    offer = make_offer(
        make_model(cast.sard), name_en="", prepare_en="", pricing="estimate", price=None, duration=None
    )
    assert promised(offer, currency="IRR", day=date(2026, 11, 21)) == {
        "id": offer.pk, "version": 0, "kind": "installation", "way": "at_home",
        "name": {"fa": "نصب در خانه", "en": "نصب در خانه"},
        "price": {"kind": "estimate", "amount": None, "currency": "IRR"},
        "duration": None,
        "prepare": {"fa": "پریز نزدیک دستگاه", "en": "پریز نزدیک دستگاه"},
        "promised_on": "2026-11-21",
    }  # fmt: skip


def test_programs_hear_price_and_kind_of_an_offer_but_no_texts_unless_they_asked_for_them(cast: Cast) -> None:
    offer = make_offer(make_model(cast.sard), state="draft")
    offer_it(cast.actor_of("dana"), offer=offer, day=TODAY, now=NOW)
    event = Event.objects.get(name="service_offer.offered")
    assert "service_offer.offered" in offered()
    bare, whole = (
        json.loads(payload_of(event, details=details, amounts=True))["data"]["terms"]
        for details in (False, True)
    )
    assert bare["price"] == {"kind": "fixed", "amount": 9_000_000, "currency": "IRR"}
    assert "name" not in bare
    assert whole["name"]["fa"] == "نصب در خانه"
