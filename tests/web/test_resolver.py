"""The resolver of scanned codes and the public page of a product: links for everybody, an owner for nobody."""

import json
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.assets.made import SOLD, make_model, make_unit
from tests.warranty.made import gold, make_guarantee, make_registration

pytestmark = pytest.mark.django_db

GTIN = "09506000134352"
LINKSET = "application/linkset+json"
GS1 = "https://gs1.org/voc/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def model(cast):
    return make_model(cast.sard, gtin=GTIN, manual_url="https://sard.example/manual.pdf")


@pytest.fixture
def unit(cast, model):
    made = make_unit(model, "SR-1405-0007", owner=cast.maryam, sold_on=SOLD)
    make_registration(made, cast.maryam, purchased_on=SOLD, starts_on=SOLD)
    return made


def data_of(response) -> dict:
    block = response.content.decode().split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(block)


@pytest.mark.parametrize("written", [GTIN, "9506000134352", "۹۵۰۶۰۰۰۱۳۴۳۵۲"])
def test_a_scanned_product_leads_to_its_page(client, model, written):
    response = client.get(f"/01/{written}")
    assert response.status_code == 307
    assert response["Location"] == f"{settings.BASE_URL}/p/{GTIN}/"
    assert response["Link"] == (
        f'<{settings.BASE_URL}/01/{GTIN}?linkType=all>; rel="linkset"; type="application/linkset+json"'
    )
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("serial", ["SR-1405-0007", "A/B 7", "سرد-۷"])
def test_a_scanned_unit_leads_to_its_page_whatever_signs_its_serial_has(client, model, serial):
    response = client.get(f"/01/{GTIN}/21/{quote(serial, safe='')}")
    assert response["Location"] == f"{settings.BASE_URL}/p/{GTIN}/{quote(serial, safe='')}/"
    page = client.get(response["Location"].removeprefix(settings.BASE_URL))
    assert page.status_code == 200
    assert data_of(page)["serialNumber"] == serial


@pytest.mark.parametrize(("asked", "address"), [
    ("gs1:registerProduct", "/register/?serial=SR-1405-0007"), ("registerProduct", "/register/?serial=SR-1405-0007"),
    (GS1 + "serviceInfo", "/request/?serial=SR-1405-0007"), ("gs1:instructions", "https://sard.example/manual.pdf"),
    ("gs1:recipeInfo", f"/p/{GTIN}/SR-1405-0007/"),
])  # fmt: skip
def test_a_kind_of_link_leads_there_and_an_unknown_kind_to_the_page(client, model, asked, address):
    response = client.get(f"/01/{GTIN}/21/SR-1405-0007", {"linkType": asked})
    wanted = address if address.startswith("https:") else settings.BASE_URL + address
    assert (response.status_code, response["Location"]) == (307, wanted)


@pytest.mark.parametrize(
    "how", [{"query": {"linkType": "all"}}, {"query": {"linkType": "linkset"}}, {"accept": LINKSET}]
)
def test_all_links_are_told_as_a_linkset(client, model, how):
    headers = {"accept-language": "en"} | ({"accept": how["accept"]} if "accept" in how else {})
    response = client.get(f"/01/{GTIN}/21/SR-7", how.get("query", {}), headers=headers)
    assert (response.status_code, response["Content-Type"]) == (200, LINKSET)
    [entry] = response.json()["linkset"]
    assert entry["anchor"] == f"{settings.BASE_URL}/01/{GTIN}/21/SR-7"
    assert entry["itemDescription"] == "Sample fridge"
    page = f"{settings.BASE_URL}/p/{GTIN}/SR-7/"
    assert [link["href"] for link in entry[GS1 + "defaultLink"]] == [page]
    links = {name.removeprefix(GS1): told for name, told in entry.items() if name.startswith(GS1)}
    assert {name: [link["href"] for link in told] for name, told in links.items()} == {
        "defaultLink": [page],
        "pip": [page],
        "registerProduct": [f"{settings.BASE_URL}/register/?serial=SR-7"],
        "serviceInfo": [f"{settings.BASE_URL}/request/?serial=SR-7"],
        "instructions": ["https://sard.example/manual.pdf"],
    }


