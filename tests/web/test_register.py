"""A guarantee registered in three fields."""

import pytest
from django.core.cache import cache

from sepas.warranty.models import Registration
from tests.assets.made import SOLD, make_model, make_unit

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def unit(cast):
    return make_unit(make_model(cast.sard), "SR-1405-0007", sold_on=SOLD)


def form(client, **fields):
    key = client.get("/register/").content.decode().split('name="once" value="')[1].split('"')[0]
    return {"once": key, "serial": "sr-1405-۰۰۰۷", "mobile": "۰۹۳۵۱۲۳۴۵۶۷"} | fields


def rows() -> list[Registration]:
    return list(Registration.objects.unscoped(ALL).select_related("customer"))


def test_three_fields_register_and_the_result_shows_the_dates(client, unit):
    response = client.post("/register/", form(client))
    assert response.status_code == 303
    [row] = rows()
    assert (row.state, row.customer.mobile) == ("active", "+989351234567")
    body = client.get(response["Location"]).content.decode()
    assert "یخچال نمونه" in body
    assert "۱ فروردین ۱۴۰۵" in body


def test_a_second_tap_registers_nothing_more(client, unit):
    sent = form(client)
    first, second = client.post("/register/", sent), client.post("/register/", sent)
    assert first["Location"] == second["Location"]
    assert len(rows()) == 1


def test_a_unit_that_somebody_else_holds_is_received_for_review(client, unit, cast):
    unit.owner = cast.maryam
    unit.save()
    response = client.post("/register/", form(client))
    [row] = rows()
    assert (row.state, row.reason) == ("disputed", "duplicate")
    body = client.get(response["Location"]).content.decode()
    assert cast.maryam.name not in body
    assert cast.maryam.mobile not in body


def test_an_unknown_serial_number_is_explained_beside_its_field(client, unit):
    response = client.post("/register/", form(client, serial="NOPE-12345"))
    assert response.status_code == 422
    assert list(response.context["errors"]) == ["serial"]
    assert rows() == []


def test_half_a_date_is_asked_for_again_as_it_was_chosen(client, unit):
    response = client.post(
        "/register/", form(client, purchased_on_day="3", purchased_on_month="", purchased_on_year="")
    )
    assert response.status_code == 422
    assert '<option value="3" selected>' in response.content.decode()
    assert rows() == []


def test_a_serial_number_of_two_products_is_settled_by_a_choice(client, unit, cast):
    other = make_unit(
        make_model(cast.rival, name_fa="گوشی نمونه", product_class="phone"), "SR-1405-0007", sold_on=SOLD
    )
    response = client.post("/register/", form(client))
    assert response.status_code == 422
    assert {value for value, _name, _company in response.context["choices"]} == {
        str(unit.model_id),
        str(other.model_id),
    }
    assert client.post("/register/", form(client, model=str(other.model_id))).status_code == 303
    assert [row.unit_id for row in rows()] == [other.pk]


def test_a_forged_result_address_shows_nothing(client, unit):
    assert client.get("/register/forged:token/").status_code == 404
