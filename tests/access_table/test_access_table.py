"""Every door, every kind of person, the expected answer: `table.txt`. A route without a row fails.

The words of the table: `ok` let in and answered (2xx, or sent on after a POST); `login` sent to sign in; `401` no valid
token; `no` refused with a reason; `none` told that there is nothing; `bad` let in, but it makes no sense there.
"""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.urls import URLPattern, get_resolver

from tests.access_table.requests import BODIES, PREPARE
from tests.access_table.world import PEOPLE, World, make_world
from tests.cast import make_cast

TABLE = Path(__file__).parent / "table.txt"
OTHERS = ("accounts/",)
"""Addresses of the sign-in library; `tests/web_accounts` tries those that we change."""
FILES = {"static/<path>", "media/<path>"}
"""Not addresses of the product but of what stands around it."""
Row = tuple[str, str, dict[str, str]]


def rows() -> list[Row]:
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

    def walk(patterns: list[Any], before: str = "") -> Iterator[str]:
        for item in patterns:
            here = before + str(item.pattern)
            if isinstance(item, URLPattern):
                yield here
            else:
                yield from walk(item.url_patterns, here)

    return {route for route in walk(get_resolver().url_patterns) if not route.startswith(OTHERS)}


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield make_world(make_cast())


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    listed = {route for _method, route, _cells in rows()}
    assert (routes() | FILES) - listed == set(), "routes without a row in table.txt"
    assert listed - routes() - FILES == set(), "rows without a route"


def test_no_row_is_there_twice() -> None:
    keys = [(method, route) for method, route, _cells in rows()]
    assert [key for key, same in itertools.groupby(sorted(keys)) if len(list(same)) > 1] == []


def test_every_method_that_a_route_answers_has_a_row(world: World) -> None:
    """A method that no door knows is answered with those that it knows."""
    adam, missing = world.client_of("adam"), []
    for route in sorted(routes()):
        listed = {method for method, known, _cells in rows() if known == route}
        with transaction.atomic():
            response = adam.generic("TRACE", world.address_of(route))
            transaction.set_rollback(True)
        allowed = {word.strip() for word in response.get("Allow", "").split(",")} - {"", "HEAD", "OPTIONS"}
        if response.status_code == 405 and allowed != listed:
            missing.append((route, sorted(allowed), sorted(listed)))
    assert missing == []


@pytest.mark.parametrize(
    ("method", "route", "expected"),
    rows(),
    ids=[f"{method} {route or '/'}" for method, route, _cells in rows()],
)
def test_each_person_gets_the_expected_answer(
    world: World, method: str, route: str, expected: dict[str, str]
) -> None:
    found = {person: answer(world, person, method, route) for person in PEOPLE}
    different = [
        f"{who}: {found[who]}, expected {expected[who]}" for who in PEOPLE if found[who] != expected[who]
    ]
    assert different == []


def answer(world: World, person: str, method: str, route: str) -> str:
    """What this person gets, as a word of the table; what they did is undone."""
    cache.clear()
    name = f"{method} {route}"
    body = BODIES.get(name, {})
    sent = body(world) if callable(body) else body
    with transaction.atomic():
        if name in PREPARE:
            world.prepare(PREPARE[name])
        client, address = world.client_of(person), world.address_of(route)
        if method == "GET":
            response = client.get(address, sent)
        elif any(hasattr(value, "read") for value in sent.values()):
            response = client.post(address, sent)
        elif route.startswith("api/"):
            response = client.generic(method, address, json.dumps(sent), content_type="application/json")
        else:
            response = client.post(address, {"once": f"a-form-of-{person}".ljust(24, "x"), **sent})
        word = word_of(response)
        word = word_of(response)
        if response.streaming:
            list(response.streaming_content)
        transaction.set_rollback(True)
    return word


def word_of(response: Any) -> str:
    status = response.status_code
    if status in {301, 302, 303, 307}:
        return "login" if "/accounts/login" in response["Location"] else "ok"
    if status < 300:
        return "ok"
    return {401: "401", 403: "no", 404: "none"}.get(
        status, "bad" if status in {400, 409, 422} else str(status)
    )
