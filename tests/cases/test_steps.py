"""Half, three quarters, all of a promise's time: counted as the promise counts it, shown alike everywhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.models import Promise, PromiseState
from sepas.cases.queries.inbox import inbox
from sepas.cases.queries.steps import Step, past, step_of, step_of_promise, used
from tests.cases.world import MORNING, World, at, no_offers, offer, promise_of
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db


def due_in(world: World, amount: int, unit: str):
    no_offers(world.sard)
    offer(world.sard, "resolution", amount, unit)
    return world.open(kind="advice", unit=None, description="پرسش")


def step_at(world: World, moment) -> Step:
    (case,) = inbox(world.actor("alice"), now=moment).cases
    return step_of(case, moment)


def test_steps_come_at_half_at_three_quarters_and_after_the_end(world: World) -> None:
    case = due_in(world, 8, "hour")
    promise = promise_of(case, "resolution")
    assert (promise.half_at, promise.at_risk_at, promise.due_at) == (
        MORNING + timedelta(hours=4),
        MORNING + timedelta(hours=6),
        MORNING + timedelta(hours=8),
    )
    second = timedelta(seconds=1)
    expected = {
        MORNING: Step.EARLY,
        promise.half_at - second: Step.EARLY,
        promise.half_at: Step.HALF,
        promise.at_risk_at - second: Step.HALF,
        promise.at_risk_at: Step.RISK,
        promise.due_at: Step.RISK,
        promise.due_at + second: Step.LATE,
    }
    assert {moment: step_at(world, moment) for moment in expected} == expected
    assert {moment: step_of_promise(promise, moment) for moment in expected} == expected


def test_half_of_opening_hours_is_reached_when_half_of_them_have_passed(world: World) -> None:
    # Ten o'clock on a Saturday; the branch works 8:30-12:30 and 13:30-17:00: six hours are left until closing.
    case = due_in(world, 10, "opening_hour")
    promise = promise_of(case, "resolution")
    assert promise.half_at == at("2026-11-21", "12:30")  # five working hours: until 16:00 in Tehran
    assert step_at(world, promise.half_at) == Step.HALF


def test_what_is_used_agrees_with_the_steps_and_does_not_leave_its_bounds(world: World) -> None:
    promise = promise_of(due_in(world, 10, "opening_hour"), "resolution")
    assert [
        used(promise, moment)
        for moment in (
            promise.started_at - timedelta(hours=1),
            promise.started_at,
            promise.half_at,
            promise.at_risk_at,
            promise.due_at,
            promise.due_at + timedelta(days=9),
        )
    ] == [0, 0, 50, 75, 100, 100]
    assert 50 < used(promise, promise.half_at + (promise.at_risk_at - promise.half_at) / 2) < 75


def test_a_promise_that_stands_still_or_was_kept_has_no_step(world: World) -> None:
    promise = promise_of(due_in(world, 8, "hour"), "resolution")
    for state in (PromiseState.PAUSED, PromiseState.MET, PromiseState.CANCELLED):
        promise.state = state
        assert step_of_promise(promise, promise.due_at + timedelta(days=1)) == Step.EARLY


def test_the_step_is_that_of_the_promise_that_is_due_next(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 8, "hour")
    offer(world.sard, "resolution", 100, "hour")
    world.open(kind="advice", unit=None, description="پرسش")
    assert step_at(world, MORNING + timedelta(hours=5)) == Step.HALF


def test_steps_cost_a_list_no_query_and_narrow_in_the_one_they_are_in(world: World) -> None:
    due_in(world, 8, "hour")
    now, alice = MORNING + timedelta(hours=5), world.actor("alice")
    with CaptureQueriesContext(connection) as caught:
        (case,) = inbox(alice, now=now).cases
        assert step_of(case, now) == Step.HALF
    assert len(caught) == 1
    rows = type(case).objects.visible_to(alice)
    assert (past(rows, Step.HALF, now).count(), past(rows, Step.RISK, now).count()) == (1, 0)


def test_pages_say_the_step_in_words(client, world: World, monkeypatch) -> None:
    case = due_in(world, 8, "hour")
    Promise.objects.unscoped("test").filter(case=case).exclude(name="resolution").delete()
    sign_in(client, "alice")
    for hours, word, chip in (
        (1, "", "chip-calm"),
        (5, "۵۰٪ گذشته", "chip-half"),
        (7, "۷۵٪ گذشته", "chip-warn"),
    ):
        monkeypatch.setattr("sepas.kernel.clock.now", lambda hours=hours: MORNING + timedelta(hours=hours))
        for path in (
            "/desk/?state=open",
            "/desk/board/",
            f"/desk/cases/{case.code}/",
            "/desk/search/?q=پرسش",
        ):
            page = client.get(path).content.decode()
            assert word in page, (path, hours)
            assert chip in page, (path, hours)
    day = {1: Step.EARLY, 5: Step.HALF, 7: Step.RISK, 9: Step.LATE}
    for hours, step in day.items():
        monkeypatch.setattr("sepas.kernel.clock.now", lambda hours=hours: MORNING + timedelta(hours=hours))
        cells = [cell for week in client.get("/desk/calendar/").context["weeks"] for cell in week]
        assert [cell.step for cell in cells if cell.due] == [step]
