"""Errors wear the frame of the door at which they happened; the navigation groups and remembers its folds."""

import pytest
from django.urls import path

from sepas.config.urls import urlpatterns as product
from sepas.web.desk.shell import DESK, GROUPS, OFFICE, OFFICE_GROUPS, groups
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENGLISH = {"accept-language": "en"}


def fails(request):
    raise ZeroDivisionError


urlpatterns = [path("desk/fails/", fails), path("fails/", fails), *product]
handler500 = "sepas.web.failure.failure"


@pytest.fixture
def alice(client, cast):
    client.force_login(cast.alice.user, backend=BACKEND)
    client.raise_request_exception = False
    client.cookies["reader"] = "en..."
    return client


@pytest.mark.parametrize("address", ["/desk/nothing-here/", "/office/nothing-here/", "/desk/units/999999/"])
def test_what_is_not_there_is_said_within_the_desk(alice, address):
    page = alice.get(address, headers=ENGLISH)
    text = page.content.decode()
    assert page.status_code == 404
    assert 'class="desk"' in text
    assert 'href="/desk/customers/"' in text
    assert 'class="bottom"' not in text
    assert "It may be in another branch or company" in text


def test_a_refusal_is_said_within_the_desk(alice):
    page = alice.get("/office/tokens/", headers=ENGLISH)
    assert page.status_code == 403
    assert 'class="desk"' in page.content.decode()


def test_the_portal_keeps_its_own_frame_for_staff_too(alice):
    text = alice.get("/nothing-here/", headers=ENGLISH).content.decode()
    assert 'class="desk"' not in text
    assert 'href="/track/"' in text


def test_a_stranger_never_sees_the_navigation_of_the_desk(client, db):
    text = client.get("/desk/nothing-here/", headers=ENGLISH).content.decode()
    assert 'class="desk"' not in text
    assert "/desk/customers/" not in text


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "desk"), [("/desk/fails/", True), ("/fails/", False)])
def test_our_own_failure_is_said_within_the_door_with_its_reference(alice, address, desk):
    page = alice.get(address, headers=ENGLISH)
    text = page.content.decode()
    assert page.status_code == 500
    assert ('class="desk"' in text) is desk
    assert page["X-Request-Id"] in text
    assert "nothing of it was kept half-done" in text


@pytest.mark.urls(__name__)
def test_where_even_the_page_fails_a_plain_one_is_given(alice, monkeypatch):
    def broken(*args, **kw):
        raise RuntimeError

    monkeypatch.setattr("sepas.web.failure.render", broken)
    page = alice.get("/desk/fails/")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.content.decode()


def test_every_place_stands_in_a_group_of_its_door():
    assert {place.group for place in DESK} <= set(GROUPS) - OFFICE_GROUPS
    assert {place.group for place in OFFICE} <= OFFICE_GROUPS


def test_the_group_of_the_present_page_is_open_and_others_as_the_reader_left_them(cast):
    alice = actor_of("adam")

    def opened(section, folds, office):
        return {group.name for group in groups(alice, section, folds, office=office) if group.open}

    assert opened("inbox", "", office=False) == {"work", "world", "behind"}
    assert opened("inbox", "-world.-work", office=False) == {"work", "behind"}
    assert opened("inbox", "", office=True) == set()
    assert opened("inbox", "offer", office=True) == {"offer"}
    assert "offer" in opened("models", "-offer", office=True)
    assert "company" in opened("models", "", office=True)


def test_nobody_is_offered_what_their_role_cannot_open(cast):
    sections = {place.section for group in groups(actor_of("bob"), "", office=True) for place in group.places}
    assert "tokens" not in sections
    assert "packs" in sections


def test_the_fold_is_read_from_the_cookie(alice):
    alice.cookies["places"] = "-world"
    text = alice.get("/desk/", headers=ENGLISH).content.decode()
    assert text.count('data-fold="world" >') == 2
    assert text.count('data-fold="work" open>') == 2
