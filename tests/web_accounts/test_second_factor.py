"""The second factor: set up with a phone, asked at sign-in, recovered, required."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from sepas.parties.actions.staff import reset_sign_in
from tests.cast import NOW, PASSWORD, Cast
from tests.web_accounts.conftest import Clock
from tests.web_accounts.people import DESK, SET_UP, is_in, set_up_second_factor, sign_in, totp

pytestmark = pytest.mark.urls("tests.web_accounts.urls")

ASK = "/accounts/2fa/authenticate/"
TAKE_OFF = "/accounts/2fa/totp/deactivate/"


@pytest.fixture(autouse=True)
def _not_required(settings) -> None:
    settings.SEPAS_REQUIRE_SECOND_FACTOR = False


def to_persian(code: str) -> str:
    return "".join("۰۱۲۳۴۵۶۷۸۹"[int(digit)] for digit in code)


def test_password_and_then_the_number_on_the_phone(cast: Cast, client: Client, phone_clock: Clock) -> None:
    sign_in(client, "alice")
    secret, codes = set_up_second_factor(client, phone_clock.at)
    assert len(codes) == 10
    assert len(set(codes)) == 10
    client.logout()

    assert sign_in(client, "alice")["Location"].startswith(ASK)
    assert "_auth_user_id" not in client.session
    wrong = client.post(ASK, {"code": totp(secret, phone_clock.at + 3600)})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    right = client.post(ASK, {"code": totp(secret, phone_clock.later())})
    assert (right.status_code, right["Location"]) == (302, DESK)
    assert is_in(client)


def test_persian_digits_of_the_phone_are_read(cast: Cast, client: Client, phone_clock: Clock) -> None:
    sign_in(client, "alice")
    secret = client.get(SET_UP).context["form"].secret
    assert client.post(SET_UP, {"code": to_persian(totp(secret, phone_clock.at))}).status_code == 302
    client.logout()
    sign_in(client, "alice")
    assert client.post(ASK, {"code": to_persian(totp(secret, phone_clock.later()))})["Location"] == DESK


def test_a_number_serves_once(cast: Cast, client: Client, phone_clock: Clock) -> None:
    sign_in(client, "alice")
    secret, _codes = set_up_second_factor(client, phone_clock.at)
    client.logout()
    code = totp(secret, phone_clock.later())
    sign_in(client, "alice")
    client.post(ASK, {"code": code})
    assert is_in(client)
    other = Client()
    sign_in(other, "alice")
    assert other.post(ASK, {"code": code}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_without_the_phone_a_recovery_code_serves_once(
    cast: Cast, client: Client, phone_clock: Clock
) -> None:
    sign_in(client, "alice")
    _secret, codes = set_up_second_factor(client, phone_clock.at)
    client.logout()
    sign_in(client, "alice")
    assert client.post(ASK, {"code": codes[0]})["Location"] == DESK
    assert is_in(client)
    client.logout()
    sign_in(client, "alice")
    assert client.post(ASK, {"code": codes[0]}).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(ASK, {"code": codes[1]})["Location"] == DESK


def test_secrets_are_not_kept_in_clear(cast: Cast, client: Client, phone_clock: Clock) -> None:
    sign_in(client, "alice")
    secret, codes = set_up_second_factor(client, phone_clock.at)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert Authenticator.objects.count() == 2
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_an_older_secret_key_still_reads_what_it_wrote(
    cast: Cast, client: Client, phone_clock: Clock, settings
) -> None:
    sign_in(client, "alice")
    secret, _codes = set_up_second_factor(client, phone_clock.at)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret key of the installation"
    fresh = Client()
    sign_in(fresh, "alice")
    assert fresh.post(ASK, {"code": totp(secret, phone_clock.later())})["Location"] == DESK


def test_a_lost_phone_is_taken_off_by_a_manager(cast: Cast, client: Client, phone_clock: Clock) -> None:
    sign_in(client, "bob")
    set_up_second_factor(client, phone_clock.at)
    from sepas.kernel import clock

    given = reset_sign_in(cast.actor_of("carol"), staff=cast.bob, remove_second_factor=True, now=clock.now())
    fresh = Client()
    assert sign_in(fresh, "bob", given.password)["Location"] == DESK
    assert Authenticator.objects.count() == 0


def test_an_old_session_gives_the_password_again_first(
    cast: Cast, client: Client, phone_clock: Clock
) -> None:
    sign_in(client, "alice")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    answer = client.get(SET_UP)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    wrong = client.post(answer["Location"], {"password": "wrong password"})
    assert wrong.status_code == 200
    assert client.get(SET_UP).status_code == 302
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


class TestWhereItIsRequired:
    @pytest.fixture(autouse=True)
    def _required(self, _not_required: None, settings) -> None:
        settings.SEPAS_REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize("name", ["carol", "dana", "dave", "adam"])
    def test_powerful_people_set_it_up_first(
        self, cast: Cast, client: Client, phone_clock: Clock, name: str
    ) -> None:
        assert sign_in(client, name)["Location"] == DESK
        answer = client.get(DESK)
        assert (answer.status_code, answer["Location"]) == (302, SET_UP)
        refused = client.get("/api/v1/inside/")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_to_set_up")
        set_up_second_factor(client, phone_clock.at)
        assert is_in(client)

    @pytest.mark.parametrize("name", ["alice", "bob", "isa"])
    def test_others_need_none(self, cast: Cast, client: Client, name: str) -> None:
        sign_in(client, name)
        assert is_in(client)

    def test_after_a_second_factor_no_more_is_asked_of_the_database(
        self, cast: Cast, client: Client, phone_clock: Clock, django_assert_max_num_queries
    ) -> None:
        sign_in(client, "adam")
        secret, _codes = set_up_second_factor(client, phone_clock.at)
        client.logout()
        sign_in(client, "adam")
        client.post(ASK, {"code": totp(secret, phone_clock.later())})
        # Session, user, and the actor's roles.
        with django_assert_max_num_queries(3):
            assert is_in(client)

    def test_those_who_need_it_cannot_take_it_off(
        self, cast: Cast, client: Client, phone_clock: Clock
    ) -> None:
        sign_in(client, "adam")
        set_up_second_factor(client, phone_clock.at)
        assert client.post(TAKE_OFF).status_code == 200
        assert Authenticator.objects.filter(user=cast.adam.user, type="totp").exists()

    def test_others_may(self, cast: Cast, client: Client, phone_clock: Clock) -> None:
        sign_in(client, "alice")
        set_up_second_factor(client, phone_clock.at)
        assert client.post(TAKE_OFF).status_code == 302
        assert not Authenticator.objects.filter(user=cast.alice.user).exists()

    def test_a_new_role_asks_for_it_at_the_next_step(self, cast: Cast, client: Client) -> None:
        from sepas.parties.actions.roles import assign_role

        sign_in(client, "isa")
        assert is_in(client)
        assign_role(
            cast.actor_of("adam"), staff=cast.isa, role="branch_manager", branch=cast.isfahan, now=NOW
        )
        assert client.get(DESK)["Location"] == SET_UP
