"""Product models: added, corrected, refused with a reason, hidden from others; wrong input beside the field."""

from datetime import date

import pytest

from sepas.assets.models import ProductModel
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
NEW = "/office/models/new/"


def rows():
    return list(ProductModel.objects.unscoped("test").order_by("pk"))


def model_of(world):
    return ProductModel.objects.unscoped("test").get(pk=world.fridge.model_id)


def washer(**more):
    return {
        "code": "WM-90", "name_fa": "ماشین لباسشویی ۹ کیلویی", "name_en": "Washer 9", "brand": "سرد",
        "product_class": "refrigerator", "launched_on_day": "۱", "launched_on_month": "1",
        "launched_on_year": "1404",
    } | more  # fmt: skip


def send(client, address, data):
    return client.post(address, {"once": new_key()} | data, headers=ENGLISH)


def test_a_model_is_added_once(client, world):
    sign_in(client, "dana")
    data = washer(once=new_key())
    first = client.post(NEW, data)
    assert first.status_code == 303
    assert client.post(NEW, data)["Location"] == first["Location"]
    found = [row for row in rows() if row.code == "WM-90"]
    assert [(row.organisation_id, row.product_class, row.launched_on) for row in found] == [
        (world.sard.pk, "refrigerator", date(2025, 3, 21))
    ]
    assert client.get(first["Location"]).status_code == 200


def test_kinds_of_product_have_persian_names(client, world):
    page = sign_in(client, "dana").get(NEW)
    kinds = dict(page.context["product_classes"])
    assert all(title["fa"] for title in kinds.values())
    assert kinds["refrigerator"]["fa"] in page.content.decode()
    assert all(title["fa"] for title in dict(page.context["vehicle_classes"]).values())


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"code": ""}, "code", "This cannot be empty."),
        ({"name_fa": " "}, "name_fa", "This cannot be empty."),
        ({"product_class": ""}, "product_class", "Choose what kind of product it is"),
        ({"product_class": "spaceship"}, "product_class", ""),
        ({"vehicle_class": "passenger"}, "vehicle_class", "Only a motor vehicle has a class of vehicle."),
        ({"product_class": "motor_vehicle"}, "vehicle_class", "Choose the class of vehicle"),
        ({"gtin": "123"}, "gtin", ""),
        ({"launched_on_month": ""}, "launched_on", "Choose the day, the month and the year."),
        (
            {"last_sold_on_day": "1", "last_sold_on_month": "1", "last_sold_on_year": "1403"},
            "last_sold_on",
            "The last unit cannot be sold before the first.",
        ),
    ],
    ids=str,
)
def test_a_model_that_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    client, world, wrong, field, says
):
    before = len(rows())
    client.cookies["reader"] = "fa..."
    sign_in(client, "dana")
    response = client.post(NEW, {"once": new_key()} | washer(**wrong))
    assert response.status_code == 422
    assert list(response.context["errors"]) == [field]
    page = response.content.decode()
    assert f'id="error_{field}"' in page
    assert 'value="Washer 9"' in page
    assert '<option value="1404" selected>' in page
    assert len(rows()) == before
    if says:
        english = client.post(NEW, {"once": new_key()} | washer(**wrong), headers={"accept-language": "en"})
        assert says in english.content.decode()


def test_a_code_in_use_is_said_beside_it(client, world):
    before = len(rows())
    response = send(
        sign_in(client, "dana"),
        NEW,
        {
            **washer(code=model_of(world).code),
            "launched_on_day": "",
            "launched_on_month": "",
            "launched_on_year": "",
        },
    )
    assert response.status_code == 422
    assert "Another model already has this code." in response.content.decode()
    assert len(rows()) == before


def test_a_model_is_corrected_once(client, world):
    sign_in(client, "dave")
    model = model_of(world)
    data = {
        "once": new_key(),
        "code": model.code,
        "name_fa": "یخچال نو",
        "product_class": model.product_class,
    }
    for _ in range(2):
        assert client.post(f"/office/models/{model.pk}/", data).status_code == 303
    found = model_of(world)
    assert (found.name_fa, found.version) == ("یخچال نو", model.version + 1)


def test_an_impossible_correction_changes_nothing(client, world):
    model = model_of(world)
    data = {"code": model.code, "name_fa": "", "name_en": "Typed", "product_class": model.product_class}
    response = send(sign_in(client, "dave"), f"/office/models/{model.pk}/", data)
    assert response.status_code == 422
    assert "This cannot be empty." in response.content.decode()
    assert 'value="Typed"' in response.content.decode()
    assert model_of(world).version == model.version


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("carol", 403), ("mallory", 404)])
def test_models_are_changed_only_by_who_edits_guarantees(client, world, who, status):
    model, before = model_of(world), len(rows())
    sign_in(client, who)
    data = {"code": model.code, "name_fa": "دیگری", "product_class": model.product_class}
    assert send(client, f"/office/models/{model.pk}/", data).status_code == status
    assert model_of(world).name_fa == model.name_fa
    if status == 403:
        assert client.get(NEW).status_code == 403
        assert send(client, NEW, data | {"code": "X-1"}).status_code == 403
        assert 'disabled aria-describedby="why-model"' in client.get("/office/models/").content.decode()
        assert (
            'disabled aria-describedby="why-edit"'
            in client.get(f"/office/models/{model.pk}/").content.decode()
        )
    else:
        assert client.get(f"/office/models/{model.pk}/").status_code == 404
    assert len(rows()) == before
