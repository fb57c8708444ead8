"""The stream as a browser meets it, without a server: who gets in, what it says, where it goes on."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from sepas.cases.actions.reply import reply_to_case
from sepas.web.live import app, hub, news
from tests.cases.world import make_world
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """Takes down what the stream says and goes away after `patience` seconds or once `enough` was said."""

    def __init__(self, enough=b"", patience=3.0):
        self.status, self.headers, self.body = 0, {}, b""
        self.enough, self.patience = enough, patience
        self.leave = asyncio.Event()

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message["body"]
            if self.enough and self.enough in self.body:
                self.leave.set()

    async def receive(self):
        await asyncio.wait([asyncio.ensure_future(self.leave.wait())], timeout=self.patience)
        return {"type": "http.disconnect"}


def visit(cookie="", *, path="/live/", method="GET", enough=b"", meanwhile=None, **headers):
    async def go():
        app.hub = hub.Hub()
        browser = Browser(enough)
        sent = {"cookie": cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {
            "type": "http", "path": path, "method": method,
            "headers": [(name.encode(), value.encode()) for name, value in sent.items() if value],
        }  # fmt: skip
        served = asyncio.ensure_future(app.application(scope, browser.receive, browser.send))
        if meanwhile:
            while not app.hub.streams and not served.done():
                await asyncio.sleep(0.01)
            await app.hub.ask(meanwhile)
        await served
        await app.hub.ask(_close)
        app.hub.thread.shutdown()
        return browser

    # In a thread of its own: a test in a browser may have left an event loop running in this one.
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, go()).result()


def _close():
    from django.db import connections

    connections.close_all()


@pytest.fixture
def world(committed_cast, monkeypatch):
    monkeypatch.setattr(hub, "EVERY", 0.05)
    monkeypatch.setattr(app, "BEAT", 0.2)
    return make_world(committed_cast)


@pytest.fixture
def cookie(world, client):
    client.force_login(world.staff("alice").user)
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.mark.parametrize(("given", "status"), [
    ({"path": "/"}, 404), ({"method": "POST"}, 405), ({"cookie": ""}, 403), ({"origin": "https://evil.example"}, 403),
])  # fmt: skip
def test_it_is_closed_to_everybody_else(world, cookie, given, status):
    assert visit(**{"cookie": cookie, **given}).status == status


def test_a_change_is_told_within_a_moment_and_says_nothing_of_its_words(world, cookie):
    case = world.open()
    seen = visit(
        cookie,
        enough=b"case.replied",
        meanwhile=lambda: reply_to_case(world.actor("maryam"), case=case, body="کجایید؟", now=NOW),
    )
    assert seen.status == 200
    assert seen.headers["content-type"].startswith("text/event-stream")
    assert f'"code": "{case.code}"'.encode() in seen.body
    assert "کجایید".encode() not in seen.body


def test_a_broken_stream_goes_on_where_it_was(world, cookie):
    world.open()
    reader = news.Reader()
    reader.begin()
    case = world.open()
    seen = visit(cookie, enough=case.code.encode(), last_event_id=str(reader.last))
    assert seen.body.count(b"case.opened") == 1


def test_an_idle_stream_says_that_it_is_there(world, cookie):
    assert b": here" in visit(cookie, enough=b": here").body


def open_tabs(*cookies):
    """Tabs opened one after the other; all of them, after the last heard that it is there."""

    async def go():
        app.hub = hub.Hub()
        tabs = [Browser(patience=30) for _cookie in cookies]
        served = []
        for tab, cookie in zip(tabs, cookies, strict=True):
            scope = {
                "type": "http", "path": "/live/", "method": "GET", "headers": [(b"cookie", cookie.encode())],
            }  # fmt: skip
            served.append(asyncio.ensure_future(app.application(scope, tab.receive, tab.send)))
            while b"retry" not in tab.body and not served[-1].done():
                await asyncio.sleep(0.01)
        await asyncio.wait_for(_heard(tabs[-1], served[-1]), 5)
        open_now = [not each.done() for each in served]
        for tab in tabs:
            tab.leave.set()
        await asyncio.gather(*served)
        assert not app.hub.streams
        await app.hub.ask(_close)
        app.hub.thread.shutdown()
        return tabs, open_now

    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, go()).result()


async def _heard(tab, served):
    while b": here" not in tab.body and not served.done():
        await asyncio.sleep(0.01)


def test_the_newest_tab_takes_the_place_of_the_oldest(world, cookie, monkeypatch):
    monkeypatch.setattr(hub, "MOST_OF_ONE", 2)
    tabs, open_now = open_tabs(cookie, cookie, cookie)
    assert [tab.status for tab in tabs] == [200, 200, 200]
    assert open_now == [False, True, True]
    assert [tab.body.count(b"event: replaced\n") for tab in tabs] == [1, 0, 0]
    assert tabs[0].body.endswith(hub.REPLACED)


@pytest.fixture
def other(world):
    client = Client()
    client.force_login(world.staff("bob").user)
    return f"sessionid={client.cookies['sessionid'].value}"


def test_nobody_loses_a_tab_to_somebody_else(cookie, other, monkeypatch):
    monkeypatch.setattr(hub, "MOST_OF_ONE", 1)
    tabs, open_now = open_tabs(cookie, other)
    assert open_now == [True, True]
    assert b"replaced" not in tabs[0].body


def test_a_full_process_sends_away_whoever_has_no_tab_to_give(cookie, other, monkeypatch):
    monkeypatch.setattr(hub, "MOST_STREAMS", 1)
    tabs, open_now = open_tabs(cookie, other)
    assert [tab.status for tab in tabs] == [200, 503]
    tabs, open_now = open_tabs(cookie, cookie)
    assert open_now == [False, True]
