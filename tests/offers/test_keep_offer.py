"""Writing down a service, and changing it: what is asked of people, who may, what is remembered."""

from datetime import date
from typing import Any

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import IllegalMove, Invalid, NotFound, Refused, Stale
from sepas.offers.actions.keep import add_offer, edit_offer
from sepas.offers.models import ServiceOffer
from tests.assets.made import make_model
from tests.cast import NOW, Cast
from tests.offers.made import again, make_offer
from tests.parties.blind import lacking

GIVEN: dict[str, Any] = {
    "kind": "installation", "name_fa": "نصب در خانه", "way": "at_home", "pricing": "fixed", "price": 9_000_000,
}  # fmt: skip


def offers() -> list[ServiceOffer]:
    return list(ServiceOffer.objects.unscoped("test").order_by("pk"))


def add(cast: Cast, name: str = "dana", **more: Any) -> ServiceOffer:
    return add_offer(cast.actor_of(name), organisation=cast.sard, now=NOW, **{**GIVEN, **more})


def test_a_service_begins_as_a_draft_and_its_fact_tells_the_price(cast: Cast) -> None:
    offer = add(cast, duration=2, duration_unit="hour")
    assert (offer.state, offer.price, offer.version) == ("draft", 9_000_000, 0)
    fact = Event.objects.get(name="service_offer.added")
    assert (fact.subject_type, fact.subject_id) == ("service_offer", offer.pk)
    assert fact.data["terms"]["price"] == {"kind": "fixed", "amount": 9_000_000, "currency": "IRR"}
    assert fact.data["terms"]["duration"] == {"amount": 2, "unit": "hour"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_fa": "  "}, "name_fa"),
        ({"name_en": "x" * 121}, "name_en"),
        ({"text_fa": "x" * 2001}, "text_fa"),
        ({"kind": "magic"}, "kind"),
        ({"way": ""}, "way"),
        ({"pricing": ""}, "pricing"),
        ({"price": None}, "price"),
        ({"price": 0}, "price"),
        ({"price": -1}, "price"),
        ({"price": 10**15 + 1}, "price"),
        ({"duration": 0, "duration_unit": "hour"}, "duration"),
        ({"duration": 2}, "duration_unit"),
        ({"product_class": "spaceship"}, "product_class"),
        ({"valid_from": date(2026, 12, 2), "valid_to": date(2026, 12, 1)}, "valid_to"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_by_field_and_nothing_happens(
    cast: Cast, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        add(cast, **wrong)
    assert set(raised.value.fields) == {field}
    assert (offers(), Event.objects.count()) == ([], 0)


def test_everything_that_is_wrong_is_told_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        add(cast, kind="", way="", price=None, name_fa="")
    assert set(raised.value.fields) == {"kind", "way", "price", "name_fa"}
    assert raised.value.data["allowed"]["way"] == ["at_home", "at_branch", "remote"]


def test_it_is_for_one_model_or_a_kind_of_product_and_never_for_another_company(cast: Cast) -> None:
    own, foreign = make_model(cast.sard), make_model(cast.rival, "P-9", product_class="phone")
    with pytest.raises(Invalid) as raised:
        add(cast, model=own, product_class="tv")
    assert set(raised.value.fields) == {"product_class"}
    with pytest.raises(Invalid) as raised:
        add(cast, model=foreign)
    assert set(raised.value.fields) == {"model"}
    assert add(cast, model=own).model == own


@pytest.mark.parametrize("pricing", ["free", "estimate"])
def test_only_a_fixed_price_is_kept(cast: Cast, pricing: str) -> None:
    assert add(cast, pricing=pricing).price is None


@pytest.mark.parametrize(
    ("name", "refusal"), [("alice", Refused), ("bob", Refused), ("maryam", NotFound), ("mallory", NotFound)]
)
def test_who_may_not_edit_guarantees_writes_and_changes_none(
    cast: Cast, name: str, refusal: type[Exception]
) -> None:
    offer = make_offer(make_model(cast.sard))
    with pytest.raises(refusal):
        add(cast, name)
    with pytest.raises(refusal):
        edit_offer(cast.actor_of(name), offer=offer, price=1, now=NOW)
    assert [row.price for row in offers()] == [9_000_000]
    assert Event.objects.count() == 0


def test_a_change_tells_before_and_after_and_none_tells_nothing(cast: Cast) -> None:
    model, dana = make_model(cast.sard), cast.actor_of("dana")
    offer = make_offer(model)
    edit_offer(dana, offer=offer, price=9_000_000, now=NOW)
    assert (Event.objects.count(), again(offer).version) == (0, 0)
    edit_offer(dana, offer=offer, price=12_000_000, model=None, product_class="refrigerator", now=NOW)
    assert Event.objects.get().data["changes"] == {
        "model": [model.code, None],
        "product_class": ["", "refrigerator"],
        "price": [9_000_000, 12_000_000],
    }
    assert (again(offer).price, again(offer).version) == (12_000_000, 1)


def test_a_withdrawn_service_is_not_changed_and_a_stale_one_neither(cast: Cast) -> None:
    gone, offer = (
        make_offer(make_model(cast.sard), state="withdrawn"),
        make_offer(make_model(cast.sard, "B-2")),
    )
    with pytest.raises(IllegalMove):
        edit_offer(cast.actor_of("dana"), offer=gone, price=1, now=NOW)
    earlier = again(offer)
    edit_offer(cast.actor_of("dana"), offer=offer, price=2, now=NOW)
    with pytest.raises(Stale):
        edit_offer(cast.actor_of("dana"), offer=earlier, price=3, now=NOW)
    assert again(offer).price == 2


def test_an_unknown_field_is_a_slip_of_the_programmer(cast: Cast) -> None:
    with pytest.raises(TypeError):
        add(cast, state="offered")


def test_whoever_does_not_see_amounts_leaves_the_price_as_it_is(cast: Cast) -> None:
    blind = lacking(cast, "fields.money")
    offer = make_offer(make_model(cast.sard))
    edit_offer(blind, offer=offer, name_fa="نصب و راه‌اندازی", now=NOW)
    assert (again(offer).name_fa, again(offer).price) == ("نصب و راه‌اندازی", 9_000_000)
    for change in (
        {"price": 1},
        {"price": None},
        {"pricing": "free"},
        {"pricing": "estimate", "price": None},
    ):
        with pytest.raises(Invalid) as raised:
            edit_offer(blind, offer=again(offer), **change, now=NOW)
        assert "price" in raised.value.fields
    assert (again(offer).pricing, again(offer).price) == ("fixed", 9_000_000)


def test_whoever_does_not_see_amounts_writes_no_fixed_price(cast: Cast) -> None:
    blind = lacking(cast, "fields.money")
    with pytest.raises(Invalid) as raised:
        add_offer(blind, organisation=cast.sard, now=NOW, **GIVEN)
    assert (raised.value.code, set(raised.value.fields)) == ("money_hidden", {"price"})
    assert offers() == []
    given = GIVEN | {"pricing": "estimate", "price": None}
    assert add_offer(blind, organisation=cast.sard, now=NOW, **given).price is None
