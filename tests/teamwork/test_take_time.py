"""Taking one of the free times: where the company lets its customers, for as long as the service takes, once."""

from datetime import datetime, timedelta

import pytest

from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.attend import decline_appointment
from sepas.cases.models import Appointment, Case
from sepas.cases.queries.one import link_holder
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from sepas.parties.actions.organisations import edit_organisation
from sepas.parties.models import RoleAssignment
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_spans
from sepas.teamwork.actions.take_time import take_time, technicians, times_to_choose
from sepas.teamwork.free_times import USUAL, length_of
from sepas.teamwork.models import Absence, Notification, Reason
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, facts_of, fresh, last

HOUR = timedelta(hours=1)


@pytest.fixture
def open_to_customers(world: World) -> World:
    edit_organisation(world.actor("adam"), organisation=world.sard, customers_choose=True, now=MORNING)
    return world


def promised(case: Case, amount: int, unit: str, way: str = "at_home") -> Case:
    """The case as if its service had been promised to take so long."""
    Case.objects.unscoped("test").filter(pk=case.pk).update(
        offer={"way": way, "duration": {"amount": amount, "unit": unit}}
    )
    return fresh(case)


def opening(world: World, days: int = 1) -> datetime:
    calendar = calendar_of(world.tehran)
    day = calendar.add_working_days(calendar.local_day(MORNING), days)
    return working_spans(day, calendar)[0][0]


def take(case: Case, begins_at: datetime, **more) -> Appointment:
    case = fresh(case)
    return take_time(link_holder(case), case=case, begins_at=begins_at, now=MORNING, **more)


def appointments_of(case: Case) -> int:
    return Appointment.objects.unscoped("test").filter(case=case).count()


@pytest.mark.parametrize(
    ("amount", "unit", "length"),
    [
        (90, "minute", timedelta(minutes=90)),
        (3, "hour", 3 * HOUR),
        (2, "day", USUAL),
        (5, "minute", USUAL),
        (11, "hour", USUAL),
    ],
)
def test_an_appointment_takes_as_long_as_its_service(world: World, amount: int, unit: str, length) -> None:
    case = world.open()
    assert length_of(case) == USUAL
    assert length_of(promised(case, amount, unit)) == length


def test_the_customer_takes_a_time_and_everybody_hears_of_it(open_to_customers: World) -> None:
    world = open_to_customers
    case = promised(world.open(), 90, "minute")
    found = times_to_choose(link_holder(case), case=case, now=MORNING)
    calendar = calendar_of(world.tehran)
    assert found
    assert all(calendar.local_day(each.begins_at) > calendar.local_day(MORNING) for each in found)
    made = take(case, found[0].begins_at)
    assert (made.state, made.ends_at - made.begins_at, made.meeting) == ("confirmed", 1.5 * HOUR, "home")
    assert made.technician in technicians(case)
    fact = last(case, "case.appointment_chosen")
    assert (fact["by_customer"], fact["was_begins_at"]) == (True, "")
    run_pending(MORNING)
    told = Message.objects.unscoped("test").filter(case_code=case.code, template="appointment_made")
    assert told.count() == 1
    assert Notification.objects.unscoped("test").filter(case=case, reason=Reason.APPOINTMENT).exists()
    take(case, found[0].begins_at)
    assert facts_of(case).count("case.appointment_chosen") == 1


def test_only_those_whose_work_it_is_to_come_are_sent(open_to_customers: World) -> None:
    world = open_to_customers
    case = world.open()
    assert world.staff("bob") in technicians(case)
    assert world.staff("adam") not in technicians(case)
    RoleAssignment.objects.unscoped("test").filter(role="technician").delete()
    assert times_to_choose(link_holder(case), case=fresh(case), now=MORNING) == []


def test_a_time_that_was_just_taken_is_told_with_the_next_ones(open_to_customers: World) -> None:
    world = open_to_customers
    begin = opening(world)
    for person in technicians(world.open()):
        elsewhere = Wanted(begin, begin + HOUR, technician=person)
        make_appointment(world.actor("carol"), case=world.open(), wanted=elsewhere, now=MORNING)
    case = world.open()
    with pytest.raises(Conflict) as caught:
        take(case, begin)
    assert caught.value.code == "time_taken"
    free = caught.value.data["free"]
    assert free
    assert all(datetime.fromisoformat(first) >= begin + HOUR for first, _last in free)
    assert appointments_of(case) == 0
    assert facts_of(case) == ["case.opened"]