@pytest.mark.parametrize("path", [
    "/01/09506000134369", "/01/09506000134353", "/01/123", "/01/abc", "/p/09506000134369/", "/p/09506000134353/S/",
])  # fmt: skip
def test_a_code_that_nobody_here_has_or_that_is_wrong_is_not_found(client, model, path):
    assert client.get(path).status_code == 404


def test_what_two_companies_guarantee_is_shown_with_the_other_one_a_tap_away(client, cast, model):
    make_model(cast.rival, "RV-1", name_en="Same fridge from rival", gtin=GTIN)
    first = client.get(f"/p/{GTIN}/", headers=ENGLISH)
    assert first.context["model"].organisation == cast.sard
    assert f'href="?company={cast.rival.slug}"' in first.content.decode()
    second = client.get(f"/p/{GTIN}/", {"company": cast.rival.slug}, headers=ENGLISH)
    assert second.context["model"].organisation == cast.rival
    assert data_of(second)["name"] == "Same fridge from rival"


def test_a_lost_unit_of_one_company_is_not_said_to_be_lost_of_another(client, cast, model):
    make_unit(make_model(cast.rival, "RV-1", gtin=GTIN), "SR-9", lost_on=SOLD)
    assert client.get(f"/p/{GTIN}/SR-9/").context["lost"] is False
    assert client.get(f"/p/{GTIN}/SR-9/", {"company": cast.rival.slug}).context["lost"] is True


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_page_is_the_same_for_a_unit_with_an_owner_and_for_one_that_nobody_has(
    client, cast, unit, language
):
    """Neither an owner nor whether a serial is on file can be read from it."""

    def page(serial: str) -> str:
        body = client.get(f"/p/{GTIN}/{serial}/", headers={"accept-language": language}).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body).replace(serial, "SERIAL")

    owned, nobodys = page(unit.serial), page("SR-1405-9999")
    assert owned == nobodys
    for secret in (cast.maryam.name, cast.maryam.mobile, cast.maryam.mobile[-10:]):
        assert secret not in owned


def test_the_page_of_a_lost_unit_warns_and_does_not_say_whose_it_is(client, cast, unit):
    type(unit).objects.unscoped("test").filter(pk=unit.pk).update(lost_on=SOLD)
    body = client.get(f"/p/{GTIN}/{unit.serial}/", headers=ENGLISH).content.decode()
    assert "Do not buy it" in body
    assert cast.maryam.name not in body
    assert cast.maryam.mobile[-10:] not in body


def test_the_promises_are_there_for_programs_in_schema_orgs_words(client, cast, model):
    make_guarantee(cast.sard, gold(), models=(model,))
    data = data_of(client.get(f"/p/{GTIN}/", headers=ENGLISH))
    assert (data["@type"], data["gtin14"], data["brand"]["name"]) == ("Product", GTIN, "سرد")
    promises = {row["name"]: row["durationOfWarranty"] for row in data["hasWarrantyPromise"]}
    assert promises["Sard gold guarantee"] == {"@type": "QuantitativeValue", "value": 36, "unitCode": "MON"}
    assert data["offers"]["warranty"] == data["hasWarrantyPromise"]


def test_a_name_cannot_break_out_of_the_block_of_data(client, cast):
    make_model(cast.sard, "X-1", name_en="</script><script>alert(1)</script>&", gtin="09506000134376")
    body = client.get("/p/09506000134376/", headers=ENGLISH)
    assert b"<script>alert" not in body.content
    assert data_of(body)["name"] == "</script><script>alert(1)</script>&"


def test_few_reads_however_many_units(client, model, django_assert_max_num_queries):
    client.get(f"/p/{GTIN}/SR-1/")
    with django_assert_max_num_queries(6):
        client.get(f"/p/{GTIN}/SR-1/")
