"""A date is read however people type it; what can't be read is explained in both languages."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepas.kernel.dates import UnreadableDate, format_date, parse_date

DAY = date(2025, 8, 3)


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۴/۵/۱۲",
        "۱۴۰۴/۰۵/۱۲",
        "١٤٠٤/٥/١٢",
        "1404-05-12",
        "1404.5.12",
        "1404 5 12",
        "14040512",
        " ۱۴۰۴ / ۵ / ۱۲ ",
        "۱۲/۵/۱۴۰۴",
        "۱۲ مرداد ۱۴۰۴",
        "۱۲مرداد۱۴۰۴",
        "۱۲ امرداد ۱۴۰۴",
        "۱۲ مردادماه ۱۴۰۴",
        "۱۲ مرداد‌ماه سال ۱۴۰۴",
        "۱۴۰۴ مرداد ۱۲",
        "مرداد ۱۲، ۱۴۰۴",
        "یکشنبه ۱۲ مرداد ۱۴۰۴",
        "یک‌شنبه، ۱۲ مرداد ۱۴۰۴",
        "یک شنبه ۱۲ مرداد ۱۴۰۴",
        "12 Mordad 1404",
        "2025-08-03",
        "۲۰۲۵/۸/۳",
        "20250803",
        "3 August 2025",
        "August 3rd, 2025",
        "Sun, 3 Aug 2025",
        "۳ اوت ۲۰۲۵",
        "۳ آگوست ۲۰۲۵",
    ],
)
def test_a_date_is_read_however_it_is_written(text):
    assert parse_date(text, "jalali") == parse_date(text, "gregorian") == DAY


def test_a_gregorian_day_above_twelve_tells_day_from_month():
    assert parse_date("23/08/2025") == parse_date("08/23/2025") == date(2025, 8, 23)
    assert parse_date("08/08/2025") == date(2025, 8, 8)


@pytest.mark.parametrize(
    ("text", "code", "persian", "english"),
    [
        ("", "empty", "تاریخی نوشته نشده است", "1404/5/12"),
        ("؟", "empty", "تاریخی نوشته نشده است", "1404/5/12"),
        ("فردا", "not_a_date", "«فردا» را نمی‌شود", "“فردا” can't be read"),
        ("۱۴۰۴/۵", "not_a_date", "نمونه: ۱۴۰۴/۵/۱۲", "Write it like 1404/5/12"),
        ("۱۴۰۴/۵/۱۲ ۱۰:۳۰", "not_a_date", "نمی‌شود", "can't be read"),
        ("۱۲ مرداد تیر ۱۴۰۴", "not_a_date", "نمی‌شود", "can't be read"),
        ("12345/5/12", "not_a_date", "نمی‌شود", "can't be read"),
        ("۰۴/۵/۱۲", "short_year", "سال را با چهار رقم", "four digits"),
        ("۹۸/۵/۱۲", "short_year", "سال را با چهار رقم", "four digits"),
        ("۱۲ مرداد ۰۴", "short_year", "سال را با چهار رقم", "four digits"),
        ("۱۷۰۴/۵/۱۲", "implausible_year", "سال ۱۷۰۴", "The year 1704"),
        ("۱۴۰۴/۱۳/۱۲", "no_such_month", "از ۱ تا ۱۲ باشد، نه ۱۳", "1 to 12, not 13"),
        ("۱۴۰۴/۷/۳۱", "no_such_day", "مهر ۱۴۰۴ روز ۳۱ ندارد؛ ۳۰ روز دارد", "Mehr 1404 has 30 days"),
        ("۱۴۰۴/۱۲/۳۰", "no_such_day", "اسفند ۱۴۰۴ روز ۳۰ ندارد؛ ۲۹", "Esfand 1404 has 29 days"),
        ("۱۴۰۴/۵/۰", "no_such_day", "روز ۰ ندارد", "no day 0"),
        ("2025-02-29", "no_such_day", "فوریه ۲۰۲۵ روز ۲۹ ندارد", "February 2025 has 28 days"),
        ("03/08/2025", "two_readings", "کدام عدد روز است", "which number is the day"),
        ("۳ اوت ۱۴۰۴", "mixed_calendars", "نام ماه میلادی است", "The month is Gregorian"),
        ("دوشنبه ۱۲ مرداد ۱۴۰۴", "other_weekday", "۱۲ مرداد ۱۴۰۴ یکشنبه است", "12 Mordad 1404 is a Sunday"),
    ],
)
def test_what_cannot_be_read_is_explained_in_both_languages(text, code, persian, english):
    with pytest.raises(UnreadableDate) as refused:
        parse_date(text)
    assert refused.value.code == code
    assert persian in refused.value.texts["fa"]
    assert english in refused.value.texts["en"]


def test_the_example_in_an_error_is_in_the_readers_calendar():
    with pytest.raises(UnreadableDate, match="3 August 2025"):
        parse_date("soon", "gregorian")


def test_the_thirtieth_of_esfand_exists_in_a_leap_year():
    assert parse_date("۱۴۰۳/۱۲/۳۰") == date(2025, 3, 20)


@given(
    st.dates(date(1850, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["jalali", "gregorian"]),
    st.sampled_from(["fa", "en"]),
    st.sampled_from(["short", "long", "weekday"]),
)
def test_every_date_that_is_shown_can_be_read_back(day, calendar, language, style):
    assert parse_date(format_date(day, calendar, language, style)) == day


@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("0123459۱۲۴٠/-. مهرتیدAug")),
        st.from_regex(r"\d{1,5}/\d{1,3}/\d{1,5}"),
    )
)
def test_any_other_text_is_refused_and_breaks_nothing(text):
    with suppress(UnreadableDate):
        assert isinstance(parse_date(text), date)
