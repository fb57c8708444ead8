"""Keys of programs in the office: bound to networks, warned of before they end, told in words."""

from datetime import timedelta

from sepas.kernel.clock import now
from sepas.parties.models import ApiToken
from tests.web.office.test_changes import rows, send, sign_in

ENGLISH = {"accept-language": "en"}
FORM = {"name": "فروشگاه", "scopes": ["cases.view"], "lives": "90"}


def test_a_token_is_bound_to_the_networks_that_were_written(client, world):
    sign_in(client, "adam")
    answer = send(
        client, "/office/tokens/", {**FORM, "networks": "203.0.113.7، ۱۹۸.۵۱.۱۰۰.۰/24,\n2001:db8::/32"}
    )
    assert answer.status_code == 200
    (token,) = rows(ApiToken)
    assert token.networks == ["203.0.113.7/32", "198.51.100.0/24", "2001:db8::/32"]
    page = client.get("/office/tokens/", headers=ENGLISH).content.decode()
    assert all(network in page for network in token.networks)
    raw = answer.context["secret"]
    headers = {"authorization": f"Bearer {raw}"}
    assert client.get("/api/v1/cases", headers=headers).status_code == 401
    assert client.get("/api/v1/cases", headers=headers, REMOTE_ADDR="198.51.100.9").status_code == 200


def test_what_is_no_network_is_said_beside_its_field_and_nothing_is_issued(client, world):
    sign_in(client, "adam")
    answer = send(client, "/office/tokens/", {**FORM, "networks": "203.0.113.7 shop.example"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="error_networks"' in page
    assert "203.0.113.7 shop.example" in page
    assert rows(ApiToken) == []


def test_a_token_that_ends_soon_is_warned_of(client, world):
    sign_in(client, "adam")
    send(client, "/office/tokens/", FORM)
    page = client.get("/office/tokens/", headers=ENGLISH)
    assert page.context["ending"] == []
    assert "These tokens end soon" not in page.content.decode()
    for left, warned in (
        (timedelta(days=13), True),
        (timedelta(days=15), False),
        (-timedelta(hours=1), False),
    ):
        ApiToken.objects.unscoped("test").update(expires_at=now() + left)
        page = client.get("/office/tokens/", headers=ENGLISH)
        assert bool(page.context["ending"]) is warned
        assert ("These tokens end soon" in page.content.decode()) is warned
    ApiToken.objects.unscoped("test").update(expires_at=now() + timedelta(days=3), revoked_at=now())
    assert client.get("/office/tokens/").context["ending"] == []


def test_every_scope_is_told_in_words_beside_its_code(client, world):
    page = sign_in(client, "adam").get("/office/tokens/", headers=ENGLISH).content.decode()
    assert 'Answer customers <bdi class="code soft small" dir="ltr">cases.reply</bdi>' in page
