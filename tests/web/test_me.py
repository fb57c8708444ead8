"""My products and cases, after a one-time code."""

import pytest
from django.core.cache import cache

from sepas.kernel import clock
from sepas.notices.models import Message
from sepas.parties.models import OneTimeCode
from tests.assets.made import SOLD, make_model, make_unit
from tests.cases.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def world(committed_cast):
    return make_world(committed_cast)


def ask(client, mobile="09121110001", **more):
    return client.post("/me/code/", {"mobile": mobile} | more)


def sent_code() -> str:
    body = Message.objects.unscoped(ALL).latest("pk").body
    return "".join(char for char in body.split("\n")[0] if char.isdigit())


def test_the_right_code_shows_own_products_and_cases_only(client, world):
    own = world.open(unit=world.fridge, now=clock.now())
    other = world.open("reza", mobile=world.cast.reza.mobile, now=clock.now())
    assert ask(client)["Location"] == "/me/enter/"
    assert client.post("/me/enter/", {"code": sent_code()})["Location"] == "/me/"
    body = client.get("/me/").content.decode()
    assert own.secret in body
    assert other.secret not in body
    assert world.fridge.serial in body


def test_a_wrong_code_lets_nobody_in(client, world):
    ask(client)
    code = sent_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    response = client.post("/me/enter/", {"code": wrong})
    assert response.status_code == 422
    assert "code" in response.context["errors"]
    assert client.get("/me/").templates[0].name == "portal/me/enter.html"


def test_a_number_that_cannot_be_used_is_explained_and_no_code_is_made(client, world):
    response = ask(client, mobile="021 8877")
    assert response.status_code == 422
    assert OneTimeCode.objects.unscoped(ALL).count() == 0


def test_a_second_code_within_a_minute_has_to_wait(client, world):
    ask(client)
    response = ask(client)
    assert response.status_code == 429
    assert int(response["Retry-After"]) <= 60


def test_the_code_leads_back_to_where_it_was_asked_for_but_not_elsewhere(client, world):
    ask(client, next="/request/which/")
    assert client.post("/me/enter/", {"code": sent_code()})["Location"] == "/request/which/"


def test_signing_in_changes_the_session_key_and_signing_out_forgets(client, world):
    ask(client, next="https://elsewhere.example/")
    before = client.session.session_key
    assert client.post("/me/enter/", {"code": sent_code()})["Location"] == "/me/"
    assert client.session.session_key != before
    client.post("/me/leave/")
    assert client.get("/me/").templates[0].name == "portal/me/enter.html"


def test_entering_without_asking_leads_to_the_beginning(client, world):
    assert client.get("/me/enter/")["Location"] == "/me/"


def test_the_page_costs_a_fixed_number_of_queries(client, world, django_assert_num_queries):
    ask(client)
    client.post("/me/enter/", {"code": sent_code()})
    with django_assert_num_queries(9):
        client.get("/me/")
    for each in range(4):
        make_unit(make_model(world.sard, f"M-{each}"), f"MORE-{each}", owner=world.maryam, sold_on=SOLD)
        world.open(unit=world.fridge, now=clock.now())
    with django_assert_num_queries(9):
        client.get("/me/")
