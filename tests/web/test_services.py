"""Customers see what is offered for their product, choose it with a request, and keep its price."""

import pytest
from django.core.cache import cache

from sepas.assets.models import Unit
from sepas.cases.models import Case
from sepas.offers.models import ServiceOffer
from sepas.web.sessions import MOBILE
from tests.assets.made import make_model, make_unit
from tests.offers.made import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def fridge(cast) -> Unit:
    model = make_model(cast.sard, gtin="09506000134352")
    return make_unit(model, "SR-1405-0007", owner=cast.maryam, sold_by=cast.tehran)


def sign_in(client) -> None:
    session = client.session
    session[MOBILE] = "+989121110001"
    session.save()


def cases() -> list[Case]:
    return list(Case.objects.unscoped("test").order_by("pk"))


def begin(client, **form):
    given = {"kind": "installation", "about": "SR-1405-0007", "description": "نصب یخچال تازه"}
    return client.post("/request/", given | form)


def send(client, **form):
    key = client.get("/request/confirm/").content.decode().split('name="once" value="')[1].split('"')[0]
    return client.post("/request/confirm/", {"once": key, "mobile": "09121110001"} | form)


def test_the_last_step_offers_what_fits_with_price_and_duration(client, fridge):
    make_offer(fridge.model)
    make_offer(fridge.model, name_fa="سرویس", kind="maintenance")
    make_offer(fridge.model, name_fa="پیش‌نویس", state="draft")
    begin(client)
    page = client.get("/request/confirm/")
    assert [service.name for service in page.context["services"]] == ["نصب در خانه"]
    text = page.content.decode()
    for shown in ("۹۰۰٬۰۰۰ تومان", "حدود ۲ ساعت", "در محل", "پریز نزدیک دستگاه"):
        assert shown in text


def test_the_chosen_service_opens_a_case_with_its_terms(client, fridge):
    offer = make_offer(fridge.model)
    begin(client)
    assert send(client, offer=f"{offer.pk}.0").status_code == 303
    (case,) = cases()
    assert case.offer is not None
    assert (case.kind, case.offer["id"], case.offer["price"]["amount"]) == (
        "installation",
        offer.pk,
        9_000_000,
    )
    ServiceOffer.objects.unscoped("test").update(price=1, version=1, name_fa="نام تازه")
    page = client.get(f"/t/{case.secret}/").content.decode()
    assert "۹۰۰٬۰۰۰ تومان" in page
    assert "نام تازه" not in page


def test_whoever_chooses_none_gets_none(client, fridge):
    make_offer(fridge.model)
    begin(client)
    assert send(client, offer="").status_code == 303
    (case,) = cases()
    assert case.offer is None
    assert 'id="service"' not in client.get(f"/t/{case.secret}/").content.decode()


@pytest.mark.parametrize("key", ["{pk}.0", "{other}.0", "{draft}.0", "999999.0", "x", "-1.0", "9" * 30])
def test_what_changed_meanwhile_or_is_not_offered_is_refused_beside_the_choice(client, cast, fridge, key):
    offer = make_offer(fridge.model, version=1)
    other = make_offer(make_model(cast.rival, "P-1"))
    draft = make_offer(fridge.model, state="draft")
    begin(client)
    response = send(client, offer=key.format(pk=offer.pk, other=other.pk, draft=draft.pk))
    assert response.status_code == 422
    assert set(response.context["errors"]) == {"offer"}
    assert 'id="error_offer"' in response.content.decode()
    assert cases() == []


def test_a_service_chosen_on_the_page_of_the_unit_is_chosen_to_the_end(client, fridge):
    offer = make_offer(fridge.model)
    sign_in(client)
    page = client.get(f"/me/units/{fridge.pk}/")
    (service,) = page.context["services"]
    assert (
        f"/request/?unit={fridge.pk}&amp;{service.query.replace('&', '&amp;')}" in page.content.decode()
        or (f"unit={fridge.pk}&amp;{service.query}" in page.content.decode())
    )
    first = client.get(f"/request/?unit={fridge.pk}&{service.query}")
    assert first.context["kind"] == "installation"
    assert f'name="offer" value="{offer.pk}.0"' in first.content.decode()
    sent = begin(client, about="", unit=str(fridge.pk), offer=f"{offer.pk}.0", description="")
    assert sent["Location"] == "/request/confirm/"
    last = client.get("/request/confirm/")
    assert (last.context["offer"], last.context["offer_changed"]) == (f"{offer.pk}.0", False)
    assert last.context["draft"].description == "نصب در خانه"


def test_one_that_changed_between_the_pages_is_shown_anew(client, fridge):
    offer = make_offer(fridge.model)
    begin(client, offer=f"{offer.pk}.0")
    ServiceOffer.objects.unscoped("test").update(price=20_000_000, version=1)
    page = client.get("/request/confirm/")
    assert (page.context["offer"], page.context["offer_changed"]) == (f"{offer.pk}.1", True)
    assert "۲٬۰۰۰٬۰۰۰ تومان" in page.content.decode()


def test_a_thing_that_is_lost_is_offered_nothing(client, fridge):
    make_offer(fridge.model)
    Unit.objects.unscoped("test").update(lost_on="2026-11-01")
    sign_in(client)
    assert client.get(f"/me/units/{fridge.pk}/").context["services"] == []


def test_the_public_page_of_a_product_shows_them_to_anybody(client, fridge):
    make_offer(fridge.model, pricing="free", price=None)
    page = client.get("/p/09506000134352/SR-1405-0007/").content.decode()
    assert "نصب در خانه" in page
    assert "رایگان" in page
    assert "serial=SR-1405-0007&amp;" in page
