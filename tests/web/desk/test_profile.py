"""One's own page: who one is, how one reads and signs in; and account pages in the frame of the desk."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client

from sepas.kernel.activity.models import Event
from sepas.parties.models import RoleAssignment, User
from tests.cast import NOW, Cast
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def session_of(cast: Cast, name: str, key: str = "elsewhere") -> UserSession:
    return UserSession.objects.create(
        user=getattr(cast, name).user,
        ip="198.51.100.7",
        session_key=key,
        user_agent="Firefox/140",
        created_at=NOW,
    )


def test_everybody_sees_their_own_name_roles_and_sign_in(cast: Cast, client: Client) -> None:
    sign_in(client, "bob")
    page = client.get("/desk/profile/", headers=ENGLISH).content.decode()
    for text in ("Bob", cast.bob.name_fa, "Technician", "in Tehran and everything below it", "not set up"):
        assert text in page, text
    assert 'href="/accounts/password/change/"' in page
    Authenticator.objects.create(user=cast.bob.user, type="totp", data={})
    assert "an app with six digits" in client.get("/desk/profile/", headers=ENGLISH).content.decode()


def test_who_has_no_role_is_told_why_there_is_nothing(cast: Cast, client: Client) -> None:
    RoleAssignment.objects.unscoped("test").filter(staff=cast.bob).delete()
    sign_in(client, "bob")
    assert "no role yet" in client.get("/desk/profile/", headers=ENGLISH).content.decode()


def test_whoever_signs_in_with_the_companys_account_has_no_password_to_change(
    cast: Cast, client: Client
) -> None:
    sign_in(client, "bob")
    user = User.objects.get(username="bob")
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password)
    client.force_login(User.objects.get(username="bob"))
    page = client.get("/desk/profile/", headers=ENGLISH).content.decode()
    assert "You sign in with the company" in page


def test_one_signs_oneself_out_elsewhere_and_nobody_else(cast: Cast, client: Client) -> None:
    own, foreign = session_of(cast, "bob"), session_of(cast, "carol", "carols")
    sign_in(client, "bob")
    assert "198.51.100.7" in client.get("/desk/profile/").content.decode()
    answer = client.post(f"/desk/profile/sessions/{foreign.pk}/ending", {"once": "a" * 24})
    assert answer.status_code == 404
    assert UserSession.objects.filter(pk=foreign.pk).exists()
    answer = client.post(f"/desk/profile/sessions/{own.pk}/ending", {"once": "b" * 24})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/profile/#sessions")
    assert not UserSession.objects.filter(pk=own.pk).exists()
    assert Event.objects.of("staff", cast.bob.pk).last().name == "staff.session_ended"


def test_strangers_have_no_profile_here(client: Client, cast: Cast) -> None:
    assert "/accounts/login" in client.get("/desk/profile/")["Location"]
    assert client.get("/desk/profile/sessions/1/ending").status_code in {302, 405}


@pytest.mark.parametrize("address", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"])
def test_account_pages_of_staff_stand_in_the_frame_of_the_desk(
    cast: Cast, client: Client, address: str
) -> None:
    sign_in(client, "bob")
    page = client.get(address).content.decode()
    assert 'class="desk"' in page
    assert 'href="/desk/profile/"' in page
    assert "Bob" in client.get(address, headers=ENGLISH).content.decode()
    User.objects.filter(username="bob").update(one_time_until=NOW)
    assert 'class="desk"' not in client.get("/accounts/password/change/").content.decode()


def test_signing_in_stays_in_the_frame_of_the_portal(client: Client, cast: Cast) -> None:
    assert 'class="desk"' not in client.get("/accounts/login/").content.decode()
