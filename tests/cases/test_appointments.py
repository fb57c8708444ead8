"""Appointments: made, moved, agreed to, declined, cancelled, kept, missed; every state with every verb."""

from datetime import timedelta

import pytest

from sepas.cases.actions.appoint import Wanted, make_appointment, move_appointment
from sepas.cases.actions.attend import (
    cancel_appointment,
    confirm_appointment,
    decline_appointment,
    end_appointment,
    miss_appointment,
    remind_due,
)
from sepas.cases.appointment_lifecycle import APPOINTMENT, STANDING, AppointmentState
from sepas.cases.models import Appointment, Case, Post, Promise
from sepas.cases.queries.appointed import countdown
from sepas.cases.queries.appointments import appointments
from sepas.cases.queries.filters import Narrow
from sepas.cases.queries.inbox import inbox
from sepas.cases.queries.one import link_holder
from sepas.cases.queries.timeline import timeline
from sepas.cases.reader import Reader
from sepas.kernel.errors import Conflict, IllegalMove, Invalid, NotFound, Refused, Stale
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, facts_of, fresh, last

BEGIN, END = at("2026-11-23", "06:30"), at("2026-11-23", "08:30")
"""Monday, ten to twelve in Tehran."""
DAY = timedelta(days=1)


def appointed(world: World, case: Case | None = None, who: str = "carol", **more) -> tuple[Case, Appointment]:
    case = case or world.open()
    anyway = more.pop("anyway", False)
    wanted = Wanted(**({"begins_at": BEGIN, "ends_at": END} | more))
    made = make_appointment(world.actor(who), case=case, wanted=wanted, anyway=anyway, now=MORNING)
    return fresh(case), made


