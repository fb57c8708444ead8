"""The clock: what becomes at risk and late is found by its index, recorded once, and earns the customer a right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sepas.cases.models import OPEN_PROMISES, Case, Promise, PromiseState, Right
from sepas.cases.promises.tick import tick
from sepas.cases.queries import accrued, tracking
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.verify import breaks
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, facts_of, fresh, last, no_offers, offer, promise_of


def test_a_promise_is_at_risk_then_late_each_found_once(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 4, "opening_hour")
    case = world.open(now=at("2026-11-21", "06:30"))
    # From ten: two and a half hours to lunch, the rest from half past one; three of four are over at two.
    assert promise_of(case, "first_reply").tick_at == at("2026-11-21", "10:30")
    assert tick(at("2026-11-21", "10:30")) == 0
    assert tick(at("2026-11-21", "10:31")) == 1
    assert (fresh(case).at_risk, fresh(case).breached) == (True, False)
    assert tick(at("2026-11-21", "10:32")) == 0
    assert tick(at("2026-11-21", "11:30")) == 0
    assert tick(at("2026-11-21", "11:31")) == 1
    kept = fresh(case)
    assert (kept.at_risk, kept.breached, kept.next_due_at) == (False, True, at("2026-11-21", "11:30"))
    assert tick(at("2026-11-22", "12:01")) == 0
    assert facts_of(case) == ["case.opened", "promise.at_risk", "promise.breached"]
    late = promise_of(case, "first_reply")
    assert (late.breached_at, late.tick_at) == (at("2026-11-21", "11:30"), None)


def test_the_clock_does_not_touch_when_somebody_last_did(world: World) -> None:
    case = world.open()
    tick(at("2026-12-21"))
    assert fresh(case).touched_at == MORNING


def test_a_breach_of_the_law_unlocks_its_remedies_in_plain_words(world: World) -> None:
    no_offers(world.sard)
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    assert tick(at("2026-12-07", "20:29")) == 1
    assert not Right.objects.unscoped("test").exists()
    assert tick(at("2026-12-07", "20:31")) == 1
    rights = {right.remedy: right for right in Right.objects.unscoped("test").filter(case=case)}
    assert set(rights) == {"loaner", "guarantee_extension"}
    loaner = rights["loaner"]
    assert (loaner.source, loaner.provision) == ("law", "ir.electronics.repair_time")
    assert loaner.promise == promise_of(case, "repair")
    assert loaner.unlocked_at == promise_of(case, "repair").due_at
    assert "۱۵ روز" in loaner.text["fa"]
    assert "15 days" in loaner.text["en"]
    told = last(case, "promise.breached")
    assert {right["remedy"] for right in told["rights"]} == {"loaner", "guarantee_extension"}


def test_a_repair_that_ends_late_makes_its_extension_final(world: World) -> None:
    no_offers(world.sard)
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    tick(at("2026-12-08", "08:00"))
    # Thirty days: fifteen too many, two whole weeks or three begun.
    say(world, "progress", fresh(case), moment="repair_completed", now=at("2026-12-22", "08:00"))
    assert promise_of(case, "repair").state == PromiseState.MET_LATE
    extension = Right.objects.unscoped("test").get(case=case, remedy="guarantee_extension")
    assert extension.extends is not None
    assert extension.extends["unit"] == "month"
    assert extension.extends["amount"] in {2, 3}
    assert Right.objects.unscoped("test").filter(case=case).count() == 2


CAR = {
    "product_class": "motor_vehicle",
    "vehicle_class": "passenger",
    "purchase_date": "2026-05-01",
    "delivery_date": "2026-05-01",
    "odometer": 9000,
    "public_use": False,
    "defect_cause": "manufacturing",
    "vehicle_price": 10_000_000_000,
}


def late_car(world: World, **more: object) -> Case:
    """Handed in on a Sunday; two working days ended with Tuesday, and it is Friday."""
    no_offers(world.sard)
    case = world.open(answers=CAR | more)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    assert (promise_of(case, "repair_two_days").amount, promise_of(case, "repair_two_days").unit) == (
        2,
        "business_day",
    )
    assert promise_of(case, "repair_two_days").due_at == at("2026-11-24", "13:30")
    tick(at("2026-11-27", "08:00"))
    return fresh(case)


def test_a_late_repair_of_a_car_costs_a_sum_for_each_day(world: World) -> None:
    case = late_car(world, loaner_refused=True)
    damages = Right.objects.unscoped("test").get(case=case, remedy="stop_damages")
    assert (damages.amount, damages.per) == (15_000_000, "day")
    assert accrued(damages, damages.unlocked_at + timedelta(days=2, hours=1)) == 45_000_000
    told = next(
        right for right in last(case, "promise.breached")["rights"] if right["remedy"] == "stop_damages"
    )
    assert (told["amount"], told["per"]) == (15_000_000, "day")
    say(world, "progress", case, moment="repair_completed", now=at("2026-11-29", "08:00"))
    damages.refresh_from_db()
    assert damages.stopped_at == at("2026-11-29", "08:00")
    assert accrued(damages, at("2027-11-29")) == accrued(damages, at("2026-11-29", "08:00"))


def test_the_sum_is_told_as_soon_as_it_is_known(world: World) -> None:
    case = late_car(world)
    damages = Right.objects.unscoped("test").get(case=case, remedy="stop_damages")
    assert (damages.amount, damages.per) == (None, "")
    say(world, "answer", case, "carol", answers={"loaner_refused": True}, now=at("2026-11-27", "09:00"))
    damages.refresh_from_db()
    assert (damages.amount, damages.per) == (15_000_000, "day")


def test_what_it_comes_to_is_counted_as_the_rule_counts_days(world: World) -> None:
    case = late_car(world, loaner_refused=True)
    (right,) = [
        each
        for each in tracking(world.actor("maryam"), case, now=at("2026-11-27", "08:00")).rights
        if each.row.remedy == "stop_damages"
    ]
    # The pack counts the whole stay of a car: five days from Sunday to Friday.
    assert (right.amount, right.so_far) == ("روزی ۱٬۵۰۰٬۰۰۰ تومان", "۷٬۵۰۰٬۰۰۰ تومان")


def test_friday_and_nowruz_are_no_working_days(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 1, "business_day")
    thursday = world.open(now=at("2026-11-26", "06:00"))
    assert promise_of(thursday, "first_reply").due_at == at("2026-11-28", "13:30")
    # Wednesday 26 Esfand 1405; 29 Esfand, Nowruz to the 4th, are holidays, the 13th of Farvardin too.
    before_nowruz = world.open(now=at("2027-03-18", "12:00"))
    due = promise_of(before_nowruz, "first_reply").due_at
    assert due is not None
    assert due.date().isoformat() == "2027-03-25"


def test_the_branch_with_other_hours_is_late_at_another_time(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 1, "opening_hour")
    world.cast.isfahan.hours = {"0": [["09:00", "10:00"]]}
    world.cast.isfahan.save()
    case = world.open(branch=world.cast.isfahan, now=at("2026-11-21", "06:30"))
    assert promise_of(case, "first_reply").due_at == at("2026-11-23", "06:30")


def test_a_tick_with_nothing_due_costs_one_query_by_the_index(world: World) -> None:
    for _ in range(3):
        world.open()
    with CaptureQueriesContext(connection) as queries:
        assert tick(MORNING) == 0
    assert len(queries) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
            assert "promise_to_tick" in str(cursor.fetchall())


def test_a_limit_leaves_the_rest_for_the_next_tick(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 1, "hour")
    for minute in range(3):
        world.open(now=MORNING + timedelta(minutes=minute))
    assert tick(at("2026-11-22"), limit=2) == 2
    assert tick(at("2026-11-22"), limit=2) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_find_every_breach_once(committed_world: World) -> None:
    world = committed_world
    no_offers(world.sard)
    offer(world.sard, "first_reply", 1, "hour")
    cases = [world.open(unit=world.phone, now=MORNING + timedelta(minutes=n)) for n in range(8)]
    barrier = Barrier(2)

    def clock() -> int:
        try:
            barrier.wait()
            return tick(at("2026-11-22"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = [clock.result() for clock in [pool.submit(clock) for _ in range(2)]]
    while tick(at("2026-11-22")):
        found.append(1)
    assert sum(found) == 8
    assert Event.objects.filter(name="promise.breached").count() == 8
    for case in cases:
        assert facts_of(case) == ["case.opened", "promise.breached"]
        assert breaks("case", case.pk) == []


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["hold", "resume", "reply", "progress", "resolve", "reopen", "escalate", "answer", "tick"]
        ),
        st.integers(1, 90),
        st.sampled_from(["waiting_for_customer", "waiting_for_part", "waiting_for_device"]),
        st.sampled_from(["device_received", "repair_completed", "visit_completed"]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_happens_the_case_keeps_what_its_promises_say(world: World, moves) -> None:
    from sepas.kernel.errors import DomainError

    case, now = world.open(unit=world.phone), MORNING
    for verb, hours, reason, moment in moves:
        now += timedelta(hours=hours)
        inputs = {"hold": {"reason": reason}, "progress": {"moment": moment}}.get(verb, {})
        try:
            tick(now) if verb == "tick" else say(world, verb, fresh(case), now=now, **inputs)
        except DomainError:
            continue
    kept = fresh(case)
    owed = list(Promise.objects.unscoped("test").filter(case=case, state__in=OPEN_PROMISES))
    dues = [each.due_at for each in owed if each.due_at and each.state != PromiseState.PAUSED]
    assert kept.next_due_at == min(dues, default=None)
    assert kept.breached == any(each.state == PromiseState.BREACHED for each in owed)
    assert kept.at_risk == any(each.state == PromiseState.AT_RISK for each in owed)
    assert (kept.state == "on_hold") == bool(kept.hold_reason) == any(end is None for *_, end in kept.holds)
    for each in owed:
        assert (each.state == PromiseState.PAUSED) == bool(each.pauses and each.pauses[-1][1] is None)
        assert each.state != PromiseState.PAUSED or kept.hold_reason in each.pausable_by
        assert (each.tick_at is not None) == (each.state in {PromiseState.RUNNING, PromiseState.AT_RISK})
    if not kept.is_open:
        assert owed == []
    assert breaks("case", case.pk) == []
