"""Extending a guarantee on the page of its unit, without JavaScript, and by the API."""

from datetime import date

import pytest
from django.core.cache import cache

from sepas.warranty.actions.extend import extend_guarantee
from sepas.web.sessions import MOBILE
from tests.assets.made import again, make_model, make_unit
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
UNTIL = {"until": "2035-03-19"}


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def unit(cast: Cast):
    return again(make_unit(make_model(cast.sard), "1", sold_on=date(2023, 1, 1)))


def say(client, page: str, address: str, **form):
    key = client.get(page).content.decode().split('name="once" value="')[1].split('"')[0]
    return client.post(address, {"once": key} | form)


def test_it_is_extended_shown_and_taken_back(client, cast: Cast, unit) -> None:
    client.force_login(cast.dana.user)
    client.cookies["reader"] = "en..."
    page, form = f"/desk/units/{unit.pk}/", f"/desk/units/{unit.pk}/extension/"
    assert form in client.get(page).content.decode()
    assert say(client, form, form, **UNTIL, why="thirty days in the workshop").status_code == 303
    assert again(unit).facts == {"extended_until": "2035-03-19"}
    body = client.get(page).content.decode()
    assert "Guarantee extended by the company" in body
    assert "19 March 2035" in body
    ending = f"{form}ending/"
    assert client.get(form).context["until"] == date(2035, 3, 19)
    response = say(client, form, ending, end_why="")
    assert response.status_code == 422
    assert "Write why" in response.content.decode()
    assert say(client, form, ending, end_why="for another unit").status_code == 303
    assert again(unit).facts == {}


def test_what_is_wrong_stands_beside_what_was_typed(client, cast: Cast, unit) -> None:
    client.force_login(cast.dana.user)
    client.cookies["reader"] = "en..."
    form = f"/desk/units/{unit.pk}/extension/"
    response = say(client, form, form, until="2020-01-01", why="")
    assert response.status_code == 422
    body = response.content.decode()
    assert "This day is over." in body
    assert "Write why" in body
    assert say(client, form, form, why="x").status_code == 422
    assert again(unit).facts == {}


def test_whoever_may_not_reads_why(client, cast: Cast, unit) -> None:
    client.force_login(cast.carol.user)
    body = client.get(f"/desk/units/{unit.pk}/").content.decode()
    assert 'id="why-extend"' in body
    assert client.get(f"/desk/units/{unit.pk}/extension/").status_code == 403


def test_its_owner_sees_it(client, cast: Cast, unit) -> None:
    unit.owner = cast.maryam
    unit.save()
    extend_guarantee(cast.actor_of("dana"), unit=unit, until=date(2035, 3, 19), why="x", now=NOW)
    session = client.session
    session[MOBILE] = cast.maryam.mobile
    session.save()
    body = client.get(f"/me/units/{unit.pk}/").content.decode()
    assert "گارانتی تمدیدشدهٔ شرکت" in body
