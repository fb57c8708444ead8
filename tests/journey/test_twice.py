"""Every request of the main journey, sent twice: one after the other, and at the same moment by two clients.

What one sending changes is counted on a case of its own; two sendings must change exactly as much. The counts are of
rows: facts, posts, messages, promises, deliveries and what else a verb writes.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sepas.assets.models import Unit
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Attachment, Case, Post, Promise, Right
from sepas.kernel.activity.models import Event
from sepas.kernel.clock import now
from sepas.kernel.models import OnceKey
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from sepas.parties.actions.tokens import issue_token
from sepas.parties.models import Customer
from sepas.parties.roles import TOKEN_SCOPES
from sepas.warranty.models import Decision, Registration
from sepas.web.once import new_key
from tests.assets.made import SOLD, make_model, make_unit
from tests.cases.world import fresh
from tests.cast import Cast, actor_of
from tests.journey.sending import Answer, Request, cookies_of, send, send_at_once

pytestmark = pytest.mark.django_db(transaction=True)

COUNTED = (
    Attachment,
    Case,
    Customer,
    Decision,
    Delivery,
    Event,
    Message,
    OnceKey,
    Post,
    Promise,
    Registration,
    Right,
)


class World:
    """Cases, units and people by the dozen, so that every sending has its own."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.model = make_model(cast.sard)
        self.numbers = itertools.count(1)
        self.raw = issue_token(
            actor_of("adam"), organisation=cast.sard, name="app", scopes=sorted(TOKEN_SCOPES), now=now()
        ).raw

    def mobile(self) -> str:
        return f"+9891211{next(self.numbers):05}"

    def unit(self) -> Unit:
        return make_unit(
            self.model, f"SR-1405-{next(self.numbers):04}", sold_by=self.cast.tehran, sold_on=SOLD
        )

    def case(self, state: str = "in_progress") -> Case:
        adam, moment = actor_of("adam"), now()
        case = open_case(
            actor_of("alice"),
            organisation=self.cast.sard,
            kind="guarantee_repair",
            description="یخچال سرد نمی‌کند",
            mobile=self.mobile(),
            unit=self.unit(),
            now=moment,
        )
        if state != "new":
            case = assign_case(adam, case=case, assignee=self.cast.bob, now=moment)
        if state == "on_hold":
            hold_case(adam, case=case, reason="waiting_for_customer", now=moment)
        elif state == "resolved":
            resolve_case(adam, case=case, resolution="کمپرسور عوض شد", now=moment)
        return fresh(case)

    def staff(self, name: str = "adam") -> dict[str, str]:
        client = Client()
        client.force_login(getattr(self.cast, name).user)
        return cookies_of(client)


@pytest.fixture
def world(committed_cast: Cast, settings: Any, tmp_path: Any) -> Iterator[World]:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    yield World(committed_cast)
    cache.clear()


Make = Callable[[World], Request]


def link(tail: str, state: str = "in_progress", **data: Any) -> Make:
    """A form on the customer's page of a case."""
    return lambda world: Request(f"/t/{world.case(state).secret}/{tail}/", {"once": new_key(), **data})


def desk(tail: str, state: str = "in_progress", **data: Any) -> Make:
    """A form on the desk's page of a case."""

    def make(world: World) -> Request:
        given = {"once": new_key(), **data}
        if "assignee" in given:
            given["assignee"] = world.cast.carol.pk
        return Request(f"/desk/cases/{world.case(state).code}/{tail}", given, world.staff())

    return make


def api(tail: str, state: str = "in_progress", **data: Any) -> Make:
    """A call of the API about a case."""

    def make(world: World) -> Request:
        given = {**data, "staff": world.cast.carol.pk} if tail == "assignment" else data
        return Request(f"/api/v1/cases/{world.case(state).code}/{tail}", given, headers=_headers(world))

    return make


def registering(world: World) -> Request:
    return Request("/register/", {"serial": world.unit().serial, "mobile": world.mobile(), "once": new_key()})


def asking(world: World) -> Request:
    """The last page of a request for service, with everything said before in the session."""
    client, unit = Client(), world.unit()
    begun = {"kind": "guarantee_repair", "about": unit.serial, "description": "یخچال سرد نمی‌کند"}
    assert client.post("/request/", begun).status_code == 303
    assert client.post("/request/questions/", {"situation": "fresh"}).status_code == 303
    assert client.post("/request/questions/", {"enough": "1"}).status_code == 303
    return Request("/request/confirm/", {"once": new_key(), "mobile": world.mobile()}, cookies_of(client))


def opening_for_a_caller(world: World) -> Request:
    data = {
        "do": "open", "unit": world.unit().pk, "kind": "guarantee_repair", "description": "سرد نمی‌کند",
        "mobile": world.mobile(), "once": new_key(),
    }  # fmt: skip
    return Request("/desk/cases/new/", data, world.staff("alice"))


def api_opening(world: World) -> Request:
    data = {
        "kind": "guarantee_repair",
        "description": "سرد نمی‌کند",
        "mobile": world.mobile(),
        "serial": world.unit().serial,
    }
    return Request("/api/v1/cases", data, headers=_headers(world))


def api_registering(world: World) -> Request:
    return Request(
        "/api/v1/registrations",
        {"serial": world.unit().serial, "mobile": world.mobile()},
        headers=_headers(world),
    )


def _headers(world: World) -> dict[str, str]:
    return {"authorization": f"Bearer {world.raw}", "idempotency-key": new_key()}