def test_somebody_away_is_not_sent(open_to_customers: World) -> None:
    world = open_to_customers
    case, begin = world.open(), opening(world)
    day = calendar_of(world.tehran).local_day(begin)
    for person in technicians(case):
        Absence.objects.create(staff=person, first=day, last=day)
    with pytest.raises(Conflict):
        take(case, begin)


def test_another_time_takes_the_place_of_the_one_that_stood(open_to_customers: World) -> None:
    world = open_to_customers
    case = world.open()
    first, second = opening(world), opening(world, 2)
    made = take(case, first, meeting="branch")
    assert made.meeting == "branch"
    moved = take(case, second)
    assert (moved.pk, moved.begins_at, moved.meeting, moved.state) == (made.pk, second, "branch", "confirmed")
    assert last(case, "case.appointment_chosen")["was_begins_at"] == first.isoformat()
    offered = times_to_choose(link_holder(fresh(case)), case=fresh(case), now=MORNING)
    assert second not in [each.begins_at for each in offered]


def test_what_was_declined_is_over_and_what_waited_goes_on(open_to_customers: World) -> None:
    world = open_to_customers
    case, begin = world.open(), opening(world)
    wanted = Wanted(begin, begin + HOUR, fixed=False)
    make_appointment(world.actor("carol"), case=case, wanted=wanted, now=MORNING)
    decline_appointment(link_holder(fresh(case)), case=(was := fresh(case)), why="سر کارم", now=MORNING)
    assert was.appointment is not None
    say(world, "hold", fresh(case), reason="waiting_for_customer")
    made = take(case, opening(world, 2))
    assert made.state == "confirmed"
    assert last(case, "case.appointment_chosen")["was_begins_at"] == ""
    assert fresh(case).state != "on_hold"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda opens: opens + timedelta(minutes=10),
        lambda opens: opens - HOUR,
        lambda opens: MORNING + HOUR,
        lambda opens: opens + timedelta(days=40),
    ],
)
def test_a_time_that_was_not_offered(open_to_customers: World, wrong) -> None:
    case = open_to_customers.open()
    with pytest.raises(Invalid) as caught:
        take(case, wrong(opening(open_to_customers)))
    assert set(caught.value.fields) == {"begins_at"}
    assert appointments_of(case) == 0


def test_a_place_that_is_none_and_the_place_that_the_service_says(open_to_customers: World) -> None:
    case, begin = open_to_customers.open(), opening(open_to_customers)
    with pytest.raises(Invalid) as caught:
        take(case, begin, meeting="moon")
    assert set(caught.value.fields) == {"meeting"}
    promised(case, 1, "hour", way="at_branch")
    assert take(case, begin, meeting="home").meeting == "branch"


def test_the_company_says_whether_customers_choose_and_programs_may_for_them(world: World) -> None:
    case, begin = world.open(), opening(world)
    with pytest.raises(Refused) as caught:
        take(case, begin)
    assert caught.value.code == "not_offered"
    assert appointments_of(case) == 0
    made = take_time(world.actor("carol"), case=fresh(case), begins_at=begin, now=MORNING)
    assert made.state == "confirmed"
    assert last(case, "case.appointment_chosen")["by_customer"] is False


def test_nobody_comes_for_advice_or_from_afar_or_once_it_is_done(open_to_customers: World) -> None:
    world = open_to_customers
    advice = world.open(kind="advice")
    afar = promised(world.open(), 1, "hour", way="remote")
    done = world.open()
    say(world, "resolve", done)
    for case, code in [(advice, "nobody_comes"), (afar, "nobody_comes"), (done, "not_open")]:
        with pytest.raises(Refused) as caught:
            take(case, opening(world))
        assert caught.value.code == code
        assert appointments_of(case) == 0


def test_shortly_before_it_is_too_late_to_choose_another(open_to_customers: World) -> None:
    world = open_to_customers
    case, begin = world.open(), opening(world)
    take(case, begin)
    late = fresh(case)
    with pytest.raises(Refused) as caught:
        take_time(link_holder(late), case=late, begins_at=opening(world, 3), now=begin - HOUR)
    assert caught.value.code == "too_late_to_change"
    assert fresh(case).appointment.begins_at == begin


@pytest.mark.parametrize(
    ("who", "error"), [("dana", Refused), ("isa", NotFound), ("mallory", NotFound), ("reza", NotFound)]
)
def test_who_takes_no_time_in_this_case(open_to_customers: World, who: str, error: type[Exception]) -> None:
    case = open_to_customers.open()
    with pytest.raises(error):
        take_time(
            open_to_customers.actor(who), case=fresh(case), begins_at=opening(open_to_customers), now=MORNING
        )
    assert appointments_of(case) == 0