def test_a_time_is_appointed_and_no_clock_is_touched(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received")
    before = list(Promise.objects.unscoped("test").filter(case=case).order_by("pk").values())
    case, made = appointed(world, case, technician=world.staff("bob"))
    assert list(Promise.objects.unscoped("test").filter(case=case).order_by("pk").values()) == before
    assert (case.appointment, made.state, made.remind_at) == (made, "fixed", BEGIN - DAY)
    assert facts_of(case)[-1] == "case.appointment_made"
    told = last(case, "case.appointment_made")
    assert (told["begins_at"], told["fixed"], told["technician_name"]) == (
        BEGIN.isoformat(),
        True,
        "بابک بهرامی",
    )


@pytest.mark.parametrize("state", AppointmentState)
@pytest.mark.parametrize("verb", APPOINTMENT.moves)
def test_every_state_with_every_verb(state: str, verb: str) -> None:
    over = state not in STANDING
    allowed = APPOINTMENT.allows(state, verb)
    assert not (over and allowed)
    if not allowed:
        with pytest.raises(IllegalMove):
            APPOINTMENT.after(state, verb)
    elif verb in {"propose", "fix"}:
        assert APPOINTMENT.after(state, verb) in STANDING


@pytest.mark.parametrize(
    ("begin", "end", "field", "words"),
    [
        (MORNING - DAY, MORNING, "begins_at", "گذشته"),
        (at("2026-11-27", "06:30"), at("2026-11-27", "07:30"), "begins_at", "کار نمی‌کند"),
        (at("2026-11-23", "03:00"), at("2026-11-23", "06:00"), "begins_at", "08:30–12:30"),
        (at("2026-11-23", "06:30"), at("2026-11-23", "09:30"), "ends_at", "08:30–12:30"),
        (at("2026-11-23", "06:30"), at("2026-11-23", "06:35"), "ends_at", "ربع"),
        (at("2027-03-01", "06:30"), at("2027-03-01", "07:30"), "begins_at", "شصت"),
    ],
)
def test_only_times_at_which_the_branch_works(world: World, begin, end, field: str, words: str) -> None:
    case = world.open()
    with pytest.raises(Invalid) as caught:
        appointed(world, case, begins_at=begin, ends_at=end)
    assert set(caught.value.fields) == {field}
    assert words in str(caught.value.fields[field])
    assert not Appointment.objects.unscoped("test").exists()


def test_a_window_may_span_the_break(world: World) -> None:
    _case, made = appointed(world, ends_at=at("2026-11-23", "11:00"))
    assert made.state == "fixed"


def test_somebody_of_another_company_and_a_place_that_is_none_are_told_together(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        appointed(world, technician=world.cast.mallory, meeting="moon")
    assert set(caught.value.fields) == {"technician", "meeting"}


@pytest.mark.parametrize(
    ("who", "error"),
    [("dana", Refused), ("maryam", Refused), ("isa", NotFound), ("mallory", NotFound), ("reza", NotFound)],
)
def test_who_makes_no_appointments(world: World, who: str, error: type[Exception]) -> None:
    case = world.open()
    with pytest.raises(error):
        appointed(world, case, who=who)
    assert facts_of(case) == ["case.opened"]


def test_the_technician_makes_them_in_their_own_cases(world: World) -> None:
    case = world.open()
    with pytest.raises(Refused):
        appointed(world, case, who="bob")
    say(world, "assign", case)
    assert appointed(world, case, who="bob")[1].state == "fixed"


def test_a_second_one_is_refused_and_a_closed_case_has_none(world: World) -> None:
    case, _made = appointed(world)
    with pytest.raises(Conflict) as caught:
        appointed(world, case)
    assert caught.value.code == "appointment_stands"
    done = world.open()
    say(world, "resolve", done)
    with pytest.raises(Refused) as refused:
        appointed(world, fresh(done))
    assert refused.value.code == "not_open"


def test_of_two_who_appoint_at_once_one_is_told_to_look_again(world: World) -> None:
    case = world.open()
    Appointment.objects.create(
        organisation=world.sard, case=case, state="fixed", begins_at=BEGIN, ends_at=END, created_at=MORNING
    )
    with pytest.raises(Stale):
        appointed(world, case)
    assert facts_of(case) == ["case.opened"]


def test_a_technician_in_two_places_is_warned_of_and_may_be_meant(world: World) -> None:
    bob = world.staff("bob")
    first, _made = appointed(world, technician=bob)
    second = world.open("reza", mobile=world.cast.reza.mobile)
    later = {
        "technician": bob,
        "begins_at": BEGIN + timedelta(hours=1),
        "ends_at": END + timedelta(minutes=30),
    }
    with pytest.raises(Conflict) as caught:
        appointed(world, second, **later)
    assert (caught.value.code, caught.value.data["cases"]) == ("double_booked", [first.code])
    assert facts_of(second) == ["case.opened"]
    assert appointed(world, second, **later, anyway=True)[1].technician == bob


def test_what_follows_right_after_another_is_no_clash(world: World) -> None:
    bob = world.staff("bob")
    appointed(world, technician=bob)
    second = world.open("reza", mobile=world.cast.reza.mobile)
    half = timedelta(minutes=30)
    assert appointed(world, second, technician=bob, begins_at=END, ends_at=END + half)[1]


def test_the_customer_agrees_and_a_case_that_waited_for_them_goes_on(world: World) -> None:
    case, made = appointed(world, fixed=False)
    assert made.state == "proposed"
    say(world, "hold", case, reason="waiting_for_customer")
    case = fresh(case)
    confirm_appointment(link_holder(case), case=case, now=MORNING)
    case = fresh(case)
    assert (case.appointment.state, case.state) == ("confirmed", "in_progress")
    assert facts_of(case)[-2:] == ["case.appointment_confirmed", "case.resumed"]
    with pytest.raises(Refused) as caught:
        confirm_appointment(link_holder(case), case=case, now=MORNING)
    assert caught.value.code == "confirmed_already"


def test_the_customer_asks_for_another_time_with_reason_and_wish(world: World) -> None:
    case, _made = appointed(world)
    actor = link_holder(case)
    with pytest.raises(Invalid) as caught:
        decline_appointment(actor, case=case, why=" ", days=["2026-11-27"], now=MORNING)
    assert set(caught.value.fields) == {"why", "days"}
    decline_appointment(actor, case=case, why="سر کارم", days=["2026-11-24"], parts=["morning"], now=MORNING)
    case = fresh(case)
    assert (case.appointment.state, case.appointment.remind_at) == ("declined", None)
    assert case.preference == {"days": ["2026-11-24"], "parts": ["morning"]}
    post = Post.objects.unscoped("test").get(pk=last(case, "case.appointment_declined")["post_id"])
    assert (post.body, post.internal) == ("سر کارم", False)
    assert "سر کارم" not in str(last(case, "case.appointment_declined"))


def test_too_close_to_it_the_customer_writes_instead(world: World) -> None:
    case, _made = appointed(world)
    actor, late = link_holder(case), BEGIN - timedelta(hours=2)
    for act in (cancel_appointment, decline_appointment):
        with pytest.raises(Refused) as caught:
            act(actor, case=case, why="نمی‌رسم", now=late)
        assert caught.value.code == "too_late_to_change"
    assert facts_of(case)[-1] == "case.appointment_made"
    cancel_appointment(actor, case=case, now=BEGIN - timedelta(hours=4))
    assert fresh(case).appointment.state == "cancelled"
    assert last(case, "case.appointment_cancelled")["because"] == "customer"


def test_staff_move_and_cancel_with_a_reason(world: World) -> None:
    case, made = appointed(world)
    actor = world.actor("carol")
    wanted = Wanted(BEGIN + DAY, END + DAY)
    with pytest.raises(Invalid) as caught:
        move_appointment(actor, case=case, wanted=wanted, now=MORNING)
    assert set(caught.value.fields) == {"why"}
    confirm_appointment(link_holder(case), case=case, now=MORNING)
    move_appointment(actor, case=case, wanted=wanted, why="بیماری تکنسین", now=MORNING)
    case = fresh(case)
    assert (case.appointment.pk, case.appointment.state, case.appointment.begins_at) == (
        made.pk,
        "fixed",
        BEGIN + DAY,
    )
    assert last(case, "case.appointment_moved")["was_begins_at"] == BEGIN.isoformat()
    with pytest.raises(Invalid):
        cancel_appointment(actor, case=case, now=MORNING)
    cancel_appointment(actor, case=case, why="قطعه نرسید", now=MORNING)
    assert fresh(case).appointment.state == "cancelled"
    with pytest.raises(Refused) as refused:
        cancel_appointment(actor, case=fresh(case), why="باز هم", now=MORNING)
    assert refused.value.code == "no_appointment"
    with pytest.raises(Conflict):
        move_appointment(actor, case=fresh(case), wanted=wanted, why="دیر", now=MORNING)


def test_another_technician_at_the_same_time_leaves_the_agreement(world: World) -> None:
    case, _made = appointed(world)
    confirm_appointment(link_holder(case), case=case, now=MORNING)
    wanted = Wanted(BEGIN, END, technician=world.staff("bob"))
    move_appointment(world.actor("carol"), case=fresh(case), wanted=wanted, why="مرخصی", now=MORNING)
    assert fresh(case).appointment.state == "confirmed"


def test_who_did_not_come_is_told_by_either_side(world: World) -> None:
    case, _made = appointed(world)
    with pytest.raises(Refused) as caught:
        miss_appointment(world.actor("carol"), case=case, by="customer", now=BEGIN - timedelta(minutes=1))
    assert caught.value.code == "too_early"
    for by, when, code in (
        ("company", BEGIN + timedelta(minutes=1), "too_early"),
        ("customer", END, "staff_only"),
    ):
        with pytest.raises(Refused) as caught:
            miss_appointment(link_holder(case), case=case, by=by, now=when)
        assert caught.value.code == code
    with pytest.raises(Invalid):
        miss_appointment(world.actor("carol"), case=case, by="nobody", now=END)
    miss_appointment(link_holder(case), case=case, by="company", now=END)
    assert fresh(case).appointment.state == "missed_company"
    assert last(case, "case.appointment_missed")["told_by_customer"] is True
    assert appointed(world, fresh(case), begins_at=BEGIN + DAY, ends_at=END + DAY)[1].state == "fixed"


def test_a_hold_with_it_stops_only_what_may_stop(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received")
    case, _made = appointed(world, case)
    miss_appointment(world.actor("carol"), case=case, by="customer", hold=True, now=BEGIN)
    case = fresh(case)
    assert (case.state, case.hold_reason) == ("on_hold", "waiting_for_customer")
    running = set(last(case, "case.held")["running"])
    states = dict(Promise.objects.unscoped("test").filter(case=case).values_list("name", "state"))
    assert {name for name, state in states.items() if state == "paused"}.isdisjoint(running)


def test_the_visit_that_took_place_keeps_it(world: World) -> None:
    case, _made = appointed(world)
    say(world, "progress", case, moment="visit_completed", now=BEGIN)
    assert fresh(case).appointment.state == "kept"
    assert "case.appointment_kept" in facts_of(case)


def test_a_case_that_ends_ends_what_stood_once(world: World) -> None:
    case, _made = appointed(world)
    say(world, "resolve", case)
    assert end_appointment(case.pk, "resolved", MORNING) is True
    assert end_appointment(case.pk, "resolved", MORNING) is False
    assert fresh(case).appointment.state == "cancelled"
    begun, _made = appointed(world)
    assert end_appointment(begun.pk, "resolved", END) is True
    assert fresh(begun).appointment.state == "kept"


def test_the_day_before_comes_once(world: World) -> None:
    case, _made = appointed(world)
    assert remind_due(BEGIN - DAY - timedelta(minutes=1)) == 0
    assert remind_due(BEGIN - DAY) == 1
    assert remind_due(BEGIN - DAY) == 0
    assert facts_of(case)[-1] == "case.appointment_reminded"
    other, _made = appointed(world, begins_at=BEGIN + DAY, ends_at=END + DAY)
    decline_appointment(link_holder(other), case=other, why="نیستم", now=MORNING)
    assert remind_due(BEGIN) == 0


def test_what_is_soon_needs_no_reminder(world: World) -> None:
    soon = MORNING + timedelta(hours=1)
    _case, made = appointed(world, begins_at=soon, ends_at=soon + timedelta(minutes=30))
    assert made.remind_at is None


def test_the_list_shows_what_one_may_see_in_one_query(world: World, django_assert_num_queries) -> None:
    case, _made = appointed(world)
    cancelled, _other = appointed(world)
    cancel_appointment(world.actor("carol"), case=cancelled, why="نشد", now=MORNING)
    span, carol = {"first": BEGIN - DAY, "before": BEGIN + DAY}, world.actor("carol")
    with django_assert_num_queries(1):
        rows = appointments(carol, **span).rows
        assert [(row.case.code, row.case.customer.name) for row in rows] == [(case.code, "مریم محمدی")]
    assert len(appointments(world.actor("carol"), **span, state="cancelled").rows) == 1
    for who in ("isa", "mallory"):
        assert appointments(world.actor(who), **span).rows == []
    with pytest.raises(Invalid):
        appointments(world.actor("carol"), **span, state="someday")


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        ("standing", 1),
        ("none", 1),
        ("unanswered", 1),
        ("today", 0),
        ("missed", 0),
        ("past", 0),
        ("declined", 0),
    ],
)
def test_lists_of_cases_narrow_by_it(
    world: World, django_assert_num_queries, choice: str, count: int
) -> None:
    world.open("reza", mobile=world.cast.reza.mobile)
    appointed(world, fixed=False)
    carol = world.actor("carol")
    with django_assert_num_queries(1):
        assert len(inbox(carol, now=MORNING, narrow=Narrow(appointment=choice)).cases) == count
    with pytest.raises(Invalid):
        inbox(carol, now=MORNING, narrow=Narrow(appointment="whenever"))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=2), "پس‌فردا"),
        (timedelta(days=1), "فردا"),
        (timedelta(hours=2), "امروز، حدود ۲ ساعت دیگر"),
        (timedelta(minutes=20), "کمتر از یک ساعت دیگر"),
        (timedelta(0), "همین حالا"),
        (timedelta(hours=-3), ""),
    ],
)
def test_how_long_it_is_until_then_in_words(world: World, before: timedelta, words: str) -> None:
    case, made = appointed(world)
    reader = Reader.of(link_holder(case), case.organisation)
    assert countdown(made, BEGIN - before, reader) == words


def test_the_history_tells_each_side_what_is_theirs(world: World) -> None:
    case, _made = appointed(world, technician=world.staff("bob"))
    staff, customer = (timeline(actor, case)[-1] for actor in (world.actor("carol"), link_holder(case)))
    assert staff.text == "قرار گذاشته شد: دوشنبه ۲ آذر ۱۴۰۵، ساعت ۱۰:۰۰ تا ۱۲:۰۰."
    assert "بابک بهرامی" in staff.detail
    assert customer.text == staff.text
    assert customer.detail == "تکنسین پیش شما می‌آید."
