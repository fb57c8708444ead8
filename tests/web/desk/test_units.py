"""Units are added and their days corrected: done once, refused with a reason, hidden from others."""

from datetime import date

import pytest

from sepas.assets.models import Unit
from sepas.kernel.activity.models import Event
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
NEW = "/desk/units/new/"


def rows():
    return list(Unit.objects.unscoped("test").order_by("pk"))


def unit_of(row):
    return Unit.objects.unscoped("test").get(pk=row.pk)


def send(client, address, data):
    return client.post(address, {"once": new_key()} | data, headers=ENGLISH)


def days(name, text):
    """The three menus of a day, in the order year-month-day of the reader's calendar."""
    return {
        f"{name}_{part}": value for part, value in zip(("year", "month", "day"), text.split("-"), strict=True)
    }


def test_a_unit_is_added_once(client, world):
    sign_in(client, "alice")
    data = {"once": new_key(), "model": world.fridge.model_id, "serial": "SRD-RF-777001"}
    data |= days("sold_on", "1405-3-11")
    first = client.post(NEW, data)
    assert first.status_code == 303
    assert client.post(NEW, data)["Location"] == first["Location"]
    found = [row for row in rows() if row.serial == "SRD-RF-777001"]
    assert [(row.model_id, row.sold_on, row.delivered_on) for row in found] == [
        (world.fridge.model_id, date(2026, 6, 1), None)
    ]
    assert client.get(first["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"serial": ""}, "serial", ""),
        ({"model": ""}, "model", "Choose a model from the list."),
        ({"model": "99999"}, "model", "Choose a model from the list."),
        (days("sold_on", "2026--"), "sold_on", "Choose the day, the month and the year."),
        (days("sold_on", "2026-12-30"), "sold_on", "This day has not come yet."),
        (
            days("sold_on", "2026-1-2") | days("manufactured_on", "2026-3-4"),
            "sold_on",
            "It cannot be sold before it was made.",
        ),
    ],
    ids=str,
)
def test_a_unit_that_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    client, world, wrong, field, says
):
    before = len(rows())
    data = (
        {"model": world.fridge.model_id, "serial": "SRD-RF-777002"} | days("delivered_on", "2026-5-6") | wrong
    )
    response = send(sign_in(client, "alice"), NEW, data)
    assert response.status_code == 422
    assert list(response.context["errors"]) == [field]
    assert says in response.content.decode()
    typed = {item["name"]: item["value"] for item in response.context["dates"]}
    assert typed["delivered_on"] == {"year": "2026", "month": "5", "day": "6"}
    assert response.context["serial"] == data["serial"]
    assert len(rows()) == before


def test_a_serial_that_the_model_has_already_is_said_beside_it(client, world):
    before = len(rows())
    data = {"model": world.fridge.model_id, "serial": world.fridge.serial}
    response = send(sign_in(client, "alice"), NEW, data)
    assert response.status_code == 422
    assert list(response.context["errors"]) == ["serial"]
    assert "This model already has a unit with this serial number." in response.content.decode()
    assert len(rows()) == before


def test_dana_adds_and_corrects_nothing_and_sees_why(client, world):
    before, unit = len(rows()), world.fridge
    sign_in(client, "dana")
    assert client.get(NEW).status_code == 403
    assert send(client, NEW, {"model": unit.model_id, "serial": "SRD-RF-777003"}).status_code == 403
    assert client.get(f"/desk/units/{unit.pk}/edit/").status_code == 403
    data = days("sold_on", "2026-6-2") | {"why": "invoice"}
    assert send(client, f"/desk/units/{unit.pk}/edit/", data).status_code == 403
    assert (len(rows()), unit_of(unit).version) == (before, unit_of(unit).version)
    assert unit_of(unit).sold_on == unit.sold_on
    assert 'disabled aria-describedby="why-add"' in client.get("/desk/units/").content.decode()
    assert 'disabled aria-describedby="why-edit"' in client.get(f"/desk/units/{unit.pk}/").content.decode()


def test_another_company_neither_finds_nor_uses_ours(client, world):
    before, unit = len(rows()), world.fridge
    sign_in(client, "mallory")
    assert client.get(f"/desk/units/{unit.pk}/edit/").status_code == 404
    data = days("sold_on", "2026-6-2") | {"why": "invoice"}
    assert send(client, f"/desk/units/{unit.pk}/edit/", data).status_code == 404
    assert send(client, NEW, {"model": unit.model_id, "serial": "X-777004"}).status_code == 422
    assert len(rows()) == before
    assert unit_of(unit).sold_on == unit.sold_on


def test_days_are_corrected_once_and_the_record_says_why(client, world):
    unit = world.fridge
    before = unit_of(unit)
    data = {"once": new_key(), "why": "فاکتور تاریخ دیگری دارد"} | days("sold_on", "1405-3-12")
    sign_in(client, "alice")
    for _ in range(2):
        assert client.post(f"/desk/units/{unit.pk}/edit/", data).status_code == 303
    found = unit_of(unit)
    assert (found.sold_on, found.version) == (date(2026, 6, 2), before.version + 1)
    event = Event.objects.of("unit", unit.pk).last()
    assert event.data["why"] == "فاکتور تاریخ دیگری دارد"


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"why": " "}, "why", "Say where the new days come from"),
        (days("sold_on", "2026-12-30"), "sold_on", "This day has not come yet."),
        (days("installed_on", "2026-2-30"), "installed_on", ""),
    ],
)
def test_an_impossible_correction_comes_back_as_typed(client, world, wrong, field, says):
    unit = world.fridge
    before = unit_of(unit)
    data = {"why": "invoice"} | days("sold_on", "2026-6-2") | wrong
    response = send(sign_in(client, "alice"), f"/desk/units/{unit.pk}/edit/", data)
    assert response.status_code == 422
    assert list(response.context["errors"]) == [field]
    assert says in response.content.decode()
    typed = {item["name"]: item["value"] for item in response.context["dates"]}
    assert typed["sold_on"]["year"] == "2026"
    assert unit_of(unit).version == before.version
    assert unit_of(unit).sold_on == before.sold_on
