"""Every page of the office: who may see it, what it shows, and that rows do not multiply queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas import rules
from sepas.web.office.parameters import WORDS
from tests.cast import NOW, make_branch, make_staff
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
PAGES = [
    "/office/branches/",
    "/office/days/",
    "/office/staff/",
    "/office/promises/",
    "/office/guarantees/",
    "/office/models/",
    "/office/packs/",
]
every_page = pytest.mark.parametrize("address", PAGES)


@every_page
@pytest.mark.parametrize("language", ["fa", "en"])
def test_everybody_who_works_here_may_read_it(client, world, address, language):
    assert sign_in(client, "bob").get(address, headers={"accept-language": language}).status_code == 200


@every_page
def test_a_stranger_is_asked_to_sign_in(client, world, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


@every_page
def test_another_company_reads_only_its_own(client, world, address):
    page = sign_in(client, "mallory").get(address).content.decode()
    for ours in ("شعبهٔ اصفهان", "الهام احمدی", "یخچال فریزر سرد ۵۰۰"):
        assert ours not in page


def test_another_company_finds_no_branch_of_ours(client, world):
    assert sign_in(client, "mallory").get(f"/office/branches/{world.tehran.pk}/").status_code == 404


def test_tokens_are_for_administrators_and_others_are_told_so(client, world):
    response = sign_in(client, "alice").get("/office/tokens/", headers=ENGLISH)
    assert response.status_code == 403
    assert "Issue and revoke API tokens" in response.content.decode()
    assert 'href="/office/tokens/"' not in client.get("/office/staff/").content.decode()


@pytest.mark.parametrize("pack", rules.standard_library().packs, ids=lambda pack: f"{pack.id}-{pack.version}")
def test_a_pack_is_read_with_every_provision_and_its_citation(client, world, pack):
    page = sign_in(client, "bob").get(f"/office/packs/{pack.id}/{pack.version}/", headers=ENGLISH)
    assert page.status_code == 200
    shown = page.context["provisions"]
    assert [item["row"].id for item in shown] == [provision.id for provision in pack.provisions]
    assert len(page.context["parameters"]) == len(pack.parameters)


def test_where_sources_conflict_both_values_are_shown(client, world):
    client.cookies["reader"] = "en..."
    page = sign_in(client, "bob").get("/office/packs/ir.vehicle.remedies/1395.1/")
    counting = next(item for item in page.context["parameters"] if item["name"] == "light_counting")
    assert counting["value"] == WORDS["from_day_1"]
    assert [other["value"] for other in counting["alternatives"]] == [WORDS["excess_only"]]
    assert "only the days in excess" in page.content.decode()
    assert "By analogy with the other account" in page.content.decode()


def test_an_unknown_pack_is_not_found(client, world):
    assert sign_in(client, "bob").get("/office/packs/no.such/1/").status_code == 404


@pytest.mark.parametrize("address", ["/office/branches/", "/office/staff/"])
def test_many_rows_cost_as_many_queries_as_few(client, world, address):
    sign_in(client, "adam")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(12):
        branch = make_branch(world.sard, f"place-{number}", f"شعبهٔ {number}", parent=world.tehran)
        make_staff(world.sard, f"person{number}", f"همکار {number}", "agent", at=branch)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_todays_hours_of_a_branch_are_in_its_readers_time(client, world, monkeypatch):
    monkeypatch.setattr("sepas.kernel.clock.now", lambda: NOW)
    page = sign_in(client, "bob").get("/office/branches/", headers=ENGLISH).content.decode()
    assert "08:30 – 12:30" in page
