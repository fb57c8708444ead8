"""Units of models that are not on sale: never refused, always told to the office, counted once."""

from datetime import date, timedelta
from typing import Any

import pytest

from sepas.assets.actions.life import discontinue_model, put_on_sale
from sepas.assets.actions.many import add_units
from sepas.assets.actions.units import add_unit, edit_unit
from sepas.assets.models import ProductModel, Unit
from sepas.assets.outside_sale import TOLD, outside_sale
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST
from sepas.warranty.actions.register import register_guarantee
from sepas.web.once import new_key
from tests.assets.made import make_model, make_unit
from tests.cast import MARYAM, NOW, Cast
from tests.warranty.made import TODAY
from tests.web.desk.rows import sign_in

YESTERDAY = TODAY - timedelta(days=1)


def facts() -> list[dict[str, Any]]:
    return [event.data for event in Event.objects.filter(name="model.outside_sale").order_by("pk")]


def counted(model: ProductModel) -> int:
    return ProductModel.objects.unscoped("test").get(pk=model.pk).sold_outside


@pytest.mark.parametrize(
    ("state", "sold_on", "expected"),
    [
        ("planned", None, False),
        ("planned", TODAY, True),
        ("on_sale", TODAY, False),
        ("discontinued", YESTERDAY, False),
        ("discontinued", TODAY, True),
        ("discontinued", None, False),
        ("service_ended", TODAY, True),
    ],
)
def test_it_is_outside_before_the_launch_and_after_the_last_day(
    cast: Cast, state: str, sold_on: date | None, expected: bool
) -> None:
    assert outside_sale(make_model(cast.sard, state=state, last_sold_on=YESTERDAY), sold_on) is expected


def test_a_sold_unit_of_a_planned_model_is_added_counted_and_told(cast: Cast) -> None:
    model = make_model(cast.sard, state="planned")
    stock = add_unit(cast.actor_of("alice"), model=model, serial="A-1", now=NOW)
    assert (facts(), counted(model)) == ([], 0)
    unit = add_unit(cast.actor_of("alice"), model=model, serial="A-2", sold_on=TODAY, now=NOW)
    edit_unit(cast.actor_of("alice"), unit=stock, sold_on=TODAY, why="فاکتور", now=NOW)
    edit_unit(cast.actor_of("alice"), unit=stock, delivered_on=TODAY, why="رسید", now=NOW)
    assert [(fact["how"], fact["units"], fact["unit_ids"]) for fact in facts()] == [
        ("sold", 1, [unit.pk]),
        ("sold", 1, [stock.pk]),
    ]
    assert counted(model) == 2


def test_many_at_once_are_one_fact_for_each_model(cast: Cast) -> None:
    planned, other = make_model(cast.sard, state="planned"), make_model(cast.sard, "B-1")
    units = [(planned, {"serial": f"A-{number}", "sold_on": TODAY}) for number in range(TOLD + 5)]
    units += [(other, {"serial": "B-1", "sold_on": TODAY})]
    add_units(cast.actor_of("alice"), organisation=cast.sard, units=units, now=NOW)
    (fact,) = facts()
    assert (fact["model_id"], fact["units"], len(fact["unit_ids"])) == (planned.pk, TOLD + 5, TOLD)
    assert (counted(planned), counted(other)) == (TOLD + 5, 0)


@pytest.mark.django_db(transaction=True)
def test_registering_one_is_never_refused_and_counts_once(committed_cast: Cast) -> None:
    model = make_model(committed_cast.sard, state="planned")
    unit = make_unit(model, "SR-1405-0007")
    registration = register_guarantee(GUEST, serial=unit.serial, mobile=MARYAM, purchased_on=TODAY, now=NOW)
    register_guarantee(GUEST, serial=unit.serial, mobile=MARYAM, purchased_on=TODAY, now=NOW)
    assert registration.state == "active"
    assert [(fact["how"], fact["unit_ids"]) for fact in facts()] == [("registered", [unit.pk])]
    sold = make_unit(model, "SR-1405-0008", sold_on=TODAY)
    register_guarantee(GUEST, serial=sold.serial, mobile=MARYAM, now=NOW)
    assert counted(model) == 1


def test_a_new_state_begins_to_count_anew(cast: Cast) -> None:
    model, dana = make_model(cast.sard, state="planned"), cast.actor_of("dana")
    add_unit(
        cast.actor_of("alice"),
        model=model,
        serial="A",
        sold_on=TODAY,
        now=NOW,
    )
    model = ProductModel.objects.unscoped("test").get(pk=model.pk)
    put_on_sale(dana, model=model, day=TODAY, now=NOW)
    assert counted(model) == 0
    discontinue_model(dana, model=model, day=TODAY, now=NOW)
    add_unit(cast.actor_of("alice"), model=model, serial="B", sold_on=TODAY, now=NOW)
    assert (counted(model), len(facts())) == (0, 1)


def test_staff_are_warned_on_the_pages(client, cast: Cast) -> None:
    model = make_model(cast.sard, state="planned")
    alice = sign_in(client, "alice")
    sent = {"once": new_key(), "model": model.pk, "serial": "A-1", "sold_on": "1405/08/01"}
    page = alice.post("/desk/units/new/", sent, follow=True).content.decode()
    assert "به دفتر خبر داده شد" in page
    unit = Unit.objects.unscoped("test").get()
    assert "مدل آن در فروش نیست" in alice.get(f"/desk/units/{unit.pk}/").content.decode()
    dana = sign_in(client, "dana")
    assert "بیرون از زمان عرضه" in dana.get("/office/models/").content.decode()
    assert "وقتی مدل در فروش نبود" in dana.get(f"/office/models/{model.pk}/").content.decode()
    ordinary = make_unit(make_model(cast.sard, "B-1"), "B-1", sold_on=TODAY)
    assert "در فروش نیست" not in dana.get(f"/desk/units/{ordinary.pk}/").content.decode()
