"""A service for somebody on the phone: shown with its price, read back, kept with the case."""

import pytest

from sepas.cases.models import Case
from sepas.teamwork.models import IntakeDraft
from sepas.web.once import new_key
from tests.offers.made import again, make_offer
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def form(world, offer, **more):
    given = {"once": new_key(), "unit": world.fridge.pk, "kind": "advice", "description": "نصب یخچال"}
    return given | {"offer": f"{offer.pk}.{offer.version}"} | more


def test_what_fits_is_offered_with_its_price(client, world):
    make_offer(world.fridge.model)
    make_offer(world.phone.model, name_fa="گوشی")
    page = sign_in(client, "alice").get("/desk/cases/new/", {"unit": world.fridge.pk})
    assert [service.name for service in page.context["services"]] == ["نصب در خانه"]
    assert "۹۰۰٬۰۰۰ تومان" in page.content.decode()


def test_it_is_read_back_and_opens_a_case_of_its_kind_with_its_terms(client, world):
    offer, alice = make_offer(world.fridge.model), sign_in(client, "alice")
    text = alice.post("/desk/cases/new/", form(world, offer, do="read"), headers=ENGLISH).content.decode()
    assert "Installation at home</strong>, 900,000 toman, on site, about 2 hours" in text
    assert "A socket near the device" in text
    assert IntakeDraft.objects.unscoped("test").get().data["offer"] == f"{offer.pk}.0"
    opened = alice.post("/desk/cases/new/", form(world, offer, do="open"))
    assert opened.status_code == 303
    case = Case.objects.unscoped("test").get()
    assert case.offer is not None
    assert (case.kind, case.offer["price"]["amount"]) == ("installation", 9_000_000)
    page = alice.get(opened["Location"], headers=ENGLISH).content.decode()
    assert 'id="service"' in page
    assert "900,000 toman" in page


def test_one_that_changed_meanwhile_is_refused_with_what_was_typed(client, world):
    offer, alice = make_offer(world.fridge.model), sign_in(client, "alice")
    sent = form(world, offer, do="open")
    type(offer)._base_manager.filter(pk=offer.pk).update(version=1, price=1)
    answer = alice.post("/desk/cases/new/", sent, headers=ENGLISH)
    assert answer.status_code == 422
    assert set(answer.context["errors"]) == {"offer"}
    assert "نصب یخچال" in answer.content.decode()
    assert Case.objects.unscoped("test").count() == 0
    assert again(offer).version == 1


def test_a_case_without_a_service_says_nothing_of_one(client, world):
    case = world.open(unit=world.fridge)
    page = sign_in(client, "alice").get(f"/desk/cases/{case.code}/")
    assert page.context["service"] is None
    assert 'id="service"' not in page.content.decode()
