"""Whoever may not see how to reach customers finds a number behind no door at all, nor in the API or an export."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from sepas.kernel.clock import now
from sepas.parties.actions.custom_roles import create_role
from sepas.parties.actions.roles import assign_role
from sepas.parties.actions.tokens import issue_token
from sepas.parties.models import Customer
from sepas.parties.roles import FIELD_PERMISSIONS, PERMISSIONS, TOKEN_SCOPES
from tests.access_table.requests import BODIES
from tests.access_table.test_access_table import rows
from tests.access_table.world import World, make_world
from tests.cast import MARYAM, REZA, actor_of, make_cast, make_staff

EMAIL, STREET = "maryam.secret@example.com", "کوچهٔ نسترن، پلاک ۱۲"
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
NEEDLES = (*(number[3:] for number in (MARYAM, REZA)), EMAIL, STREET)
"""Numbers without the country's prefix, since they are written with and without it."""
NOT_HERE = ("t/", "s/", "me/", "media/")
"""A customer's own pages, by a secret or a code that nobody at work is given."""


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        made = make_world(make_cast())
        _blind(made)
        yield made


def _blind(world: World) -> None:
    """Nader may do everything but see fields; so may the program `blind`."""
    adam, moment, sard = actor_of("adam"), now(), world.cast.sard
    role = create_role(
        adam,
        organisation=sard,
        name_fa="همه‌کارهٔ بی‌شماره",
        based_on="administrator",
        permissions=sorted(PERMISSIONS - FIELD_PERMISSIONS),
        now=moment,
    )
    nader = make_staff(sard, "nader", "نادر نابینا")
    assign_role(adam, staff=nader, role=role.key, now=moment)
    world.cast.nader = nader  # type: ignore[attr-defined]
    made = issue_token(
        adam, organisation=sard, name="blind", scopes=TOKEN_SCOPES, hides=FIELD_PERMISSIONS, now=moment
    )
    world.tokens["blind"] = made.raw
    Customer.objects.unscoped("test").filter(mobile=MARYAM).update(email=EMAIL, address=STREET)


def _asked(world: World, client: Client, route: str, **more: Any) -> tuple[int, str]:
    body = BODIES.get(f"GET {route}", {})
    sent = (body(world) if callable(body) else body) | more
    cache.clear()
    with transaction.atomic():
        answer = client.get(world.address_of(route), sent)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, content.decode("utf-8", "replace").translate(DIGITS)


def _found(text: str) -> list[str]:
    bare = "".join(text.replace("-", "").split())
    return [needle for needle in NEEDLES if "".join(needle.translate(DIGITS).split()) in bare]


ROUTES = [route for method, route, _cells in rows() if method == "GET" and not route.startswith(NOT_HERE)]


def test_no_page_shows_it(world: World) -> None:
    pages = [route for route in ROUTES if not route.startswith("api/")]
    client, shown, read = world.client_of("nader"), {}, 0
    for route in pages:
        status, text = _asked(world, client, route)
        read += status == 200
        if found := _found(text):
            shown[route] = found
    assert shown == {}
    assert read > 40


@pytest.mark.parametrize("words", ["مریم", "رضا"])
@pytest.mark.parametrize("route", ["desk/", "desk/search/", "desk/customers/", "desk/cases/new/"])
def test_no_search_shows_it(world: World, route: str, words: str) -> None:
    status, text = _asked(world, world.client_of("nader"), route, q=words)
    assert (status, _found(text)) == (200, [])


def test_no_answer_of_the_api_has_it(world: World) -> None:
    client, shown, read = world.client_of("blind"), {}, 0
    for route in ROUTES:
        if not route.startswith("api/"):
            continue
        status, text = _asked(world, client, route)
        read += status == 200
        if found := _found(text):
            shown[route] = found
    assert shown == {}
    assert read > 10


def test_others_see_it_where_it_belongs(world: World) -> None:
    for person, route in (("adam", "desk/customers/<int:pk>/"), ("token", "api/v1/customers/<pk>")):
        _status, text = _asked(world, world.client_of(person), route)
        assert set(_found(text)) >= {MARYAM[3:], EMAIL}, route


def test_a_masked_number_is_known_by_its_beginning_and_end(world: World) -> None:
    _status, text = _asked(world, world.client_of("nader"), "desk/customers/<int:pk>/")
    assert "0912 ••• ••01" in text
