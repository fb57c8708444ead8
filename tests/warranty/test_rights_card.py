"""What covers a unit until when, by which text."""

from datetime import date

import pytest

from sepas.warranty.cards import rights_card
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import Cast
from tests.warranty.made import TODAY, gold, make_guarantee, make_registration


def test_law_and_contract_are_bars_with_their_days_and_texts(cast: Cast, django_assert_num_queries) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=SOLD))
    make_guarantee(cast.sard)
    rights_card(unit, as_of=TODAY)
    with django_assert_num_queries(2):
        card = rights_card(unit, as_of=TODAY)
        law, contract = card.bars
    assert (law.level, law.state, law.starts_on, law.ends_on) == ("law", "running", SOLD, date(2028, 3, 20))
    assert (law.days_left, law.share) == (485, 33)  # 245 of 731 days
    assert law.citations[0].provision == "ir.electronics.home_guarantee"
    assert law.citations[0].instrument["fa"].startswith("منشور")
    assert law.citations[0].status == "unverified"
    assert (contract.level, contract.ends_on, contract.title["en"]) == (
        "contract",
        date(2029, 3, 20),
        "Sard gold guarantee",
    )
    assert [item.provision for item in contract.citations] == ["sard.gold.cover"]
    assert card.best == contract
    assert card.decision.lines["parts"].outcome == "covered"


@pytest.mark.parametrize(
    ("day", "state", "left", "share"),
    [
        (date(2026, 3, 20), "not_started", 731, 0),
        (date(2026, 3, 21), "running", 730, 0),
        (date(2028, 3, 20), "running", 0, 99),
        (date(2028, 3, 21), "over", 0, 100),
    ],
)
def test_the_edges_of_a_bar(cast: Cast, day: date, state: str, left: int, share: int) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=SOLD))
    (law,) = rights_card(unit, as_of=day).bars
    assert (law.state, law.days_left, law.share) == (state, left, share)
    assert law.citations[0].provision == "ir.electronics.home_guarantee"


def test_an_unknown_day_is_said_with_what_would_tell_it(cast: Cast) -> None:
    unit = again(make_unit(make_model(cast.sard)))
    (law,) = rights_card(unit, as_of=TODAY).bars
    assert (law.state, law.ends_on, law.share, law.missing) == ("unknown", None, None, ("purchase_date",))
    make_registration(unit, cast.maryam, purchased_on=SOLD)
    card = rights_card(unit, as_of=TODAY)
    assert (card.bars[0].state, card.registration.customer) == ("running", cast.maryam)


def test_a_day_that_may_still_move_says_by_which_fact(cast: Cast) -> None:
    unit = again(make_unit(make_model(cast.rival, product_class="phone"), activated_on=SOLD))
    (law,) = rights_card(unit, as_of=TODAY).bars
    assert (law.starts_on, law.ends_on, law.missing) == (
        SOLD,
        date(2027, 9, 23),
        ("import_declaration_date",),
    )


def test_kilometres_of_a_guarantee_are_on_its_bar(cast: Cast) -> None:
    model = make_model(cast.sard, product_class="motor_vehicle", vehicle_class="passenger")
    make_guarantee(cast.sard, gold(km=60_000))
    unit = again(make_unit(model, sold_on=SOLD, delivered_on=SOLD))
    bars = {bar.pack: bar for bar in rights_card(unit, as_of=TODAY).bars}
    assert bars["sard.gold"].km == 60_000
    assert bars["ir.vehicle.guarantee"].ends_on == date(2028, 3, 20)
    assert "ir.vehicle.guarantee.light" in [item.provision for item in bars["ir.vehicle.guarantee"].citations]
