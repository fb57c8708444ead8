"""A branch's calendar: its hours, the official holidays, the special days nearest to it."""

from datetime import date, time

import pytest

from sepas.kernel.epoch import looking
from sepas.parties.actions.branches import set_hours
from sepas.parties.actions.days import set_special_day
from sepas.parties.models import Branch, SpecialDay
from sepas.service_levels.calendars import Interval, WorkingCalendar
from sepas.service_levels.queries import calendar_of, calendars_of, holidays_of
from tests.cast import NOW, Cast, make_branch, make_organisation

SATURDAY, THURSDAY, FRIDAY = date(2026, 11, 21), date(2026, 11, 26), date(2026, 11, 27)
NOWRUZ = date(2026, 3, 21)


def special(cast: Cast, branch: Branch | None, day: date, *intervals: list[str], title: str = "روز ویژه"):
    return SpecialDay.objects.create(
        organisation=cast.sard, branch=branch, day=day, title=title, intervals=list(intervals)
    )


def hours(calendar: WorkingCalendar, day: date) -> list[tuple[int, int]]:
    return [(span.opens.hour, span.closes.hour) for span in calendar.hours_on(day)]


def test_the_week_is_the_branchs_own(cast: Cast) -> None:
    calendar = calendar_of(cast.tehran)
    assert calendar.hours_on(SATURDAY) == (
        Interval(time(8, 30), time(12, 30)),
        Interval(time(13, 30), time(17)),
    )
    assert calendar.hours_on(THURSDAY) == (Interval(time(8, 30), time(12, 30)),)
    assert calendar.hours_on(FRIDAY) == ()
    assert calendar.timezone == "Asia/Tehran"


def test_official_holidays_are_closed(cast: Cast) -> None:
    assert NOWRUZ.weekday() == 5
    assert not calendar_of(cast.tehran).is_working_day(NOWRUZ)


def test_a_special_day_overrides_week_and_holiday(cast: Cast) -> None:
    special(cast, None, SATURDAY)
    special(cast, None, NOWRUZ, ["10:00", "14:00"])
    calendar = calendar_of(cast.tehran)
    assert hours(calendar, SATURDAY) == []
    assert hours(calendar, NOWRUZ) == [(10, 14)]


def test_the_nearest_special_day_wins(cast: Cast) -> None:
    special(cast, cast.tehran_east, SATURDAY, ["09:00", "10:00"])
    special(cast, cast.tehran, SATURDAY, ["11:00", "12:00"])
    special(cast, None, SATURDAY)
    found = calendars_of([cast.tehran, cast.tehran_east, cast.isfahan])
    assert hours(found[cast.tehran_east.pk], SATURDAY) == [(9, 10)]
    assert hours(found[cast.tehran.pk], SATURDAY) == [(11, 12)]
    assert hours(found[cast.isfahan.pk], SATURDAY) == []


def test_special_days_hold_below_and_not_beside_or_elsewhere(cast: Cast) -> None:
    special(cast, cast.tehran, SATURDAY)
    found = calendars_of([cast.tehran_east, cast.isfahan, cast.rival_tehran])
    assert hours(found[cast.tehran_east.pk], SATURDAY) == []
    assert hours(found[cast.isfahan.pk], SATURDAY) == [(8, 12), (13, 17)]
    assert hours(found[cast.rival_tehran.pk], SATURDAY) == [(8, 12), (13, 17)]


def test_days_are_read_once_for_each_organisation(cast: Cast, django_assert_num_queries) -> None:
    for day in range(1, 20):
        special(cast, cast.tehran, date(2026, 12, day))
    branches = [cast.tehran, cast.tehran_east, cast.isfahan, cast.rival_tehran]
    with looking():
        with django_assert_num_queries(2):
            calendar_of(cast.tehran)
        with django_assert_num_queries(2):
            calendars_of(branches)
        with django_assert_num_queries(0):
            calendars_of(branches)


def test_the_same_hours_and_days_give_the_same_object(cast: Cast) -> None:
    assert calendar_of(cast.tehran) is calendar_of(cast.isfahan)


def test_a_change_is_seen_at_once(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    before = calendar_of(cast.tehran)
    set_hours(adam, branch=cast.tehran, hours={"5": [["10:00", "11:00"]]}, now=NOW)
    assert hours(calendar_of(cast.tehran), SATURDAY) == [(10, 11)]
    set_special_day(adam, organisation=cast.sard, day=SATURDAY, title="تعطیل", intervals=[], now=NOW)
    assert hours(calendar_of(cast.tehran), SATURDAY) == []
    assert hours(before, SATURDAY) == [(8, 12), (13, 17)]


def test_hours_to_the_end_of_the_day(cast: Cast) -> None:
    set_hours(
        cast.actor_of("adam"),
        branch=cast.tehran,
        hours={day: [["00:00", "24:00"]] for day in "0123456"},
        now=NOW,
    )
    assert calendar_of(cast.tehran).hours_on(FRIDAY) == (Interval(time.min, time.min),)


def test_a_branch_without_hours_keeps_those_of_the_country(cast: Cast) -> None:
    bare = make_branch(cast.sard, "bare", "شعبه", hours={})
    calendar = calendar_of(bare)
    assert hours(calendar, SATURDAY) == [(9, 17)]
    assert hours(calendar, THURSDAY) == [(9, 13)]
    assert hours(calendar, FRIDAY) == []


@pytest.mark.parametrize(
    ("code", "zone", "rest"),
    [("TR", "Europe/Istanbul", {6}), ("EU-DE", "Europe/Berlin", {5, 6}), ("UK", "Europe/London", {5, 6})],
)
def test_other_countries_rest_on_other_days(db: None, code: str, zone: str, rest: set[int]) -> None:
    abroad = make_organisation("abroad", "بیرون", jurisdiction=code, time_zone=zone)
    calendar = calendar_of(make_branch(abroad, "one", "یک", hours={}))
    week = [date(2026, 11, day) for day in range(16, 23)]
    assert {day.weekday() for day in week if not calendar.is_working_day(day)} == rest


def test_official_holidays_are_listed_with_what_the_branch_makes_of_them(
    cast: Cast, django_assert_num_queries
) -> None:
    row = special(cast, cast.tehran, NOWRUZ, ["10:00", "14:00"])
    with django_assert_num_queries(1):
        found = holidays_of(cast.sard, cast.tehran_east, first=date(2026, 3, 20), last=date(2026, 3, 25))
    by_day = {item.day: item for item in found}
    assert sorted(by_day) == [date(2026, 3, 20), NOWRUZ, *(date(2026, 3, day) for day in (22, 23, 24))]
    assert (by_day[NOWRUZ].special, by_day[NOWRUZ].hours, by_day[NOWRUZ].is_open) == (
        row,
        [["10:00", "14:00"]],
        True,
    )
    second = by_day[date(2026, 3, 22)]
    assert (second.special, second.hours, second.is_open) == (None, [], False)
    assert "نوروز" in second.name["fa"]
    assert not second.estimated
    of_all = holidays_of(cast.sard, None, first=NOWRUZ, last=NOWRUZ)
    assert [item.special for item in of_all] == [None]
