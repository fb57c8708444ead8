"""What would be decided now, without keeping it."""

from datetime import date

import pytest
from django.utils import translation

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid
from sepas.warranty.models import Decision
from sepas.warranty.queries import preview
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import Cast
from tests.warranty.made import TODAY, gold, make_guarantee, make_registration


def test_the_law_covers_what_the_register_dates(cast: Cast, django_assert_num_queries) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=SOLD))
    with django_assert_num_queries(3):
        decision = preview(unit, {}, as_of=TODAY)
        assert decision.lines["parts"].outcome == "covered"
        assert decision.lines["parts"].layer == "law"
    assert "purchase_date" not in {item.fact for item in decision.missing}
    assert (Decision.objects.unscoped("test").count(), Event.objects.count()) == (0, 0)


def test_a_guarantee_of_the_company_adds_to_the_law(cast: Cast) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=date(2025, 4, 1)))
    late = date(2027, 12, 1)
    assert preview(unit, {}, as_of=late).lines["parts"].outcome != "covered"
    make_guarantee(cast.sard)
    with_contract = preview(unit, {}, as_of=late).lines["parts"]
    assert (with_contract.outcome, with_contract.layer, with_contract.pack) == (
        "covered",
        "contract",
        "sard.gold",
    )


def test_the_register_comes_before_what_is_said(cast: Cast) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=SOLD))
    decision = preview(unit, {"purchase_date": "2010-01-01", "product_class": "tv"}, as_of=TODAY)
    assert decision.facts.get("purchase_date") == SOLD
    assert decision.facts.get("product_class") == "refrigerator"


def test_the_owners_registered_date_is_known_too(cast: Cast) -> None:
    unit = again(make_unit(make_model(cast.sard)))
    make_registration(unit, cast.maryam, purchased_on=SOLD)
    assert preview(unit, {}, as_of=TODAY).facts.get("purchase_date") == SOLD


def test_without_a_unit_the_kind_of_product_is_enough_to_begin(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        decision = preview(None, {"purchase_date": "2026-01-01"}, as_of=TODAY, product_class="refrigerator")
    assert decision.lines["parts"].outcome == "covered"
    make_guarantee(cast.sard, gold(months=48))
    later = preview(
        None,
        {"purchase_date": "2025-04-01"},
        as_of=date(2028, 12, 1),
        product_class="refrigerator",
        organisation=cast.sard,
    )
    assert later.lines["parts"].pack == "sard.gold"


@pytest.mark.parametrize(("language", "word"), [("fa", "واژگان"), ("en", "vocabulary")])
def test_a_fact_that_cannot_be_is_named_with_what_can(language: str, word: str) -> None:
    with translation.override(language), pytest.raises(Invalid) as raised:
        preview(None, {"colour": "red", "seller_channel": "bazaar"}, as_of=TODAY, product_class="tv")
    assert set(raised.value.fields) == {"colour", "seller_channel"}
    assert word in str(raised.value.fields["colour"])
    assert raised.value.data["allowed"]["seller_channel"] == ["in_store", "distance"]
