"""Holding and resuming: only what may stand still does."""

import pytest

from sepas.cases import queries
from sepas.cases.lifecycle import HoldReason
from sepas.cases.models import PromiseState
from sepas.kernel.errors import Invalid
from tests.cases.verbs import say
from tests.cases.world import World, at, fresh, last, offer, promise_of


@pytest.fixture
def case(world: World):
    """A phone in repair: the law's fifteen days run from its arrival, and no hold stops them."""
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-21", "08:00"))
    return case


def test_the_laws_clock_runs_on_unless_its_rule_says_otherwise(world: World, case) -> None:
    law = promise_of(case, "repair")
    assert (law.source, law.provision, law.pausable_by) == ("law", "ir.electronics.repair_time", [])
    say(world, "hold", case, reason="waiting_for_device", note="گیرنده نیست", now=at("2026-11-22", "08:00"))
    assert promise_of(case, "repair").state == PromiseState.RUNNING
    assert promise_of(case, "repair").due_at == law.due_at
    own = promise_of(case, "resolution")
    assert (own.state, own.due_at, own.tick_at) == (PromiseState.PAUSED, None, None)
    assert fresh(case).next_due_at == at("2026-11-22", "13:30")
    told = last(case, "case.held")
    assert (told["paused"], sorted(told["running"])) == (["resolution"], ["first_reply", "repair"])


def test_the_agent_is_told_before(world: World, case, django_assert_num_queries) -> None:
    carol = world.actor("carol")
    with django_assert_num_queries(1):
        effects = {effect.reason: effect for effect in queries.hold_effects(carol, case)}
    assert set(effects) == set(HoldReason)
    device = effects[HoldReason.WAITING_FOR_DEVICE]
    assert [each.name for each in device.paused] == ["resolution"]
    assert {each.name for each in device.running} == {"repair", "first_reply"}
    assert [each.name for each in effects[HoldReason.WAITING_FOR_PART].paused] == []


def test_after_the_hold_the_clock_is_later_by_as_long_as_it_stood(world: World) -> None:
    offer(world.sard, "visit", 6, "opening_hour", pausable_by=["waiting_for_customer"])
    case = world.open(now=at("2026-11-21", "06:30"))
    before = promise_of(case, "visit")
    assert before.due_at == at("2026-11-21", "13:30")
    say(world, "hold", case, reason="waiting_for_customer", now=at("2026-11-21", "07:30"))
    say(world, "resume", case, now=at("2026-11-22", "06:30"))
    after = promise_of(case, "visit")
    assert after.pauses == [["2026-11-21T07:30:00+00:00", "2026-11-22T06:30:00+00:00"]]
    # One hour was used before the hold; five are left from ten o'clock on Sunday.
    assert after.due_at == at("2026-11-22", "12:30")
    assert after.state == PromiseState.RUNNING
    told = {each["name"]: each["due_at"] for each in last(case, "case.resumed")["promises"]}
    assert told["visit"] == "2026-11-22T12:30:00+00:00"


def test_what_is_late_stays_late_on_hold(world: World, case) -> None:
    say(world, "hold", case, reason="waiting_for_customer", now=at("2026-11-30", "08:00"))
    assert promise_of(case, "resolution").state == PromiseState.BREACHED
    assert fresh(case).breached is True


def test_a_promise_that_starts_during_a_hold_waits_with_it(world: World) -> None:
    offer(world.sard, "repair", 3, "day", pausable_by=["waiting_for_part"])
    case = world.open(unit=world.phone)
    say(world, "hold", case, reason="waiting_for_part", now=at("2026-11-21", "08:00"))
    say(world, "progress", case, moment="visit_completed", now=at("2026-11-21", "09:00"))
    started = promise_of(case, "repair")
    assert (started.source, started.state, started.due_at) == ("organisation", PromiseState.PAUSED, None)
    say(world, "resume", case, now=at("2026-11-23", "09:00"))
    # Of Sunday, Monday and Tuesday, Sunday's end fell in the hold.
    assert promise_of(case, "repair").due_at == at("2026-11-25", "20:29").replace(
        second=59, microsecond=999999
    )


def test_a_reason_that_is_none_is_refused(world: World, case) -> None:
    with pytest.raises(Invalid) as caught:
        say(world, "hold", case, reason="lunch")
    assert caught.value.data["allowed"] == HoldReason.values
    assert fresh(case).state == "new"
