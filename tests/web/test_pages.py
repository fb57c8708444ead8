"""Every page speaks the reader's language and keeps their choices."""

import pytest

from sepas.web.preferences import CHOICES

pytestmark = pytest.mark.django_db


def test_a_reader_who_chose_nothing_gets_persian(client):
    page = client.get("/").content.decode()
    assert '<html lang="fa" dir="rtl" data-theme="auto"' in page


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("en", "en"), ("en-US,en;q=0.9,fa;q=0.5", "fa"), ("fa-IR", "fa"), ("de", "fa"), ("", "fa")],
)
def test_persian_is_given_to_whoever_reads_it_at_all(client, accepts, language):
    response = client.get("/", headers={"accept-language": accepts})
    assert response["Content-Language"] == language


def test_a_choice_of_language_is_kept_and_beats_the_browser(client):
    response = client.post("/preferences/", {"language": "en", "next": "/"})
    assert (response.status_code, response["Location"]) == (303, "/")
    page = client.get("/", headers={"accept-language": "fa"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page


def test_choices_add_up_and_unknown_ones_are_ignored(client):
    client.post("/preferences/", {"language": "en"})
    client.post("/preferences/", {"calendar": "jalali"})
    client.post("/preferences/", {"theme": "purple", "digits": "latin"})
    assert client.cookies["reader"].value == "en.jalali.latin."


def test_nobody_is_sent_to_another_site(client):
    response = client.post("/preferences/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_the_first_page_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


def test_an_unknown_address_says_so_with_a_way_on(client):
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert 'href="/track/"' in response.content.decode()
    assert response["X-Request-Id"] in response.content.decode()


def test_pages_forbid_inline_scripts_and_styles_and_have_none(client):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert " style=" not in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_staff_read_in_the_language_of_their_profile_until_they_choose(client, cast):
    cast.alice.language = "en"
    cast.alice.save()
    client.force_login(cast.alice.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    english = client.get("/", headers={"accept-language": "fa"})
    assert english["Content-Language"] == "en"
    assert '<html lang="en" dir="ltr"' in english.content.decode()
    client.post("/preferences/", {"language": "fa"})
    assert client.get("/")["Content-Language"] == "fa"


def test_a_member_of_staff_who_looks_at_the_portal_is_a_guest_there(client, cast):
    client.force_login(cast.alice.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/me/").templates[0].name == "portal/me/enter.html"


def test_a_choice_of_staff_keeps_the_language_in_the_profile(client, cast):
    client.force_login(cast.alice.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/preferences/", {"language": "en"})
    del client.cookies["reader"]
    assert client.get("/", headers={"accept-language": "fa"})["Content-Language"] == "en"
    client.post("/preferences/", {"theme": "dark"})
    cast.alice.refresh_from_db()
    assert cast.alice.language == "en"


@pytest.mark.parametrize("address", ["/", "/desk/"])
def test_every_choice_is_in_reach_on_every_door(client, cast, address):
    client.force_login(cast.alice.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(address).content.decode()
    for name, values in CHOICES.items():
        for value in values:
            assert f'name="{name}" value="{value}"' in page
