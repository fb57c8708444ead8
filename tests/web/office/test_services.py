"""The office's services: written, changed, offered and withdrawn; refused with reasons; hidden from others."""

import pytest

from sepas.offers.models import ServiceOffer
from sepas.web.once import new_key
from tests.offers.made import again, make_offer
from tests.parties.blind import lacking
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
NEW = "/office/services/new/"


def rows():
    return list(ServiceOffer.objects.unscoped("test").order_by("pk"))


def written(**more):
    return {
        "kind": "installation", "name_fa": "نصب یخچال", "way": "at_home", "pricing": "fixed", "price": "۹٬۰۰۰٬۰۰۰",
        "duration": "۲", "duration_unit": "hour", "valid_to_day": "۲۹", "valid_to_month": "12",
        "valid_to_year": "1405", "once": new_key(),
    } | more  # fmt: skip


def send(client, address, data):
    return client.post(address, data, headers=ENGLISH)


def test_an_empty_list_teaches_and_leads_to_the_first_service(client, world):
    page = sign_in(client, "dana").get("/office/services/").content.decode()
    assert "هنوز خدمتی عرضه نمی‌شود" in page
    assert "/office/services/new/?kind=installation" in page
    assert 'value="installation" selected' in client.get(f"{NEW}?kind=installation").content.decode()


def test_it_is_written_once_offered_and_withdrawn(client, world):
    sign_in(client, "dana")
    data = written(about=f"model:{world.fridge.model_id}")
    first = client.post(NEW, data)
    assert client.post(NEW, data)["Location"] == first["Location"]
    (offer,) = rows()
    assert (offer.price, offer.duration, offer.model_id, str(offer.valid_to)) == (
        9_000_000, 2, world.fridge.model_id, "2027-03-20",
    )  # fmt: skip
    at = first["Location"]
    assert "۹۰۰٬۰۰۰ تومان" in client.get(at).content.decode()
    assert send(client, f"{at}offering", {"once": new_key()}).status_code == 303
    assert again(offer).state == "offered"
    assert send(client, f"{at}withdrawal", {"once": new_key(), "why": "تمام شد"}).status_code == 303
    assert again(offer).state == "withdrawn"
    assert "office/services/new" not in client.get(at).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_fa": ""}, "name_fa"),
        ({"price": "گران"}, "price"),
        ({"duration": "دو"}, "duration"),
        ({"about": "model:999999"}, "about"),
        ({"about": "model:x"}, "about"),
        ({"about": "class:spaceship"}, "about"),
        ({"valid_to_day": ""}, "valid_to"),
        ({"kind": ""}, "kind"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(client, world, wrong, field):
    sign_in(client, "dana")
    answer = send(client, NEW, written(**wrong))
    assert (answer.status_code, rows()) == (422, [])
    assert field in answer.context["errors"]
    assert f'id="error_{field}"' in answer.content.decode()
    assert "9٬000٬000" in answer.content.decode() or "price" in wrong


def test_a_change_shows_and_what_is_over_is_not_offered(client, world):
    offer = make_offer(world.fridge.model, state="draft", valid_to="2020-01-01")
    sign_in(client, "dana")
    at = f"/office/services/{offer.pk}/"
    refused = send(client, f"{at}offering", {"once": new_key()})
    assert refused.status_code == 422
    assert "Its last day is over" in refused.content.decode()
    assert again(offer).state == "draft"
    changed = send(
        client, at, written(valid_to_day="", valid_to_month="", valid_to_year="", about="class:tv")
    )
    assert changed.status_code == 303
    assert (again(offer).product_class, again(offer).model, again(offer).valid_to) == ("tv", None, None)


def test_agents_read_with_the_reason_why_they_may_not_change(client, world):
    offer = make_offer(world.fridge.model)
    sign_in(client, "alice")
    assert "why-service" in client.get("/office/services/").content.decode()
    page = client.get(f"/office/services/{offer.pk}/", headers=ENGLISH).content.decode()
    assert "900,000 toman" in page
    assert "<textarea" not in page
    assert send(client, f"/office/services/{offer.pk}/withdrawal", {"once": new_key()}).status_code == 403
    assert again(offer).state == "offered"


def test_another_company_finds_nothing(client, world):
    offer = make_offer(world.fridge.model)
    sign_in(client, "mallory")
    assert client.get(f"/office/services/{offer.pk}/").status_code == 404
    assert send(client, f"/office/services/{offer.pk}/withdrawal", {"once": new_key()}).status_code == 404
    assert again(offer).state == "offered"


def test_the_launch_page_names_what_is_offered_and_what_is_not(client, world):
    model = world.fridge.model
    make_offer(model)
    make_offer(model, kind="training", state="draft", name_fa="آموزش")
    page = sign_in(client, "dana").get(f"/office/models/{model.pk}/launch/", headers=ENGLISH)
    assert [kind for kind, _label in page.context["not_offered"]] == [
        "activation", "maintenance", "training", "advice", "paid_repair", "parts_order",
    ]  # fmt: skip
    text = page.content.decode()
    assert f"/office/services/new/?kind=maintenance&amp;about=model:{model.pk}" in text
    assert "Installation at home" in text


def test_whoever_does_not_see_amounts_edits_a_service_without_reading_or_changing_its_price(client, world):
    lacking(world.cast, "fields.money")
    offer = make_offer(world.fridge.model)
    at = f"/office/services/{offer.pk}/"
    page = sign_in(client, "nader").get(at, headers=ENGLISH).content.decode()
    assert "9,000,000" not in page
    assert "900,000" not in page
    assert "9000000" not in page
    assert 'name="price"' not in page
    assert "Your role does not see amounts of money, so the price stays as it is." in page
    assert "900,000" not in client.get("/office/services/", headers=ENGLISH).content.decode()
    sent = written(name_fa="نصب دوباره", price="۱", pricing="free", about=f"model:{world.fridge.model_id}")
    assert send(client, at, sent).status_code == 303
    assert (again(offer).name_fa, again(offer).pricing, again(offer).price) == (
        "نصب دوباره",
        "fixed",
        9_000_000,
    )


def test_whoever_does_not_see_amounts_writes_a_service_with_an_estimate(client, world):
    lacking(world.cast, "fields.money")
    page = sign_in(client, "nader").get(NEW, headers=ENGLISH).content.decode()
    assert 'value="fixed"' not in page
    assert 'name="price"' not in page
    assert send(client, NEW, written()).status_code == 422
    assert rows() == []
    assert send(client, NEW, written(pricing="estimate", price="")).status_code == 303
