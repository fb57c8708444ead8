"""Sessions of colleagues: seen and ended by whoever looks after them, and by nobody else."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import NotFound, Refused
from sepas.parties.actions.sessions import end_session, sessions_of
from tests.cast import NOW, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(cast):
    """Bob, signed in in a browser."""
    browser = Client()
    browser.force_login(cast.bob.user)
    row = UserSession.objects.create(
        user=cast.bob.user,
        ip="198.51.100.7",
        session_key=browser.session.session_key,
        user_agent="Firefox/140",
    )
    return browser, row


def test_whoever_looks_after_people_sees_where_they_are_signed_in(cast, signed_in):
    assert [(row.address, row.browser) for row in sessions_of(actor_of("carol"), cast.bob)] == [
        ("198.51.100.7", "Firefox/140")
    ]
    assert sessions_of(actor_of("alice"), cast.bob) == []
    assert sessions_of(actor_of("mallory"), cast.bob) == []


def test_an_ended_session_is_over_at_once_and_a_fact(cast, signed_in):
    browser, row = signed_in
    assert browser.get("/desk/").status_code == 200
    end_session(actor_of("adam"), staff=cast.bob, session_id=row.pk, now=NOW)
    assert browser.get("/desk/").status_code == 302
    assert Event.objects.get(name="staff.session_ended").data["address"] == "198.51.100.7"


@pytest.mark.parametrize(("who", "error"), [("alice", Refused), ("mallory", NotFound)])
def test_others_end_nothing(cast, signed_in, who, error):
    browser, row = signed_in
    with pytest.raises(error):
        end_session(actor_of(who), staff=cast.bob, session_id=row.pk, now=NOW)
    assert browser.get("/desk/").status_code == 200


def test_a_session_of_somebody_else_is_not_found_through_this_person(cast, signed_in):
    _browser, row = signed_in
    with pytest.raises(NotFound):
        end_session(actor_of("adam"), staff=cast.alice, session_id=row.pk, now=NOW)
