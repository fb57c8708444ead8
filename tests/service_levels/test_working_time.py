"""Working time passes only while the place is open, and is exact when clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepas.service_levels.calendars import ALL_DAY, WorkingCalendar
from sepas.service_levels.worktime import (
    add_working_time,
    closing_time,
    day_end,
    day_start,
    working_spans,
    working_time_between,
)
from tests.service_levels.strategies import calendars, moments

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
TEHRAN = ZoneInfo("Asia/Tehran")
SHOP = WorkingCalendar.of(
    {
        **{day: [("08:00", "12:00"), ("13:00", "17:00")] for day in (SAT, SUN, MON, TUE, WED)},
        THU: [("08:00", "12:00")],
    }
)
EVERY_DAY = {weekday: [ALL_DAY] for weekday in range(7)}


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=TEHRAN)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (at(2025, 8, 2, 9), hours(2), at(2025, 8, 2, 11)),
        (at(2025, 8, 2, 9), hours(4), at(2025, 8, 2, 14)),
        (at(2025, 8, 2, 9), hours(7), at(2025, 8, 2, 17)),
        (at(2025, 8, 2, 9), hours(8), at(2025, 8, 3, 9)),
        (at(2025, 8, 2, 12, 30), hours(1), at(2025, 8, 2, 14)),
        (at(2025, 8, 2, 3), hours(1), at(2025, 8, 2, 9)),
        (at(2025, 7, 31, 11), hours(2), at(2025, 8, 2, 9)),
        (at(2025, 8, 1, 10), hours(44), at(2025, 8, 7, 12)),
        (at(2025, 8, 1, 10), hours(0), at(2025, 8, 1, 10)),
    ],
)
def test_working_time_skips_breaks_nights_and_days_of_rest(start, duration, end):
    assert add_working_time(start, duration, SHOP) == end
    assert working_time_between(start, end, SHOP) == duration


def test_the_answer_is_in_utc():
    assert add_working_time(at(2025, 8, 2, 9), hours(1), SHOP).tzinfo is UTC


def test_a_thousand_hours_later_is_counted_by_the_week():
    # 44 hours a week: 22 weeks are 968, then 8 + 8 + 8 + 8 = 32 more.
    assert add_working_time(at(2025, 8, 2, 8), hours(1000), SHOP) == at(2026, 1, 6, 17)


def test_what_fills_a_month_exactly_ends_with_its_last_closing():
    # August 2025 has 22 whole days and four Thursdays.
    assert add_working_time(at(2025, 7, 31, 13), hours(22 * 8 + 4 * 4), SHOP) == at(2025, 8, 31, 17)


def test_time_between_is_negative_backwards():
    assert working_time_between(at(2025, 8, 2, 14), at(2025, 8, 2, 9), SHOP) == -hours(4)


def test_a_naive_moment_and_a_negative_duration_are_refused():
    with pytest.raises(ValueError, match="no time zone"):
        add_working_time(datetime(2025, 8, 2), hours(1), SHOP)
    with pytest.raises(ValueError, match="no time zone"):
        working_time_between(at(2025, 8, 2), datetime(2025, 8, 2), SHOP)
    with pytest.raises(ValueError, match="not taken away"):
        add_working_time(at(2025, 8, 2), -hours(1), SHOP)


def test_the_end_of_all_dates_is_refused_rather_than_searched_for_ever():
    with pytest.raises(OverflowError):
        add_working_time(at(9999, 12, 20), timedelta(days=400), SHOP)


def test_a_day_open_round_the_clock_has_23_or_25_hours_when_clocks_change():
    london = WorkingCalendar.of(EVERY_DAY, timezone="Europe/London")
    for day, length in [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 6, 1), 24)]:
        [(opens, closes)] = working_spans(day, london)
        assert closes - opens == hours(length)


def test_a_midnight_that_the_clock_skipped_is_the_moment_of_the_jump():
    # Until 2022 Iran's clocks jumped from 24:00 to 01:00 in spring.
    tehran = WorkingCalendar.of(EVERY_DAY)
    jump = datetime(2022, 3, 21, 20, 30, tzinfo=UTC)
    assert day_start(date(2022, 3, 22), tehran) == jump
    assert jump.astimezone(TEHRAN).isoformat() == "2022-03-22T01:00:00+04:30"
    assert day_end(date(2022, 3, 21), tehran) == jump - timedelta(microseconds=1)


def test_an_opening_inside_the_skipped_hour_happens_when_the_gap_ends():
    night = WorkingCalendar.of({SUN: [("01:30", "03:00")]}, timezone="Europe/London")
    assert working_spans(date(2025, 3, 30), night) == [
        (datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 3, 30, 2, tzinfo=UTC))
    ]


def test_a_shop_wholly_inside_the_skipped_hour_does_not_open():
    night = WorkingCalendar.of({SUN: [("01:15", "01:45")]}, timezone="Europe/London")
    start = datetime(2025, 3, 30, 0, tzinfo=UTC)
    assert working_time_between(start, start + timedelta(days=1), night) == timedelta(0)
    assert add_working_time(start, timedelta(minutes=1), night) == datetime(2025, 4, 6, 0, 16, tzinfo=UTC)


def test_ordinary_hours_keep_their_wall_clock_across_the_change():
    office = WorkingCalendar.of({d: [("09:00", "17:00")] for d in range(5)}, timezone="Europe/London")
    friday = datetime(2025, 3, 28, 16, tzinfo=ZoneInfo("Europe/London"))
    assert add_working_time(friday, hours(2), office) == datetime(
        2025, 3, 31, 10, tzinfo=ZoneInfo("Europe/London")
    )


def test_closing_time_is_the_last_closing_or_the_end_of_the_day():
    assert closing_time(date(2025, 8, 2), SHOP) == at(2025, 8, 2, 17)
    assert closing_time(date(2025, 7, 31), SHOP) == at(2025, 7, 31, 12)
    end = at(2025, 8, 1, 23, 59, 59, 999999)
    assert closing_time(date(2025, 8, 1), SHOP) == end
    assert closing_time(date(2025, 8, 1), WorkingCalendar.of(EVERY_DAY)) == end


durations = st.timedeltas(timedelta(0), timedelta(days=40))


@given(calendars(), moments, durations)
@settings(deadline=None)
def test_what_was_added_is_what_lies_between(calendar, start, duration):
    end = add_working_time(start, duration, calendar)
    assert end >= start
    assert working_time_between(start, end, calendar) == duration


@given(calendars(), moments, durations)
@settings(deadline=None)
def test_the_end_is_the_first_such_moment(calendar, start, duration):
    end = add_working_time(start, duration, calendar)
    if duration:
        earlier = end - timedelta(microseconds=1)
        assert working_time_between(start, earlier, calendar) == duration - timedelta(microseconds=1)


@given(calendars(), moments, moments, moments)
@settings(deadline=None)
def test_adjacent_spans_add_up_and_never_exceed_the_time_that_passes(calendar, a, b, c):
    a, b, c = sorted([a, b, c])
    whole = working_time_between(a, c, calendar)
    assert working_time_between(a, b, calendar) + working_time_between(b, c, calendar) == whole
    assert timedelta(0) <= whole <= c - a


@given(calendars(), moments, st.integers(0, 3000))
@settings(deadline=None, max_examples=30)
def test_a_span_agrees_with_asking_every_quarter_of_an_hour(calendar, start, quarters):
    step = timedelta(minutes=15)
    start = day_start(calendar.local_day(start), calendar)
    slow = timedelta(0)
    for i in range(quarters):
        moment = start + i * step
        wall = moment.astimezone(calendar.zone)
        opens = [(h.opens, h.closes) for h in calendar.hours_on(wall.date())]
        slow += step * any(a <= wall.time() and (wall.time() < b or b == ALL_DAY.closes) for a, b in opens)
    fast = working_time_between(start, start + quarters * step, calendar)
    # An hour that comes twice is counted by its first coming: at most one hour apart, once a year.
    assert abs(slow - fast) <= timedelta(hours=1)
    if calendar.timezone in ("Europe/Istanbul", "Asia/Kathmandu"):
        assert slow == fast
