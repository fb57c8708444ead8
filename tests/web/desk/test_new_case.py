"""A case for a caller: found, asked by the script, opened once."""

import json

import pytest

from sepas.cases.models import Case
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def cases():
    return list(Case.objects.unscoped("test").select_related("customer", "unit"))


def form(world, **more):
    return {
        "once": new_key(),
        "unit": world.fridge.pk,
        "kind": "guarantee_repair",
        "description": "یخچال سرد نمی‌کند",
        "do": "open",
    } | more


@pytest.mark.parametrize("typed", ["۰۹۱۲۱۱۱۰۰۰۱", "محمدي", "srd-500-0001", "SRD 500 0001"])
def test_customer_and_product_are_found_as_typed(client, world, typed):
    page = sign_in(client, "alice").get("/desk/cases/new/", {"find": typed}).content.decode()
    assert f"?unit={world.fridge.pk}" in page or f"?customer={world.maryam.pk}" in page


def test_a_slip_in_the_serial_is_guessed(client, world):
    page = sign_in(client, "alice").get("/desk/cases/new/", {"find": "SRD-500-0007"}).content.decode()
    assert f"?unit={world.fridge.pk}" in page


def test_the_script_asks_what_decides_most_and_shows_the_decision(client, world):
    response = sign_in(client, "alice").get("/desk/cases/new/", {"unit": world.fridge.pk})
    assert response.context["question"] is not None
    assert response.context["decision"].lines
    assert response.context["question"].question in response.content.decode()


def test_answers_add_up_are_skipped_and_taken_back_and_nothing_is_kept(client, world):
    sign_in(client, "alice")
    first = client.get("/desk/cases/new/", {"unit": world.fridge.pk}).context["question"]
    skipped = client.post("/desk/cases/new/", form(world, do="skip", asked=first.fact))
    assert skipped.status_code == 200
    assert skipped.context["intake"].skipped == (first.fact,)
    assert skipped.context["question"] is None or skipped.context["question"].fact != first.fact
    told = {"defective": True}
    again = client.post("/desk/cases/new/", form(world, do="ask", known=json.dumps(told)))
    assert again.context["intake"].answers == told
    back = client.post("/desk/cases/new/", form(world, do="forget:defective", known=json.dumps(told)))
    assert back.context["intake"].answers == {}
    assert cases() == []


def test_it_is_opened_once_with_what_was_said(client, world):
    sign_in(client, "alice")
    data = form(world, known=json.dumps({"component": "battery"}))
    first = client.post("/desk/cases/new/", data)
    (case,) = cases()
    assert (first.status_code, first["Location"]) == (303, f"/desk/cases/{case.code}/")
    assert (case.customer_id, case.unit_id, case.facts) == (
        world.maryam.pk, world.fridge.pk, {"component": "battery"},
    )  # fmt: skip
    again = client.post("/desk/cases/new/", data)
    assert again["Location"] == first["Location"]
    assert len(cases()) == 1


def test_a_new_customer_needs_only_a_number(client, world):
    sign_in(client, "alice")
    data = form(world, unit="", mobile="۰۹۳۵ ۰۰۰ ۰۰۰۹", name="نو مشتری")
    assert client.post("/desk/cases/new/", data).status_code == 303
    (case,) = cases()
    assert (case.customer.mobile, case.customer.name) == ("+989350000009", "نو مشتری")


def test_the_same_request_again_is_pointed_out_and_can_be_opened_anyway(client, world):
    sign_in(client, "alice")
    client.post("/desk/cases/new/", form(world))
    (first,) = cases()
    second = client.post("/desk/cases/new/", form(world))
    assert second.status_code == 409
    assert f"/desk/cases/{first.code}/" in second.content.decode()
    assert len(cases()) == 1
    assert client.post("/desk/cases/new/", form(world, even_if_open="yes")).status_code == 303
    assert len(cases()) == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"description": ""}, "Write in your own words what is wrong."),
        ({"kind": "gift"}, "Choose what you need."),
        ({"branch": "999999"}, "Choose a branch from the list."),
        ({"known": "{damaged"}, "The form was damaged on its way."),
        ({"known": '{"soul": true}'}, "soul"),
        ({"unit": "", "mobile": "12"}, "12"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_form(client, world, wrong, says):
    response = sign_in(client, "alice").post("/desk/cases/new/", form(world, **wrong), headers=ENGLISH)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert cases() == []


def test_a_technician_does_not_open_cases(client, world):
    sign_in(client, "bob")
    response = client.post("/desk/cases/new/", form(world), headers=ENGLISH)
    assert response.status_code == 403
    assert "Your role does not open cases." in response.content.decode()
    assert client.get("/desk/cases/new/").status_code == 403
    assert cases() == []


def test_another_company_cannot_open_one_for_its_product_or_customer(client, world):
    sign_in(client, "mallory")
    assert client.post("/desk/cases/new/", form(world)).status_code == 404
    assert client.get("/desk/cases/new/", {"customer": world.maryam.pk}).status_code == 404
    page = client.get("/desk/cases/new/", {"find": "SRD-500-0001"}).content.decode()
    assert f"?unit={world.fridge.pk}" not in page
    assert cases() == []
