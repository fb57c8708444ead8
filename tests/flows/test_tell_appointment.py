"""What customers hear of appointments, and what colleagues hear of the customer's answers."""

from datetime import timedelta

import pytest

from sepas.cases.actions.appoint import Wanted, make_appointment, move_appointment
from sepas.cases.actions.attend import (
    cancel_appointment,
    confirm_appointment,
    decline_appointment,
    miss_appointment,
)
from sepas.cases.models import Appointment, Case
from sepas.cases.queries.one import link_holder
from sepas.flows.clock import tick
from sepas.flows.switches import switch_flow
from sepas.kernel.outbox.work import run_pending
from sepas.notices.choices import choose_notices
from sepas.notices.models import Message
from sepas.teamwork.models import Notification, Reason
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, fresh, make_world
from tests.cast import Cast

BEGIN, END = at("2026-11-23", "06:30"), at("2026-11-23", "08:30")


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def appointed(world: World, case: Case | None = None, **more) -> Case:
    case = case or world.open()
    wanted = Wanted(BEGIN, END, **more)
    make_appointment(world.actor("carol"), case=case, wanted=wanted, now=MORNING)
    return fresh(case)


def told(case: Case) -> list[str]:
    run_pending(END)
    rows = Message.objects.unscoped("test").filter(case_code=case.code, template__startswith="appointment")
    return list(rows.order_by("pk").values_list("template", flat=True))


def body(case: Case) -> str:
    return Message.objects.unscoped("test").filter(case_code=case.code).order_by("pk").last().body


def test_each_step_reaches_the_customer_with_a_link(world: World) -> None:
    case = appointed(world, fixed=False)
    assert told(case) == ["appointment_proposed"]
    assert "دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۰:۰۰ تا ۱۲:۰۰" in body(case)
    assert f"/t/{case.secret}/" in body(case)
    carol = world.actor("carol")
    move_appointment(
        carol, case=case, wanted=Wanted(BEGIN, END + timedelta(minutes=30)), why="ترافیک", now=MORNING
    )
    assert told(case) == ["appointment_proposed", "appointment_moved"]
    assert "ترافیک" in body(case)
    cancel_appointment(carol, case=fresh(case), why="قطعه نرسید", now=MORNING)
    assert told(case)[-1] == "appointment_cancelled"
    assert "قطعه نرسید" in body(case)


def test_whoever_was_not_there_is_told_kindly(world: World) -> None:
    case = appointed(world)
    miss_appointment(world.actor("carol"), case=case, by="customer", now=END)
    assert told(case)[-1] == "appointment_missed"
    assert "شما را پیدا نکردیم" in body(case)


def test_the_customers_own_doing_is_no_news_to_them(world: World) -> None:
    case = appointed(world)
    cancel_appointment(link_holder(case), case=case, now=MORNING)
    assert told(case) == ["appointment_made"]


def test_the_reminder_waits_for_the_morning_and_follows_the_choice(world: World, settings) -> None:
    case = appointed(world)
    choose_notices(
        world.actor("maryam"), customer=world.maryam, sms=True, email=False, news="needed", now=MORNING
    )
    tick(BEGIN - timedelta(days=1))
    assert told(case) == ["appointment_made", "appointment_reminder"]
    early = world.open("reza", mobile=world.cast.reza.mobile)
    begin = at("2026-11-24", "05:00")
    make_appointment(
        world.actor("carol"),
        case=early,
        wanted=Wanted(begin, begin + timedelta(hours=1)),
        now=MORNING,
    )
    night = at("2026-11-22", "20:00")

    Appointment.objects.unscoped("test").filter(case=early).update(remind_at=night)
    tick(night)
    run_pending(night)
    reminder = Message.objects.unscoped("test").get(case_code=early.code, template="appointment_reminder")
    assert reminder.available_at == at("2026-11-23", "04:30")


def test_a_switched_off_flow_tells_nothing(world: World) -> None:

    switch_flow(world.actor("adam"), flow="tell_customer", on=False, now=MORNING)
    assert told(appointed(world)) == []


def test_what_is_resolved_is_not_expected_any_more(world: World) -> None:
    case = appointed(world)
    say(world, "resolve", case)
    assert told(case) == ["appointment_made", "appointment_cancelled"]
    assert "کار انجام شده" in body(case)
    assert fresh(case).appointment.state == "cancelled"


ANSWERS = {
    "agrees": lambda actor, case: confirm_appointment(actor, case=case, now=MORNING),
    "declines": lambda actor, case: decline_appointment(actor, case=case, why="سر کارم", now=MORNING),
    "cancels": lambda actor, case: cancel_appointment(actor, case=case, now=MORNING),
    "misses": lambda actor, case: miss_appointment(actor, case=case, by="company", now=END),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_assignee_hears_the_customers_answer(world: World, answer: str) -> None:
    case = world.open()
    say(world, "assign", case)
    case = appointed(world, fresh(case))
    ANSWERS[answer](link_holder(case), case)
    run_pending(END)
    rows = Notification.objects.unscoped("test").filter(case=case, reason=Reason.APPOINTMENT)
    assert list(rows.values_list("staff_id", flat=True)) == [world.staff("bob").pk]


@pytest.mark.parametrize(
    ("verb", "reason"),
    [("reply", "customer_wrote"), ("escalate", "escalated"), ("reopen", "reopened")],
)
def test_where_nobody_has_the_case_the_managers_of_its_branch_hear(
    world: World, verb: str, reason: str
) -> None:
    case = world.open()
    if verb == "reopen":
        say(world, "resolve", case)
    say(world, verb, fresh(case), "maryam", now=MORNING + timedelta(hours=1))
    run_pending(END)
    rows = Notification.objects.unscoped("test").filter(case=case, reason=reason)
    assert list(rows.values_list("staff_id", flat=True)) == [world.staff("carol").pk]
    assert not Notification.objects.unscoped("test").exclude(staff=world.staff("carol")).exists()


def test_what_staff_do_notifies_nobody(world: World) -> None:
    case = appointed(world)
    say(world, "escalate", case, "carol")
    confirm_appointment(world.actor("carol"), case=fresh(case), now=MORNING)
    run_pending(MORNING)
    assert not Notification.objects.unscoped("test").exists()
