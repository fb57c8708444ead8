"""Months and years are counted in the calendar that a rule names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from sepas.service_levels.calendars import MonthCalendar, add_months, add_years

calendars = st.sampled_from(["jalali", "gregorian"])
days = st.dates(date(1950, 1, 1), date(2100, 1, 1))


def jalali(year: int, month: int, day: int) -> date:
    return JalaliDate(year, month, day).to_gregorian()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ((1403, 5, 12), 18, (1404, 11, 12)),
        ((1403, 3, 31), 1, (1403, 4, 31)),
        ((1403, 6, 31), 1, (1403, 7, 30)),
        ((1403, 6, 31), 6, (1403, 12, 30)),
        ((1404, 6, 31), 6, (1404, 12, 29)),
        ((1403, 12, 30), 12, (1404, 12, 29)),
        ((1403, 12, 30), 48, (1407, 12, 29)),
        ((1403, 12, 30), 60, (1408, 12, 30)),
        ((1403, 1, 31), -1, (1402, 12, 29)),
        ((1404, 1, 31), -1, (1403, 12, 30)),
        ((1403, 5, 12), 0, (1403, 5, 12)),
        ((1403, 5, 12), -17, (1401, 12, 12)),
    ],
)
def test_jalali_months_keep_the_day_number_or_end_with_the_month(start, months, end):
    assert add_months(jalali(*start), months, "jalali") == jalali(*end)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_gregorian_months_keep_the_day_number_or_end_with_the_month(start, months, end):
    assert add_months(start, months, "gregorian") == end


def test_the_two_calendars_end_a_guarantee_on_different_days():
    bought = jalali(1403, 6, 31)  # 21 September 2024
    assert add_months(bought, 18, "jalali") == date(2026, 3, 20)  # 29 Esfand 1404
    assert add_months(bought, 18, "gregorian") == date(2026, 3, 21)


def test_the_last_day_of_a_leap_year_falls_back_a_day_in_a_common_year():
    assert add_years(jalali(1399, 12, 30), 1, "jalali") == jalali(1400, 12, 29)
    assert add_years(jalali(1399, 12, 30), 4, "jalali") == jalali(1403, 12, 30)
    assert add_years(date(2020, 2, 29), 1, "gregorian") == date(2021, 2, 28)


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(OverflowError, match="outside the calendar"):
        add_years(date(2024, 1, 1), 9000, "gregorian")
    with pytest.raises(OverflowError, match="outside the calendar"):
        add_years(date(2024, 1, 1), 9000, "jalali")
    with pytest.raises(OverflowError, match="before the Jalali calendar"):
        add_months(date(500, 1, 1), 1, "jalali")


@given(days, st.integers(-600, 600), calendars)
def test_more_months_never_end_earlier(day: date, months: int, calendar: MonthCalendar):
    assert add_months(day, months, calendar) < add_months(day, months + 1, calendar)


@given(days, st.integers(-600, 600), calendars)
def test_a_later_start_never_ends_earlier(day: date, months: int, calendar: MonthCalendar):
    later = date.fromordinal(day.toordinal() + 1)
    assert add_months(day, months, calendar) <= add_months(later, months, calendar)


@given(days, st.integers(-600, 600), calendars)
def test_going_back_returns_to_the_same_day_or_less_than_a_month_end_before(day, months, calendar):
    back = add_months(add_months(day, months, calendar), -months, calendar)
    assert 0 <= (day - back).days <= 3
