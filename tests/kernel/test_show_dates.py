"""Dates, times and numbers are shown as people of each language write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sepas.kernel.dates import format_date, format_datetime, format_number, format_relative

DAY = date(2025, 8, 3)
TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2025, 8, 3, 14, 30, tzinfo=TEHRAN)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 8, day, hour, minute, tzinfo=TEHRAN)


@pytest.mark.parametrize(
    ("calendar", "language", "style", "shown"),
    [
        ("jalali", "fa", "short", "۱۴۰۴/۰۵/۱۲"),
        ("jalali", "fa", "long", "۱۲ مرداد ۱۴۰۴"),
        ("jalali", "fa", "weekday", "یکشنبه ۱۲ مرداد ۱۴۰۴"),
        ("jalali", "en", "short", "1404/05/12"),
        ("jalali", "en", "long", "12 Mordad 1404"),
        ("jalali", "en", "weekday", "Sunday 12 Mordad 1404"),
        ("gregorian", "fa", "short", "۲۰۲۵/۰۸/۰۳"),
        ("gregorian", "fa", "long", "۳ اوت ۲۰۲۵"),
        ("gregorian", "fa", "weekday", "یکشنبه ۳ اوت ۲۰۲۵"),
        ("gregorian", "en", "short", "2025-08-03"),
        ("gregorian", "en", "long", "3 August 2025"),
        ("gregorian", "en", "weekday", "Sunday 3 August 2025"),
    ],
)
def test_a_date_is_shown_in_each_calendar_language_and_style(calendar, language, style, shown):
    assert format_date(DAY, calendar, language, style) == shown


def test_weekdays_have_their_persian_names():
    week = [format_date(DAY + timedelta(days=i), style="weekday").split(" ")[0] for i in range(7)]
    assert week == ["یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه"]


def test_a_moment_is_shown_on_the_clock_of_the_reader():
    late = datetime(2025, 8, 2, 21, 5, tzinfo=UTC)
    assert format_datetime(late) == "۱۲ مرداد ۱۴۰۴، ساعت ۰۰:۳۵"
    assert format_datetime(late, style="short") == "۱۴۰۴/۰۵/۱۲، ۰۰:۳۵"
    assert format_datetime(late, "gregorian", "en", tz=ZoneInfo("Europe/London")) == "2 August 2025, 22:05"


def test_a_naive_moment_is_not_shown():
    with pytest.raises(ValueError, match="no time zone"):
        format_datetime(datetime(2025, 8, 2))
    with pytest.raises(ValueError, match="no time zone"):
        format_relative(datetime(2025, 8, 2), NOW)


@pytest.mark.parametrize(
    ("moment", "persian", "english"),
    [
        (NOW, "همین حالا", "just now"),
        (NOW + timedelta(seconds=20), "تا چند لحظهٔ دیگر", "in a moment"),
        (NOW - timedelta(seconds=50), "۱ دقیقه پیش", "1 minute ago"),
        (NOW - timedelta(minutes=5), "۵ دقیقه پیش", "5 minutes ago"),
        (NOW + timedelta(minutes=5), "۵ دقیقهٔ دیگر", "in 5 minutes"),
        (NOW - timedelta(minutes=59, seconds=45), "۱ ساعت پیش", "1 hour ago"),
        (NOW - timedelta(hours=2), "۲ ساعت پیش", "2 hours ago"),
        (at(3, 1), "۱۴ ساعت پیش", "14 hours ago"),
        (at(3, 17), "امروز ساعت ۱۷", "today at 17:00"),
        (at(4, 10), "فردا ساعت ۱۰", "tomorrow at 10:00"),
        (at(4, 10, 5), "فردا ساعت ۱۰:۰۵", "tomorrow at 10:05"),
        (at(4, 0), "فردا ساعت ۰۰:۰۰", "tomorrow at 00:00"),
        (at(5, 9), "پس‌فردا ساعت ۹", "in 2 days at 09:00"),
        (at(2, 18), "دیروز ساعت ۱۸", "yesterday at 18:00"),
        (at(1, 18), "پریروز ساعت ۱۸", "2 days ago at 18:00"),
        (at(8, 9), "۵ روز دیگر", "in 5 days"),
        (at(3, 9) - timedelta(days=6), "۶ روز پیش", "6 days ago"),
        (at(10, 9), "۱۹ مرداد ۱۴۰۴", "19 Mordad 1404"),
        (at(4, 0) - timedelta(microseconds=1), "پایان امروز", "end of today"),
        (at(5, 0) - timedelta(microseconds=1), "پایان فردا", "end of tomorrow"),
        (at(6, 0) - timedelta(microseconds=1), "پایان پس‌فردا", "end of the day after tomorrow"),
    ],
)
def test_a_moment_is_shown_as_seen_from_now(moment, persian, english):
    assert format_relative(moment, NOW, "fa") == persian
    assert format_relative(moment, NOW, "en") == english


def test_days_change_at_the_readers_midnight():
    moment, now = datetime(2025, 8, 3, 21, tzinfo=UTC), datetime(2025, 8, 3, 10, tzinfo=UTC)
    assert format_relative(moment, now) == "فردا ساعت ۰۰:۳۰"
    assert format_relative(moment, now, tz=ZoneInfo("Europe/London")) == "امروز ساعت ۲۲"


def test_six_hours_ago_may_lie_in_yesterday():
    assert format_relative(at(2, 22), at(3, 1)) == "۳ ساعت پیش"
    assert format_relative(at(2, 18), at(3, 1)) == "دیروز ساعت ۱۸"


@pytest.mark.parametrize(
    ("number", "persian", "english"),
    [
        (0, "۰", "0"),
        (999, "۹۹۹", "999"),
        (24000, "۲۴٬۰۰۰", "24,000"),
        (-1234567, "\u200e\u2212۱٬۲۳۴٬۵۶۷", "-1,234,567"),
        (Decimal("1234.50"), "۱٬۲۳۴٫۵۰", "1,234.50"),
        (0.5, "۰٫۵", "0.5"),
        (1e21, "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰", "1,000,000,000,000,000,000,000"),
    ],
)
def test_a_number_has_its_thousands_set_apart(number, persian, english):
    assert format_number(number, "fa") == persian
    assert format_number(number, "en") == english


def test_infinity_is_not_shown():
    with pytest.raises(ValueError, match="no number to show"):
        format_number(float("inf"))
