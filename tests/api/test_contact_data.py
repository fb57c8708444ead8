"""Names and numbers of customers, and links that stand for them, are for tokens with `customers.view`."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from sepas.cases.actions.reply import reply_to_case
from sepas.cases.models import Case
from sepas.cases.queries.one import link_holder
from sepas.parties.models import Customer
from sepas.parties.roles import TOKEN_SCOPES
from sepas.webhooks.models import Endpoint
from tests.access_table.test_access_table import rows
from tests.access_table.world import World, make_world
from tests.api.conftest import Caller
from tests.cast import MARYAM, NOW, REZA, STRANGER, Cast

BLIND = TOKEN_SCOPES - {"customers.view"}
NAME = "مریم آزمون‌پور"
CITY = "شهر آزمون"


@pytest.fixture
def world(cast: Cast, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    world = make_world(cast)
    Customer.objects.unscoped("test").filter(pk=cast.maryam.pk).update(
        name=NAME, city=CITY, email="m@example.ir"
    )
    case = Case.objects.unscoped("test").get(pk=world.case.pk)
    reply_to_case(link_holder(case), case=case, body="کی می‌آیید؟", now=NOW)
    return world


def places(world: World) -> list[str]:
    """Every address that a program reads by GET, but the bytes of a file."""
    found = [route for method, route, cells in rows() if method == "GET" and cells["token"] == "ok"]
    found = [
        route
        for route in found
        if route.startswith(("api/v1/", "api/tmf621/")) and "attachments" not in route
    ]
    return [world.address_of(route) for route in found]


def told(raw: str, address: str) -> str:
    """Status and body, whatever kind it is."""
    query = {"state": "all"} if address == "/api/v1/cases" else {}
    answer = Client(headers={"authorization": f"Bearer {raw}", "accept-language": "en"}).get(address, query)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "json" in answer["Content-Type"]:
        body = json.dumps(json.loads(body), ensure_ascii=False).encode()
    return f"{answer.status_code} {body.decode(errors='replace')}"


def secrets(world: World) -> list[str]:
    numbers = [number.removeprefix("+98") for number in (MARYAM, REZA, STRANGER)]
    return [*numbers, NAME, CITY, "m@example.ir", world.case.secret]


def test_no_read_tells_them_to_a_token_without_the_scope(world: World, token_of: Callable[..., str]) -> None:
    blind, addresses = token_of(scopes=BLIND), places(world)
    assert len(addresses) > 20
    leaks = {
        address: [text for text in secrets(world) if text in told(blind, address)] for address in addresses
    }
    assert {address: found for address, found in leaks.items() if found} == {}


def test_the_same_reads_tell_them_with_the_scope(world: World, token_of: Callable[..., str]) -> None:
    seeing = token_of()
    telling = {address for address in places(world) if MARYAM in told(seeing, address)}
    code = world.case.code
    assert telling == {
        "/api/v1/cases",
        f"/api/v1/cases/{code}",
        "/api/v1/customers",
        f"/api/v1/customers/{world.cast.maryam.pk}",
        "/api/v1/messages",
        "/api/tmf621/v4/troubleTicket",
        f"/api/tmf621/v4/troubleTicket/{code}",
    }
    assert NAME in told(seeing, f"/api/v1/cases/{code}/timeline")


def test_writing_tells_nothing_that_was_known_before(world: World, token_of: Callable[..., str]) -> None:
    blind = Caller(token_of(scopes=BLIND))
    status, case = blind.post("/cases", {"kind": "advice", "description": "چطور؟", "mobile": MARYAM})
    assert (status, case["customer"]) == (201, None)
    assert case["tracking_url"]  # whoever opens a case hands its link to the customer
    status, moved = blind.post(f"/cases/{world.case.code}/replies", {"body": "فردا"})
    assert (status, moved["customer"], moved["tracking_url"]) == (200, None, None)
    status, customer = blind.post("/customers", {"mobile": MARYAM, "name": "کسی"})
    assert (status, customer["name"], customer["city"], customer["email"]) == (201, "کسی", "", "")
    assert blind.send("PATCH", f"/customers/{world.cast.maryam.pk}", {"city": "قم"})[0] == 404


def test_a_webhook_does_not_tell_more_than_its_maker_may_see(
    world: World, token_of: Callable[..., str]
) -> None:
    blind = Caller(token_of(scopes=BLIND))
    new = {"name": "w", "url": "https://hooks.example.com/in", "events": ["case.opened"]}
    before = Endpoint.objects.unscoped("test").count()
    status, body = blind.post("/webhooks", {**new, "details": True})
    assert (status, body["data"]) == (403, {"permission": "customers.view"})
    assert Endpoint.objects.unscoped("test").count() == before
    status, bare = blind.post("/webhooks", new)
    assert status == 201
    assert blind.send("PATCH", f"/webhooks/{bare['id']}", {"details": True})[0] == 403
    _status, full = Caller(token_of()).post("/webhooks", {**new, "details": True})
    assert blind.send("PATCH", f"/webhooks/{full['id']}", {"url": "https://mine.example.com/"})[0] == 403
    assert blind.send("PATCH", f"/webhooks/{full['id']}", {"details": False, "name": "bare"})[0] == 200


def test_nothing_is_taken_out_by_whoever_may_not_see_customers(
    token_of: Callable[..., str], cast: Cast
) -> None:
    blind = Caller(token_of(scopes=BLIND))
    status, body = blind.post("/exports", {"what": "cases"})
    assert (status, body["data"]) == (403, {"permission": "customers.view"})
    status, export = Caller(token_of()).post("/exports", {"what": "cases"})
    assert status == 202
    assert blind.get(f"/exports/{export['id']}")[0] == 403
    assert Client(headers=blind.headers).get(f"/api/v1/exports/{export['id']}/file").status_code == 403
