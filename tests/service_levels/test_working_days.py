"""Working days are counted after the day of the event, by the calendar of a place."""

import pickle
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from sepas.service_levels.calendars import (
    ALL_DAY,
    Interval,
    WorkingCalendar,
    estimated_holidays,
    jurisdiction_calendar,
    official_holidays,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEK = {SAT: [ALL_DAY], SUN: [ALL_DAY], MON: [ALL_DAY], TUE: [ALL_DAY], WED: [ALL_DAY], THU: [ALL_DAY]}


def jalali(year: int, month: int, day: int) -> date:
    return JalaliDate(year, month, day).to_gregorian()


days = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@st.composite
def working_calendars(draw: st.DrawFn) -> WorkingCalendar:
    open_weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    near = st.dates(date(2018, 1, 1), date(2022, 1, 1))
    return WorkingCalendar.of(
        {weekday: [ALL_DAY] for weekday in open_weekdays},
        holidays=draw(st.sets(near, max_size=30)),
        special_days={
            day: [("08:00", "12:00")] if opens else []
            for day, opens in draw(st.dictionaries(near, st.booleans(), max_size=10)).items()
        },
    )


def test_the_day_of_the_event_is_not_counted():
    calendar = WorkingCalendar.of(WEEK)
    wednesday = jalali(1404, 5, 1)
    assert wednesday.weekday() == WED
    assert calendar.add_working_days(wednesday, 1) == jalali(1404, 5, 2)
    assert calendar.add_working_days(wednesday, 2) == jalali(1404, 5, 4)
    assert calendar.add_working_days(wednesday, 0) == wednesday


def test_two_working_days_over_nowruz_end_after_the_holidays():
    iran = jurisdiction_calendar("IR")
    # Tuesday 28 Esfand 1403; the 29th and 30th and 1 to 4 Farvardin are holidays.
    assert iran.add_working_days(jalali(1403, 12, 28), 1) == jalali(1404, 1, 5)
    assert iran.add_working_days(jalali(1403, 12, 28), 2) == jalali(1404, 1, 6)


def test_seven_working_days_of_distance_selling_skip_fridays_and_tasua_and_ashura():
    iran = jurisdiction_calendar("IR")
    # Monday 9 Tir 1404; Friday 13, Tasua 14 and Ashura 15 Tir, Friday 20 Tir do not count.
    assert iran.add_working_days(jalali(1404, 4, 9), 7) == jalali(1404, 4, 19)
    thursday_rest = jurisdiction_calendar("IR", weekly_rest={THU, FRI})
    assert thursday_rest.add_working_days(jalali(1404, 4, 9), 7) == jalali(1404, 4, 22)


def test_saturday_counts_in_turkiye_but_not_in_the_uk_or_the_eu():
    saturday = date(2025, 8, 2)
    assert jurisdiction_calendar("TR").is_working_day(saturday)
    assert not jurisdiction_calendar("TR").is_working_day(saturday + timedelta(days=1))
    assert not jurisdiction_calendar("UK").is_working_day(saturday)
    assert not jurisdiction_calendar("EU").is_working_day(saturday)


def test_official_holidays_of_each_jurisdiction_are_days_of_rest():
    assert not jurisdiction_calendar("TR").is_working_day(date(2025, 5, 19))
    assert not jurisdiction_calendar("UK").is_working_day(date(2025, 8, 25))
    assert jurisdiction_calendar("EU").is_working_day(date(2025, 8, 25))
    assert not jurisdiction_calendar("EU").is_working_day(date(2025, 4, 21))
    assert not jurisdiction_calendar("EU-DE").is_working_day(date(2025, 10, 3))
    assert jurisdiction_calendar("EU").is_working_day(date(2025, 10, 3))


def test_an_unknown_jurisdiction_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown jurisdiction 'XX'; known are .*IR.*TR"):
        jurisdiction_calendar("XX")


def test_a_jurisdiction_calendar_is_built_once():
    assert jurisdiction_calendar("IR") is jurisdiction_calendar("IR")
    assert jurisdiction_calendar("IR", weekly_rest={THU, FRI}) is jurisdiction_calendar(
        "IR", weekly_rest=[FRI, THU]
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ((1402, 12, 29), "روز ملی شدن صنعت نفت ایران"),
        ((1403, 12, 30), "آخرین روز سال"),
        ((1403, 1, 1), "جشن نوروز"),
        ((1404, 1, 4), "عید نوروز"),
        ((1404, 1, 13), "روز طبیعت"),
        ((1404, 3, 14), "رحلت حضرت امام خمینی"),
        ((1404, 3, 15), "قیام ۱۵ خرداد"),
        ((1403, 11, 22), "پیروزی انقلاب اسلامی"),
        ((1402, 5, 6), "عاشورای حسینی"),
        ((1400, 5, 28), "عاشورای حسینی"),
        ((1401, 5, 17), "عاشورای حسینی"),
        ((1403, 4, 26), "عاشورای حسینی"),
        ((1404, 4, 15), "عاشورای حسینی"),
        ((1400, 2, 23), "عید سعید فطر"),
        ((1401, 2, 13), "عید سعید فطر"),
        ((1402, 2, 2), "عید سعید فطر"),
        ((1403, 1, 22), "عید سعید فطر"),
        ((1403, 3, 28), "عید سعید قربان"),
        ((1400, 7, 5), "اربعین حسینی"),
        ((1404, 3, 16), "عید سعید قربان"),
        ((1404, 5, 23), "اربعین حسینی"),
    ],
)
def test_the_official_holidays_of_iran_fall_on_the_days_known(day, name):
    gregorian = jalali(*day)
    assert official_holidays("IR", [gregorian.year])[gregorian]["fa"] == name


