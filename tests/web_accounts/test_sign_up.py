"""Becoming staff by the company's own account: off by default, for addresses of its domains, and without any role."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from sepas.kernel.activity.models import Event
from sepas.parties.actors import actor_for_user
from sepas.parties.models import RoleAssignment, Staff, User
from tests.web_accounts.provider import Provider
from tests.web_accounts.test_oidc import provider, sign_in, signed_in

__all__ = ["provider"]
NEW = {
    "sub": "3003", "preferred_username": "nima", "name": "نیما نادری", "email": "Nima@example.ir",
    "email_verified": True,
}  # fmt: skip


@pytest.fixture
def open_door(provider: Provider, settings: Any) -> Provider:
    settings.SEPAS_OIDC_SIGN_UP, settings.SEPAS_OIDC_DOMAINS = "sard", ["example.ir"]
    provider.claims = dict(NEW)
    return provider


def count() -> tuple[int, int, int]:
    return User.objects.count(), Staff.objects.unscoped("test").count(), SocialAccount.objects.count()


def test_nobody_is_made_staff_unless_the_settings_say_so(provider: Provider) -> None:
    provider.claims, before = dict(NEW), count()
    client, answer = sign_in(provider)
    assert (answer["Location"], signed_in(client), count()) == ("/accounts/login/", "", before)


def test_somebody_of_the_company_comes_in_without_any_role(open_door: Provider, cast: Any) -> None:
    client, answer = sign_in(open_door)
    person = Staff.objects.unscoped("test").get(user__username="nima")
    assert (answer["Location"], signed_in(client)) == ("/desk/", "nima")
    assert (person.organisation, person.name_fa, person.user.email) == (
        cast.sard,
        "نیما نادری",
        "nima@example.ir",
    )
    assert not RoleAssignment.objects.unscoped("test").filter(staff=person).exists()
    actor = actor_for_user(person.user)
    assert actor is not None
    assert actor.grants == ()
    assert not person.user.has_usable_password()
    told = Event.objects.of("staff", person.pk).get()
    assert (told.name, told.actor_kind, told.data) == (
        "staff.admitted", "system", {"username": "nima", "domain": "example.ir"},
    )  # fmt: skip
    for address in ("/desk/customers/", "/desk/units/", "/office/tokens/"):
        assert client.get(address).status_code == 403, address


def test_they_are_known_from_then_on(open_door: Provider) -> None:
    sign_in(open_door)
    before = count()
    open_door.claims |= {"preferred_username": "another", "email": "another@example.ir"}
    client, _answer = sign_in(open_door)
    assert (signed_in(client), count()) == ("nima", before)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nima@example.com"},
        {"email": "nima@example.ir.evil.com"},
        {"email": "nima@sub.example.ir"},
        {"email": "@example.ir"},
        {"email": ["nima@example.ir"]},
        {"email_verified": False},
        {"email_verified": "true"},
        {"preferred_username": "a b c"},
    ],
    ids=str,
)
def test_whoever_is_not_of_the_company_stays_outside(open_door: Provider, wrong: dict[str, Any]) -> None:
    open_door.claims |= wrong
    before = count()
    client, answer = sign_in(open_door)
    assert (answer["Location"], signed_in(client), count()) == ("/accounts/login/", "", before)


def test_nobody_becomes_somebody_who_is_there_or_was_let_go(open_door: Provider) -> None:
    Staff.objects.unscoped("test").filter(user__username="bob").update(active=False)
    User.objects.filter(username="alice").update(email="a@example.ir")
    before = count()
    for claims in ({"preferred_username": "Bob"}, {"email": "A@example.ir"}):
        open_door.claims = NEW | claims
        client, _answer = sign_in(open_door)
        assert (signed_in(client), count()) == ("", before)


def test_an_organisation_that_is_not_there_lets_nobody_in(open_door: Provider, settings: Any) -> None:
    settings.SEPAS_OIDC_SIGN_UP = "nowhere"
    before = count()
    client, _answer = sign_in(open_door)
    assert (signed_in(client), count()) == ("", before)
