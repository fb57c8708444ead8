"""Free times: within the branch's hours, beside what people have to do already, on days when they are there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.prefer import prefer_appointment
from sepas.kernel.errors import Invalid, Refused
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_spans
from sepas.teamwork.free_times import A_DAY, LEAD, MOST, Diary, free_times, windows
from sepas.teamwork.models import Absence
from tests.cases.world import MORNING, World, fresh, make_world

HOUR = timedelta(hours=1)


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def first_hours(world: World, days: int = 1) -> tuple[date, datetime, datetime]:
    calendar = calendar_of(world.tehran)
    day = calendar.add_working_days(calendar.local_day(MORNING), days)
    opens, closes = working_spans(day, calendar)[0]
    return day, opens, closes


def times(world: World, case, **more):
    return free_times(world.actor("carol"), case=fresh(case), now=MORNING, **more)


def test_windows_lie_within_the_hours_and_begin_late_enough(world: World) -> None:
    case = world.open()
    found = times(world, case)
    assert len(found) == MOST
    calendar = calendar_of(world.tehran)
    for each in found:
        day = calendar.local_day(each.begins_at)
        assert each.begins_at >= MORNING + LEAD
        assert each.ends_at - each.begins_at == 2 * HOUR
        assert any(
            opens <= each.begins_at and each.ends_at <= closes
            for opens, closes in working_spans(day, calendar)
        )
    starts = [each.begins_at for each in found]
    assert starts == sorted(set(starts))


def test_whoever_is_expected_elsewhere_is_not_free_then(world: World) -> None:
    bob, (_day, opens, _closes) = world.staff("bob"), first_hours(world)
    elsewhere = Wanted(opens, opens + 2 * HOUR, technician=bob)
    make_appointment(world.actor("carol"), case=world.open(), wanted=elsewhere, now=MORNING)
    case = world.open()
    mine = times(world, case, technician=bob)
    assert not any(each.begins_at < opens + 2 * HOUR and each.ends_at > opens for each in mine)
    assert opens + 2 * HOUR in [each.begins_at for each in mine]
    anybody = next(each for each in times(world, case) if each.begins_at == opens)
    assert anybody.people
    assert bob not in anybody.people


def test_ones_own_appointment_does_not_stand_in_the_way_of_moving_it(world: World) -> None:
    bob, (_day, opens, _closes) = world.staff("bob"), first_hours(world)
    case = world.open()
    make_appointment(
        world.actor("carol"), case=case, wanted=Wanted(opens, opens + HOUR, technician=bob), now=MORNING
    )
    assert opens in [each.begins_at for each in times(world, case, technician=bob, length=HOUR)]


def test_days_away_are_left_out(world: World) -> None:
    bob, (day, _opens, _closes) = world.staff("bob"), first_hours(world)
    calendar = calendar_of(world.tehran)
    case = world.open()
    before = {calendar.local_day(each.begins_at) for each in times(world, case, technician=bob)}
    Absence.objects.create(staff=bob, first=day, last=day)
    after = {calendar.local_day(each.begins_at) for each in times(world, case, technician=bob)}
    assert day in before
    assert day not in after
    assert after


def test_what_the_customer_wished_is_told_even_when_it_is_far(world: World) -> None:
    case = world.open(unit=world.fridge)
    day, _opens, _closes = first_hours(world, 6)
    prefer_appointment(
        world.actor("carol"), case=fresh(case), days=[day.isoformat()], parts=["afternoon"], now=MORNING
    )
    calendar = calendar_of(world.tehran)
    wished = [each for each in times(world, case) if each.wished]
    assert wished
    for each in wished:
        begin = each.begins_at.astimezone(calendar.zone)
        assert begin.date() == day
        assert (each.ends_at.astimezone(calendar.zone).hour, begin.hour) > (14, 0)
        assert begin.hour < 18
    assert len([each for each in times(world, case) if not each.wished]) <= MOST


def test_whoever_has_least_to_do_comes_first(world: World) -> None:
    calendar = calendar_of(world.tehran)
    day, opens, closes = first_hours(world)
    diaries = {1: Diary([(closes - HOUR, closes)]), 2: Diary()}
    found = dict(windows(calendar, diaries, length=HOUR, now=MORNING))
    assert found[(opens, opens + HOUR)] == [2, 1]
    other = calendar.add_working_days(day, 1)
    then = working_spans(other, calendar)[0][0]
    assert found[(then, then + HOUR)] == [1, 2]


def test_no_day_hides_the_others_and_nobody_free_gives_nothing(world: World) -> None:
    calendar = calendar_of(world.tehran)
    found = windows(calendar, {1: Diary()}, length=timedelta(minutes=30), now=MORNING)
    a_day: dict[date, int] = {}
    for (begin, _end), _who in found:
        a_day[calendar.local_day(begin)] = a_day.get(calendar.local_day(begin), 0) + 1
    assert max(a_day.values()) == A_DAY
    assert len(a_day) > 15
    away = Diary(away=[(date(2000, 1, 1), date(2100, 1, 1))])
    assert windows(calendar, {1: away}, length=HOUR, now=MORNING) == []
    always = Diary([(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))])
    assert windows(calendar, {1: always}, length=HOUR, now=MORNING) == []


def test_a_gap_between_two_appointments_is_found_at_the_half_hour(world: World) -> None:
    calendar = calendar_of(world.tehran)
    _day, opens, closes = first_hours(world)
    gap = opens + timedelta(minutes=90)
    diary = Diary([(opens, gap), (gap + HOUR, closes)])
    found = windows(calendar, {1: diary}, length=HOUR, now=opens - 2 * HOUR)
    assert found[0][0] == (gap, gap + HOUR)


def test_length_and_permission(world: World) -> None:
    case = world.open()
    for length in (timedelta(minutes=5), timedelta(hours=11)):
        with pytest.raises(Invalid):
            times(world, case, length=length)
    with pytest.raises(Refused):
        free_times(world.actor("dana"), case=fresh(case), now=MORNING)


def test_statements_do_not_grow_with_people(world: World) -> None:
    case, carol = fresh(world.open()), world.actor("carol")
    with CaptureQueriesContext(connection) as caught:
        free_times(carol, case=case, now=MORNING)
    assert len(caught) <= 5, [query["sql"] for query in caught]