@pytest.mark.parametrize("year", range(1380, 1429))
def test_solar_holidays_of_iran_agree_with_the_jalali_calendar_in_every_year(year):
    calendar = jurisdiction_calendar("IR")
    fixed = [(1, 1), (1, 2), (1, 3), (1, 4), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22), (12, 29)]
    assert [d for d in fixed if calendar.is_working_day(jalali(year, *d))] == []
    if JalaliDate.is_leap(year):
        assert jalali(year, 12, 30) in calendar.holidays


def test_lunar_holidays_of_years_to_come_say_that_they_are_estimated():
    assert estimated_holidays("IR", [2025]) == frozenset()
    future = official_holidays("IR", [2031])
    estimated = estimated_holidays("IR", [2031])
    assert 14 <= len(estimated) < len(future)
    assert all("تخمینی" in future[day]["fa"] for day in estimated)
    assert jalali(1410, 1, 1) in future
    assert jalali(1410, 1, 1) not in estimated


def test_names_are_given_in_both_languages_and_in_order():
    found = official_holidays("IR", [2025])
    assert list(found) == sorted(found)
    assert found[date(2025, 3, 22)] == {
        "fa": "شهادت حضرت علی علیه‌السلام؛ عید نوروز",
        "en": "Martyrdom of Imam Ali; Nowruz Holiday",
    }
    assert official_holidays("IR", []) == {}


def test_special_days_replace_weekly_hours_and_holidays():
    friday, saturday, sunday = jalali(1404, 5, 3), jalali(1404, 5, 4), jalali(1404, 5, 5)
    calendar = WorkingCalendar.of(
        WEEK,
        holidays=[sunday],
        special_days={friday: [("09:00", "12:00")], saturday: [], sunday: [("09:00", "12:00")]},
    )
    assert calendar.is_working_day(friday)
    assert not calendar.is_working_day(saturday)
    assert calendar.is_working_day(sunday)
    assert calendar.hours_on(friday) == (Interval(time(9), time(12)),)
    assert calendar.working_days_between(jalali(1404, 5, 2), sunday) == 2


def test_an_organisation_may_add_and_remove_holidays():
    day, other = jalali(1404, 5, 4), jalali(1404, 5, 5)
    calendar = WorkingCalendar.of(WEEK, holidays=[other]).with_holidays(add=[day], remove=[other])
    assert not calendar.is_working_day(day)
    assert calendar.is_working_day(other)


def test_the_local_day_of_a_moment_follows_the_zone():
    late = datetime(2025, 8, 2, 21, 0, tzinfo=UTC)
    assert WorkingCalendar.of(WEEK).local_day(late) == date(2025, 8, 3)
    assert WorkingCalendar.of(WEEK, timezone="Europe/London").local_day(late) == date(2025, 8, 2)


def test_hours_may_be_given_in_any_order_and_run_to_midnight():
    calendar = WorkingCalendar.of({MON: [("16:00", "24:00"), ("08:00", "12:00")]})
    assert calendar.weekly[MON] == (Interval(time(8), time(12)), Interval(time(16), time(0)))


@pytest.mark.parametrize(
    ("weekly", "message"),
    [
        ({}, "at least one"),
        ({MON: []}, "at least one"),
        ({7: [ALL_DAY]}, "0 \\(Monday\\) to 6"),
        ({MON: [("08:00", "12:00"), ("11:00", "15:00")]}, "overlap"),
        ({MON: [("08:00", "24:00"), ("09:00", "15:00")]}, "overlap"),
        ({MON: [("12:00", "08:00")]}, "before they open"),
        ({MON: [("12:00", "12:00")]}, "before they open"),
    ],
)
def test_impossible_hours_are_refused(weekly, message):
    with pytest.raises(ValueError, match=message):
        WorkingCalendar.of(weekly)


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(KeyError):
        WorkingCalendar.of(WEEK, timezone="Asia/Atlantis")


def test_counting_beyond_the_last_date_is_refused():
    calendar = WorkingCalendar.of(WEEK)
    with pytest.raises(OverflowError):
        calendar.add_working_days(date(9999, 12, 1), 40)
    with pytest.raises(OverflowError):
        calendar.add_working_days(date(1, 1, 5), -40)
    assert calendar.add_working_days(date(1, 1, 2), -1) == date(1, 1, 1)


def test_a_calendar_survives_pickling_after_use():
    calendar = jurisdiction_calendar("TR")
    calendar.add_working_days(date(2025, 1, 1), 3)
    again = pickle.loads(pickle.dumps(calendar))
    assert again == calendar
    assert again.add_working_days(date(2025, 1, 1), 3) == date(2025, 1, 4)


@given(working_calendars(), st.dates(date(2017, 1, 1), date(2023, 1, 1)), st.integers(-200, 200))
@settings(max_examples=100, deadline=None)
def test_counting_agrees_with_walking_day_by_day(calendar: WorkingCalendar, day: date, n: int):
    step = timedelta(days=1 if n > 0 else -1)
    walked, left = day, abs(n)
    while left:
        walked += step
        left -= calendar.is_working_day(walked)
    assert calendar.add_working_days(day, n) == walked
    assert calendar.working_days_between(day, walked) == n


@given(working_calendars(), days, days, days)
def test_counts_of_adjacent_spans_add_up(calendar: WorkingCalendar, a: date, b: date, c: date):
    a, b, c = sorted([a, b, c])
    between = calendar.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
