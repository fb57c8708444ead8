"""Signing in by the company's own identity provider: only staff, only once known, and by what was signed."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.checks import run_checks
from django.test import Client

from sepas.config.connections import apps_of
from sepas.parties.models import Staff, User
from tests.cast import Cast
from tests.web_accounts.provider import CLIENT, SECRET, Provider, provider_running

LOGIN = "/accounts/oidc/staff/login/"


@pytest.fixture
def provider(cast: Cast, settings: Any) -> Iterator[Provider]:
    with provider_running() as found:
        settings.SEPAS_OIDC_ISSUER = found.issuer
        settings.SEPAS_OIDC_CLAIM = "preferred_username"
        settings.SOCIALACCOUNT_PROVIDERS = apps_of(found.issuer, CLIENT, SECRET, "Company account")
        found.claims = {"preferred_username": "carol"}
        yield found


def sign_in(provider: Provider, client: Client | None = None) -> tuple[Client, Any]:
    """As a browser does it; the last answer of ours."""
    client = client or Client(headers={"accept-language": "en"})
    begun = client.post(LOGIN)
    assert begun.status_code == 302
    assert begun["Location"].startswith(provider.issuer + "/authorize?")
    return client, client.get(LOGIN + "callback/", provider.authorise(begun["Location"]))


def signed_in(client: Client) -> str:
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id).username if user_id else ""


def test_the_button_is_there_only_where_there_is_a_provider(provider, settings, client):
    assert LOGIN in client.get("/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS, settings.SEPAS_OIDC_ISSUER = {}, ""
    assert LOGIN not in client.get("/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404


def test_a_member_of_staff_comes_in_and_is_known_by_sub_from_then_on(provider):
    client, answer = sign_in(provider)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert signed_in(client) == "carol"
    assert SocialAccount.objects.get().uid == "1001"
    provider.claims = {"preferred_username": "adam"}
    client, _answer = sign_in(provider)
    assert signed_in(client) == "carol"


def test_another_account_does_not_become_somebody_who_is_known_already(provider):
    sign_in(provider)
    provider.claims = {"preferred_username": "carol", "sub": "2002"}
    client, answer = sign_in(provider)
    assert (answer["Location"], signed_in(client)) == ("/accounts/login/", "")


@pytest.mark.parametrize("claims", [{}, {"preferred_username": "nobody"}, {"preferred_username": ["carol"]}])
def test_a_stranger_stays_outside_and_is_not_made_anybody(provider, claims):
    provider.claims, before = claims, User.objects.count()
    client, answer = sign_in(provider)
    assert (answer["Location"], signed_in(client)) == ("/accounts/login/", "")
    assert "does not belong to a member of staff" in client.get("/accounts/login/").content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_somebody_who_was_let_go_stays_outside(provider):
    sign_in(provider)
    Staff.objects.unscoped("test").filter(user__username="carol").update(active=False)
    client, _answer = sign_in(provider)
    assert signed_in(client) == ""


@pytest.mark.parametrize("verified", [True, False, "true", None])
def test_an_address_counts_only_when_it_is_verified(provider, settings, verified):
    settings.SEPAS_OIDC_CLAIM = "email"
    User.objects.filter(username="carol").update(email="carol@example.com")
    provider.claims = {"email": "Carol@example.com", "email_verified": verified}
    client, _answer = sign_in(provider)
    assert signed_in(client) == ("carol" if verified is True else "")


def test_an_address_that_two_people_have_is_nobodys(provider, settings):
    settings.SEPAS_OIDC_CLAIM = "email"
    User.objects.filter(username__in=["carol", "adam"]).update(email="office@example.com")
    provider.claims = {"email": "office@example.com", "email_verified": True}
    client, _answer = sign_in(provider)
    assert signed_in(client) == ""


@pytest.mark.parametrize(
    "wrong", [{"iss": "https://evil.example"}, {"aud": "another"}, {"exp": 1}, "signature"], ids=str
)
def test_a_token_that_does_not_hold_opens_nothing(provider, wrong):
    if wrong == "signature":
        provider.other_key = True
    else:
        provider.claims |= wrong
    client, answer = sign_in(provider)
    assert (answer.status_code, signed_in(client)) == (302, "")


def test_a_code_that_another_browser_began_opens_nothing(provider):
    begun = Client().post(LOGIN)
    thief = Client()
    thief.get(LOGIN + "callback/", provider.authorise(begun["Location"]))
    assert signed_in(thief) == ""


def test_a_second_factor_is_asked_for_where_the_role_needs_one(provider, settings):
    settings.SEPAS_REQUIRE_SECOND_FACTOR = True
    client, _answer = sign_in(provider)
    assert client.get("/desk/")["Location"] == "/accounts/2fa/totp/activate/"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"SEPAS_OIDC_ISSUER": "http://idp.example.com"}, "sepas.E010"),
        ({"SEPAS_OIDC_CLIENT_ID": ""}, "sepas.E011"),
        ({"SEPAS_OIDC_CLAIM": "sub"}, "sepas.E012"),
        ({"SEPAS_OIDC_SIGN_UP": "sard", "SEPAS_OIDC_DOMAINS": []}, "sepas.E013"),
    ],
)
def test_what_is_set_wrongly_is_said_before_it_runs(settings, wrong, code):
    settings.SEPAS_OIDC_ISSUER = "https://idp.example.com"
    settings.SEPAS_OIDC_CLIENT_ID, settings.SEPAS_OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.SEPAS_OIDC_CLAIM = "email"
    assert not [found for found in run_checks(tags=["sepas"]) if found.id.startswith("sepas.E01")]
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert [found.id for found in run_checks(tags=["sepas"])] == [code]
