"""Signing in with username and password."""

from datetime import timedelta

import pytest
from django.test import Client

from sepas.kernel import clock
from sepas.kernel.models import Event
from sepas.parties.actions.staff import create_staff, deactivate_staff, reset_sign_in
from sepas.parties.models import User
from tests.cast import NOW, PASSWORD, Cast
from tests.web_accounts.people import CHOOSE, DESK, LOGIN, is_in, sign_in

pytestmark = pytest.mark.urls("tests.web_accounts.urls")


@pytest.fixture(autouse=True)
def _embedded(settings) -> None:
    settings.SEPAS_REQUIRE_SECOND_FACTOR = False


@pytest.mark.parametrize("username", ["alice", "Alice"])
def test_the_right_password_leads_to_the_desk(cast: Cast, client: Client, username: str) -> None:
    answer = sign_in(client, username)
    assert (answer.status_code, answer["Location"]) == (302, DESK)
    assert is_in(client)


@pytest.mark.parametrize(
    ("name", "password"),
    [("alice", "wrong password"), ("alice", ""), ("nobody", PASSWORD), ("", PASSWORD), ("a@b.ir", PASSWORD)],
)
def test_anything_else_does_not(cast: Cast, client: Client, name: str, password: str) -> None:
    answer = sign_in(client, name, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_an_email_address_is_no_username(cast: Cast, client: Client) -> None:
    User.objects.filter(username="alice").update(email="alice@example.com")
    assert sign_in(client, "alice@example.com").status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_way_back_stays_on_this_site(cast: Cast, client: Client) -> None:
    assert sign_in(client, "alice", next="/desk/cases/")["Location"] == "/desk/cases/"
    client.logout()
    assert sign_in(client, "alice", next="https://evil.example/desk/")["Location"] == DESK


def test_nobody_signs_themselves_up(db: None, client: Client) -> None:
    answer = client.post(
        "/accounts/signup/", {"username": "mallory", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_whoever_was_let_go_is_refused_and_their_sessions_are_over(cast: Cast, client: Client) -> None:
    sign_in(client, "bob")
    assert is_in(client)
    deactivate_staff(cast.actor_of("adam"), staff=cast.bob, now=NOW)
    assert not is_in(client)
    other = Client()
    assert sign_in(other, "bob")["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in other.session


def test_a_user_who_is_not_staff_is_refused(db: None, client: Client) -> None:
    User.objects.create_user("stray", password=PASSWORD)
    assert sign_in(client, "stray")["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_too_many_wrong_passwords_stop_the_right_one_too(cast: Cast, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "alice", "wrong password")
    sign_in(client, "alice")
    assert "_auth_user_id" not in client.session


def test_a_one_time_password_leads_to_choosing_ones_own(cast: Cast, client: Client) -> None:
    made = create_staff(
        cast.actor_of("adam"),
        organisation=cast.sard,
        username="nasim",
        name_fa="نسیم",
        roles=[("agent", None)],
        now=clock.now(),
    )
    assert sign_in(client, "nasim", made.password)["Location"] == DESK
    for path in (DESK, "/anything/at/all/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, CHOOSE)
    refused = client.get("/api/v1/inside/")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_to_choose")
    assert client.get(DESK, headers={"HX-Request": "true"})["HX-Redirect"] == CHOOSE
    assert client.get("/preferences/").status_code == 200
    own = {"oldpassword": made.password, "password1": "rain on the roof", "password2": "rain on the roof"}
    assert client.post(CHOOSE, own).status_code == 302
    assert is_in(client)
    user = User.objects.get(username="nasim")
    assert user.one_time_until is None
    assert user.check_password("rain on the roof")
    fact = Event.objects.of("staff", made.staff.pk).latest("pk")
    assert (fact.name, fact.actor_id) == ("staff.password_chosen", made.staff.pk)


@pytest.mark.parametrize("password", ["short", "password123456", "nasim-nasim"])
def test_a_weak_password_is_not_taken(cast: Cast, client: Client, password: str) -> None:
    user = cast.bob.user
    sign_in(client, "bob")
    if password.startswith("nasim"):
        User.objects.filter(pk=user.pk).update(username="nasim-nasim")
    answer = client.post(CHOOSE, {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert answer.status_code == 200
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_an_old_one_time_password_is_refused(cast: Cast, client: Client) -> None:
    eight_days_ago = clock.now() - timedelta(days=8)
    given = reset_sign_in(cast.actor_of("adam"), staff=cast.bob, now=eight_days_ago)
    assert sign_in(client, "bob", given.password)["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_a_new_one_time_password_ends_all_sessions(cast: Cast, client: Client) -> None:
    sign_in(client, "bob")
    assert is_in(client)
    reset_sign_in(cast.actor_of("adam"), staff=cast.bob, now=clock.now())
    assert not is_in(client)


def test_sessions_are_listed_and_others_can_be_ended(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(client, "alice")
    sign_in(other, "alice")
    assert is_in(other)
    page = client.get("/accounts/sessions/")
    assert page.status_code == 200
    assert len(page.context["sessions"]) == 2
    assert client.post("/accounts/sessions/").status_code == 302
    assert not is_in(other)
    assert is_in(client)


def test_a_strangers_session_list_is_their_own(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(client, "alice")
    sign_in(other, "bob")
    assert len(other.get("/accounts/sessions/").context["sessions"]) == 1
    other.post("/accounts/sessions/")
    assert client.get(DESK).content == b"inside as alice"


def test_signing_out_ends_the_session(cast: Cast, client: Client) -> None:
    sign_in(client, "alice")
    client.post("/accounts/logout/")
    assert not is_in(client)


def test_a_visitor_without_a_session_costs_no_query(
    db: None, client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/api/v1/inside/").content == b"inside as "
