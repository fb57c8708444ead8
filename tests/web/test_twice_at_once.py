"""Every form of the main journey, sent twice at the same moment from two clients: no second effect."""

import threading
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from sepas.cases.models import Case, Post
from sepas.kernel import clock
from sepas.warranty.models import Registration
from tests.assets.made import SOLD, make_model, make_unit
from tests.cases.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def both(client: Client, send: Callable[[Client], HttpResponse]) -> list[HttpResponse]:
    """The same request from two clients with the same cookies, let go at the same moment."""
    start = threading.Barrier(2)
    answers: list[HttpResponse] = []

    def run() -> None:
        twin = Client()
        twin.cookies = client.cookies
        start.wait(timeout=10)
        try:
            answers.append(send(twin))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(answers) == 2
    return answers


def once_of(response: HttpResponse) -> str:
    return response.content.decode().split('name="once" value="')[1].split('"')[0]


def test_one_request_is_opened(client, committed_cast):
    make_unit(make_model(committed_cast.sard), "SR-1405-0007", sold_by=committed_cast.tehran)
    client.post("/request/", {"kind": "advice", "about": "SR-1405-0007", "description": "یخچال سرد نمی‌کند"})
    form = {"once": once_of(client.get("/request/confirm/")), "mobile": "09121110001"}
    answers = both(client, lambda twin: twin.post("/request/confirm/", form))
    [case] = Case.objects.unscoped(ALL)
    assert {answer["Location"] for answer in answers} == {f"/t/{case.secret}/?new=1"}


def test_one_guarantee_is_registered(client, committed_cast):
    make_unit(make_model(committed_cast.sard), "SR-1405-0007", sold_on=SOLD)
    form = {"once": once_of(client.get("/register/")), "serial": "SR-1405-0007", "mobile": "09351234567"}
    answers = both(client, lambda twin: twin.post("/register/", form))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Registration.objects.unscoped(ALL).count() == 1


def test_one_message_is_said(client, committed_cast):
    world = make_world(committed_cast)
    case = world.open(unit=world.fridge, now=clock.now())
    form = {"once": once_of(client.get(f"/t/{case.secret}/")), "body": "هنوز خراب است"}
    answers = both(client, lambda twin: twin.post(f"/t/{case.secret}/reply/", form))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Post.objects.unscoped(ALL).count() == 1