MOVES: dict[str, Make] = {
    "customer reopens": link("reopening", "resolved", why="باز هم سرد نمی‌کند"),
    "customer closes": link("closure", "resolved"),
    "desk triages": desk("triage", "new", kind="paid_repair"),
    "desk assigns": desk("assignment", assignee="carol"),
    "desk holds": desk("hold", reason="waiting_for_part"),
    "desk resumes": desk("resumption", "on_hold"),
    "desk records a step": desk("progress", moment="device_received"),
    "desk resolves": desk("resolution", resolution="کمپرسور عوض شد"),
    "desk reopens": desk("reopening", "resolved", why="باز هم خراب است"),
    "desk closes": desk("closure", "resolved"),
}
"""Requests that move a case: two different forms of them cannot both come true."""

SAYINGS: dict[str, Make] = {
    "customer replies": link("reply", body="هنوز خراب است"),
    "customer replies to a case that waits": link("reply", "on_hold", body="شمارهٔ واحد ۴ است"),
    "customer answers": link("answer", fact="component", answer="battery"),
    "customer escalates": link("escalation", why="کسی جواب نمی‌دهد"),
    "desk replies": desk("reply", body="فردا می‌آییم", internal="no"),
    "desk notes": desk("reply", body="مشتری خوش‌برخورد است", internal="yes"),
    "desk answers": desk("answers", fact_component="battery"),
    "desk inspects": desk("inspection", fact_defective="true"),
    "desk escalates": desk("escalation", why="مشتری راضی نشد"),
}

OPENINGS: dict[str, Make] = {
    "customer registers": registering,
    "customer asks for service": asking,
    "agent opens for a caller": opening_for_a_caller,
}

CALLS: dict[str, Make] = {
    "api opens": api_opening,
    "api registers": api_registering,
    "api replies": api("replies", body="فردا می‌آییم"),
    "api triages": api("triage", "new", kind="paid_repair"),
    "api assigns": api("assignment"),
    "api holds": api("hold", reason="waiting_for_part"),
    "api resumes": api("resumption", "on_hold"),
    "api answers": api("answers", answers={"component": "battery"}),
    "api inspects": api("inspection", findings={"defective": True}),
    "api records a step": api("steps", step="device_received"),
    "api escalates": api("escalation", why="دیر شد"),
    "api resolves": api("resolution", resolution="برد عوض شد"),
    "api reopens": api("reopening", "resolved", why="باز هم خراب است"),
    "api closes": api("closure", "resolved"),
}

EVERYTHING = MOVES | SAYINGS | OPENINGS | CALLS
each = pytest.mark.parametrize("make", EVERYTHING.values(), ids=EVERYTHING.keys())


def one_by_one(*requests: Request) -> list[Answer]:
    return [send(request) for request in requests]


def effect(sending: Callable[..., list[Answer]], *requests: Request) -> tuple[list[Answer], Counter[str]]:
    """The answers, and how many rows of each kind came to be, deliveries and their messages included."""
    run_pending()
    before = _rows()
    answers = sending(*requests)
    run_pending()
    found = _rows()
    found.subtract(before)
    return answers, Counter({name: number for name, number in found.items() if number})


def _rows() -> Counter[str]:
    found: Counter[str] = Counter()
    for model in COUNTED:
        manager = model._base_manager
        found[model.__name__] = manager.count()
    found.update(f"event {name}" for name in Event.objects.values_list("name", flat=True))
    found.update(f"delivery {state}" for state in Delivery.objects.values_list("state", flat=True))
    found.update(
        f"message {template}" for template in Message._base_manager.values_list("template", flat=True)
    )
    return found


@each
def test_sent_twice_it_happens_once(world: World, make: Make) -> None:
    once, expected = effect(one_by_one, make(world))
    assert once[0].status in {200, 201, 303}, once[0].body[-1500:]
    assert expected["Event"] > 0
    for sending in (one_by_one, send_at_once):
        request = make(world)
        answers, found = effect(sending, request, request)
        assert found == expected, sending
        assert answers[0].told == answers[1].told


@pytest.mark.parametrize("make", MOVES.values(), ids=MOVES.keys())
def test_of_two_forms_that_move_a_case_one_comes_too_late_and_is_told(world: World, make: Make) -> None:
    _once, expected = effect(one_by_one, make(world))
    for sending in (one_by_one, send_at_once):
        first = make(world)
        second = replace(first, data={**first.data, "once": new_key()})
        answers, found = effect(sending, first, second)
        late = [answer for answer in answers if answer.status != 303]
        assert [answer.status for answer in late] in ([409], [422]), [answer.body[-900:] for answer in late]
        assert "<p" in late[0].body
        assert found == expected, sending


@pytest.mark.parametrize("name", ["customer replies", "desk replies"])
def test_two_different_messages_at_the_same_moment_are_both_kept(world: World, name: str) -> None:
    first = EVERYTHING[name](world)
    second = replace(first, data={**first.data, "once": new_key(), "body": "و یک چیز دیگر"})
    answers, found = effect(send_at_once, first, second)
    assert [answer.status for answer in answers] == [303, 303]
    assert found["Post"] == 2


def test_two_people_who_register_one_unit_at_the_same_moment_do_not_both_get_it(world: World) -> None:
    unit = world.unit()
    requests = [Request("/register/", {"serial": unit.serial, "mobile": world.mobile()}) for _ in range(2)]
    answers, _found = effect(send_at_once, *requests)
    assert [answer.status for answer in answers] == [303, 303]
    states = sorted(Registration.objects.unscoped("test").values_list("state", flat=True))
    assert states == ["active", "disputed"]


def test_one_request_from_two_tabs_at_the_same_moment_is_one_case(world: World) -> None:
    first = asking(world)
    second = replace(first, data={**first.data, "once": new_key()})
    answers, found = effect(send_at_once, first, second)
    assert sorted(answer.status for answer in answers) == [303, 409]
    assert found["Case"] == 1
