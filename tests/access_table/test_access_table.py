"""Every door, every kind of person, the expected answer: `table.txt`. A route without a row fails.

The words of the table: `ok` let in and answered (2xx, or sent on after a POST); `login` sent to sign in; `401` no valid token;
`no` refused with a reason; `none` told that there is nothing; `bad` let in, but this request has no sense for them.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from tests.access_table.requests import BODIES, PREPARE
from tests.access_table.world import PEOPLE, World, make_world
from tests.cast import Cast

TABLE = Path(__file__).parent / "table.txt"
OTHERS = ("accounts/",)
"""Addresses of the sign-in library; `tests/web` tries those that we change."""


def rows() -> list[tuple[str, str, dict[str, str]]]:
    """(method, route, person → expected word)."""
    found = []
    for line in TABLE.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        method, route, *cells = line.split()
        assert len(cells) == len(PEOPLE), f"{method} {route} needs {len(PEOPLE)} cells, has {len(cells)}"
        found.append((method, "" if route == "/" else route, dict(zip(PEOPLE, cells, strict=True))))
    return found


def routes() -> set[str]:
    """Every address of the product, as its pattern."""

    def walk(patterns: list[Any], before: str = "") -> Any:
        for item in patterns:
            here = before + str(item.pattern)
            if isinstance(item, URLPattern):
                yield here
            else:
                yield from walk(item.url_patterns, here)

    return {route for route in walk(get_resolver().url_patterns) if not route.startswith(OTHERS)}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    listed = {route for _method, route, _cells in rows()}
    assert routes() - listed == set(), "routes without a row in table.txt"
    assert listed - routes() == set(), "rows without a route"


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world(cast)


@pytest.mark.parametrize(
    ("method", "route", "expected"), rows(), ids=[f"{method} {route or '/'}" for method, route, _cells in rows()]
)
def test_each_person_gets_the_expected_answer(
    world: World, method: str, route: str, expected: dict[str, str]
) -> None:
    found = {person: answer(world, person, method, route) for person in PEOPLE}
    assert found == expected


def answer(world: World, person: str, method: str, route: str) -> str:
    """What this person gets, as a word of the table; what they did is undone."""
    with transaction.atomic():
        for step in PREPARE.get(f"{method} {route}", ()):
            world.prepare(step)
        client = world.client_of(person)
        address = world.address_of(route)
        if method == "GET":
            response = client.get(address, BODIES.get(f"GET {route}", {}))
        else:
            body = BODIES[f"{method} {route}"]
            sent = body(world) if callable(body) else body
            if route.startswith("api/"):
                response = client.post(address, json.dumps(sent), content_type="application/json")
            else:
                response = client.post(address, {"once": f"table-{person}-{route}"[:30].ljust(24, "x"), **sent})
        word = word_of(response)
        transaction.set_rollback(True)
    world.case.refresh_from_db()
    return word


def word_of(response: Any) -> str:
    status = response.status_code
    if status in {301, 302, 303}:
        return "login" if "/accounts/login" in response["Location"] else "ok"
    if status < 300:
        return "ok"
    return {401: "401", 403: "no", 404: "none"}.get(status, "bad" if status in {400, 409, 422} else str(status))
