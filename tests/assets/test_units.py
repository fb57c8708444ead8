"""Adding units and correcting what is known of them."""

from datetime import date

import pytest

from sepas.assets.actions.units import add_unit, edit_unit
from sepas.assets.models import Unit
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, Cast


def test_a_unit_is_added_with_its_dates_and_remembered(cast: Cast) -> None:
    model = make_model(cast.sard)
    unit = add_unit(
        cast.actor_of("alice"),
        model=model,
        serial="sr-۱۴۰۵ 0007",
        sold_on=SOLD,
        sold_by=cast.tehran,
        sales_channel="distance",
        facts={"purchase_price": 250_000_000},
        now=NOW,
    )
    assert (unit.serial, unit.serial_key, unit.look_alike) == ("sr-۱۴۰۵ 0007", "SR14050007", "5R14050007")
    assert (unit.sold_on, unit.delivered_on, unit.sales_channel) == (SOLD, None, "distance")
    assert unit.facts == {"purchase_price": 250_000_000}
    event = Event.objects.get(name="unit.added")
    assert event.data == {
        "unit_id": unit.pk,
        "model_id": model.pk,
        "serial": "sr-۱۴۰۵ 0007",
        "dates": {"sold_on": "2026-03-21"},
    }


@pytest.mark.parametrize("name", ["dana", "guest", "maryam", "mallory"])
def test_who_may_not_edit_units_adds_none(cast: Cast, name: str) -> None:
    model = make_model(cast.sard)
    with pytest.raises((Refused, NotFound)):
        add_unit(cast.actor_of(name), model=model, serial="A1", now=NOW)
    assert Unit.objects.unscoped("test").count() == 0
    assert Event.objects.count() == 0


def test_a_serial_is_used_once_in_a_model_however_it_is_written(cast: Cast) -> None:
    model = make_model(cast.sard)
    make_unit(model, "AB-12")
    with pytest.raises(Conflict) as raised:
        add_unit(cast.actor_of("alice"), model=model, serial="ab ۱۲", now=NOW)
    assert raised.value.code == "serial_taken"
    other = add_unit(cast.actor_of("alice"), model=make_model(cast.sard, "RF-9"), serial="AB12", now=NOW)
    assert other.serial_key == "AB12"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"serial": "--"}, "serial"),
        ({"serial": "https://id.gs1.org/01/09506000134352"}, "serial"),
        ({"sold_on": date(2026, 11, 22)}, "sold_on"),
        ({"manufactured_on": date(2026, 4, 1), "sold_on": SOLD}, "sold_on"),
        ({"manufactured_on": date(2026, 4, 1), "activated_on": SOLD}, "activated_on"),
        ({"sold_on": date(2019, 12, 31)}, "sold_on"),
        ({"sales_channel": "bazaar"}, "sales_channel"),
        ({"facts": {"purchase_price": "much"}}, "facts"),
        ({"facts": {"purchase_date": "2026-01-01"}}, "facts"),
        ({"facts": {"product_class": "tv"}}, "facts"),
    ],
)
def test_each_impossible_value_is_named(cast: Cast, values: dict[str, object], field: str) -> None:
    model = make_model(cast.sard, launched_on=date(2020, 1, 1))
    with pytest.raises(Invalid) as raised:
        add_unit(cast.actor_of("alice"), model=model, **{"serial": "A1"} | values, now=NOW)
    assert list(raised.value.fields) == [field]
    assert Unit.objects.unscoped("test").count() == 0


def test_a_branch_of_another_house_sold_nothing_of_ours(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        add_unit(
            cast.actor_of("alice"),
            model=make_model(cast.sard),
            serial="A1",
            sold_by=cast.rival_tehran,
            now=NOW,
        )
    assert list(raised.value.fields) == ["sold_by"]


def test_a_scanned_code_of_another_product_is_caught(cast: Cast) -> None:
    model = make_model(cast.sard, gtin="09506000134352")
    scanned = "https://id.gs1.org/01/{}/21/A1"
    with pytest.raises(Invalid) as raised:
        add_unit(cast.actor_of("alice"), model=model, serial=scanned.format("06291041500213"), now=NOW)
    assert list(raised.value.fields) == ["serial"]
    unit = add_unit(cast.actor_of("alice"), model=model, serial=scanned.format("09506000134352"), now=NOW)
    assert unit.serial == "A1"


def test_the_imei_of_a_phone_is_checked_and_other_serials_of_phones_are_not(cast: Cast) -> None:
    model = make_model(cast.rival, "P1", product_class="phone")
    mallory = cast.actor_of("mallory")
    with pytest.raises(Invalid) as raised:
        add_unit(mallory, model=model, serial="490154203237517", now=NOW)
    assert list(raised.value.fields) == ["serial"]
    assert (
        add_unit(mallory, model=model, serial="49-015420-323751-8", now=NOW).serial_key == "490154203237518"
    )
    assert add_unit(mallory, model=model, serial="R58N123456", now=NOW).pk


def test_an_edit_is_history_with_before_and_after(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), sold_on=SOLD)
    edit_unit(
        cast.actor_of("alice"),
        unit=again(unit),
        sold_on=date(2026, 3, 25),
        sold_by=cast.isfahan,
        why=" طبق فاکتور ",
        now=NOW,
    )
    event = Event.objects.get(name="unit.edited")
    assert event.data["changes"] == {
        "sold_on": ["2026-03-21", "2026-03-25"],
        "sold_by": [None, cast.isfahan.pk],
    }
    assert event.data["why"] == "طبق فاکتور"
    assert again(unit).sold_on == date(2026, 3, 25)


def test_a_corrected_serial_is_found_by_its_new_key(cast: Cast) -> None:
    model = make_model(cast.sard)
    unit = make_unit(model, "SR-1")
    make_unit(model, "SR-2")
    edit_unit(cast.actor_of("alice"), unit=unit, serial="sr-3", now=NOW)
    assert (again(unit).serial_key, again(unit).look_alike) == ("SR3", "5R3")
    with pytest.raises(Conflict):
        edit_unit(cast.actor_of("alice"), unit=again(unit), serial="SR2", now=NOW)
    assert again(unit).serial_key == "SR3"


def test_an_edit_that_changes_nothing_or_is_stale_or_is_not_allowed_leaves_no_trace(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), sold_on=SOLD)
    edit_unit(cast.actor_of("alice"), unit=again(unit), sold_on=SOLD, now=NOW)
    with pytest.raises(Refused):
        edit_unit(cast.actor_of("dana"), unit=again(unit), sold_on=None, now=NOW)
    with pytest.raises(NotFound):
        edit_unit(cast.actor_of("mallory"), unit=again(unit), sold_on=None, now=NOW)
    assert Event.objects.count() == 0
    old = again(unit)
    edit_unit(cast.actor_of("alice"), unit=again(unit), sold_on=None, now=NOW)
    with pytest.raises(Stale):
        edit_unit(cast.actor_of("alice"), unit=old, delivered_on=SOLD, now=NOW)
    assert (again(unit).sold_on, again(unit).delivered_on, Event.objects.count()) == (None, None, 1)
