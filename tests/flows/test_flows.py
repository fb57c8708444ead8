"""What happens by itself: customers are told, complaints climb, resolved cases close; and how it is switched off."""

from datetime import timedelta

import pytest

from sepas.cases import policies
from sepas.cases.models import Case
from sepas.flows import close_after_window
from sepas.flows.clock import tick
from sepas.flows.models import SwitchedOff
from sepas.flows.switches import FLOWS, flows_of, switch_flow
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, Refused
from sepas.kernel.ids import show_code
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, facts_of, fresh, last, make_world, no_offers
from tests.cast import Cast


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def work(now=MORNING) -> None:
    run_pending(now)
    assert not Delivery.objects.exclude(state="done").exists(), list(
        Delivery.objects.exclude(state="done").values_list("reaction", "error")
    )


def told(case: Case) -> list[str]:
    found = Message.objects.unscoped("test").filter(case_code=case.code).order_by("pk")
    return list(found.values_list("template", flat=True))


def body(case: Case) -> str:
    return Message.objects.unscoped("test").filter(case_code=case.code).order_by("pk").last().body


def test_whoever_opens_a_case_gets_code_and_link(world: World, settings) -> None:
    settings.BASE_URL = "https://sard.example"
    case = world.open()
    work()
    message = Message.objects.unscoped("test").get()
    assert (message.recipient, message.channel, message.case_code) == (world.maryam.mobile, "sms", case.code)
    assert message.body == (
        "سردسازان نمونه\n"
        f"درخواست شما با کد \u200e{show_code(case.code, '-')} ثبت شد.\n"
        "نخستین پاسخ: تا یکشنبه ۱ آذر ۱۴۰۵، ساعت ۱۷:۰۰\n"
        "پیگیری بدون رمز:\n"
        f"https://sard.example/t/{case.secret}/"
    )


def test_an_english_reader_is_written_to_in_english(world: World) -> None:
    case = world.open("guest", mobile="09350000009", language="en")
    work()
    assert "Your request was received" in body(case)
    assert "First answer: by Sunday 22 November 2026, 17:00" in body(case)


def test_every_step_that_concerns_the_customer_is_told_once(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "triage", case)
    say(world, "assign", case, assignee="bob")
    say(world, "reply", case, "maryam")
    say(world, "reply", case, "alice", internal=True, body="یادداشت")
    say(world, "reply", case, "alice", body="عکس بفرستید")
    say(world, "hold", case)
    say(world, "resume", case)
    say(world, "inspect", case, findings={"defect_cause": "misuse"})
    say(world, "escalate", case, "maryam")
    say(world, "resolve", case, resolution="قطعه عوض شد")
    say(world, "close", case, "maryam")
    for _ in range(2):
        work()
    assert sorted(told(case)) == [
        "case_escalated",
        "case_held",
        "case_opened",
        "case_resolved",
        "decision_changed",
        "staff_replied",
    ]
    bodies = " ".join(Message.objects.unscoped("test").values_list("body", flat=True))
    assert "قطعه عوض شد" in bodies
    assert "یادداشت" not in bodies


def test_a_breach_of_the_law_is_told_with_the_right(world: World) -> None:
    no_offers(world.sard)
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    tick(at("2026-12-08", "08:00"))
    work(at("2026-12-08", "08:00"))
    assert told(case) == ["case_opened", "promise_breached"]
    assert "حق شما از این پس: جایگزین موقت و تمدید گارانتی." in body(case)


def test_an_own_promise_broken_is_not_sent_by_sms(world: World) -> None:
    case = world.open()
    tick(at("2026-12-08", "08:00"))
    work(at("2026-12-08", "08:00"))
    assert told(case) == ["case_opened"]


def test_a_long_answer_is_sent_in_part(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "alice", body="سلام " * 200)
    work()
    assert "…" in body(case)
    assert len(body(case)) < 480


def test_a_complaint_climbs_by_itself_when_its_answer_is_late(world: World) -> None:
    case = world.open(kind="complaint", unit=world.phone)
    # The company promised its answer within ten days.
    tick(at("2026-12-02", "08:00"))
    work(at("2026-12-02", "08:00"))
    step = last(case, "case.escalated")
    assert (step["step"], step["by_itself"], step["by_customer"]) == ("L0", True, False)
    assert fresh(case).escalation == "L0"
    tick(at("2026-12-02", "09:00"))
    work(at("2026-12-02", "09:00"))
    assert facts_of(case).count("case.escalated") == 1
    assert "case_escalated" in told(case)


def test_other_cases_do_not_climb(world: World) -> None:
    case = world.open(unit=world.phone)
    tick(at("2026-12-22"))
    work(at("2026-12-22"))
    assert "promise.breached" in facts_of(case)
    assert "case.escalated" not in facts_of(case)


def test_a_resolved_case_closes_when_the_time_to_reopen_is_over(world: World) -> None:
    case, other = world.open(), world.open()
    for each in (case, other):
        say(world, "resolve", each)
    say(world, "reopen", other, "maryam", now=at("2026-11-22"))
    end = MORNING + policies.REOPEN_WINDOW
    assert close_after_window.run(end) == 0
    assert close_after_window.run(end + timedelta(seconds=1)) == 1
    assert (fresh(case).state, fresh(other).state) == ("closed", "in_progress")
    assert last(case, "case.closed") == {"how": "clock"}
    assert close_after_window.run(end + timedelta(days=1)) == 0


@pytest.mark.parametrize("flow", sorted(FLOWS))
def test_a_flow_that_is_switched_off_does_nothing_here(world: World, flow: str) -> None:
    adam = world.actor("adam")
    switch_flow(adam, flow=flow, on=False, now=MORNING)
    switch_flow(adam, flow=flow, on=False, now=MORNING)
    assert {name: on for name, _label, on in flows_of(adam)}[flow] is False
    complaint = world.open(kind="complaint", unit=world.phone)
    resolved = world.open(kind="suggestion")
    say(world, "resolve", resolved)
    for day in ("2026-12-02", "2026-12-03"):
        tick(at(day))
        work(at(day))
    assert (told(complaint) == []) == (flow == "tell_customer")
    assert ("case.escalated" in facts_of(complaint)) == (flow != "climb_on_breach")
    assert (fresh(resolved).state == "closed") == (flow != "close_after_window")
    switch_flow(adam, flow=flow, on=True, now=MORNING)
    assert all(on for _name, _label, on in flows_of(adam))
    assert Event.objects.filter(name="flow.switched").count() == 2


def test_not_everybody_switches_flows(world: World) -> None:
    for who in ("alice", "maryam", "guest"):
        with pytest.raises(Refused):
            switch_flow(world.actor(who), flow="tell_customer", on=False, now=MORNING)
    with pytest.raises(Invalid):
        switch_flow(world.actor("adam"), flow="coffee", on=False, now=MORNING)
    assert not SwitchedOff.objects.unscoped("test").exists()


def test_a_changed_decision_says_first_that_the_repair_stays_free(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "inspect", case, findings={"defect_cause": "manufacturing", "irreparable": False})
    work()
    assert told(case)[-1] == "decision_changed"
    assert "عوض شد:\nتعمیر برای شما رایگان است.\n" in body(case)


def test_and_says_no_such_thing_where_it_is_not(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "inspect", case, findings={"defect_cause": "misuse"})
    work()
    assert told(case)[-1] == "decision_changed"
    assert "رایگان است.\n" not in body(case)
