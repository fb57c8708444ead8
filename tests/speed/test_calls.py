"""How much Python the pages that staff live in run: calls of functions, which are the same on every machine.

Bounds have a fifth of room. Whoever needs more raises them knowingly: at some 0.4 µs a call, and what it does besides.
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.template import Template
from django.test import Client

from sepas.kernel import clock
from tests.cases.world import World
from tests.cast import Cast
from tests.web.desk.rows import make_case, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the copies that a test client keeps of whatever templates were rendered with."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


def calls(act: Callable[[], Any]) -> int:
    """Calls of Python functions within `act`."""
    found = 0

    def count(_frame: Any, event: str, _arg: Any) -> None:
        nonlocal found
        found += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return found


def asked(client: Client, path: str) -> int:
    """Of a page that was asked for before, as it is of a server that runs."""
    for _time in range(2):
        assert client.get(path).status_code == 200
    return calls(lambda: client.get(path))


def test_the_inbox_is_cheap_and_so_is_each_of_its_rows(client: Client, cast: Cast) -> None:
    now = clock.now()
    sign_in(client, "alice")
    make_case(cast, now=now, assignee=cast.bob)
    empty = asked(client, "/desk/")
    for number in range(49):
        due = now + timedelta(days=number - 20)
        make_case(cast, now=now, opened=timedelta(minutes=number), assignee=cast.bob, next_due_at=due)
    full = asked(client, "/desk/")
    assert empty < INBOX, empty
    assert (full - empty) / 49 < INBOX_ROW, full


def test_the_page_of_a_case_is_cheap(client: Client, world: World) -> None:
    case = world.open(unit=world.phone)
    sign_in(client, "alice")
    assert asked(client, f"/desk/cases/{case.code}/") < CASE


INBOX = 14_000
INBOX_ROW = 320
CASE = 94_000
