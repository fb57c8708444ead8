"""Dates, times and numbers as people read them. Inside, dates are Gregorian and moments aware."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from sepas.kernel.text import to_persian_digits

from .names import MONTHS, WEEKDAYS, Calendar, Language, Style

_TEHRAN = ZoneInfo("Asia/Tehran")
_jalali_of: Callable[[date], JalaliDate] = JalaliDate


def format_number(n: int | Decimal | float, language: Language = "fa") -> str:
    """A number with its thousands set apart: «۱٬۲۳۴٫۵», "1,234.5". Raises ValueError for infinity or NaN."""
    exact = Decimal(str(n))
    if not exact.is_finite():
        raise ValueError(f"{n!r} is no number to show")
    plain = format(exact, ",f")
    if language == "en":
        return plain
    # The mark keeps the sign before the number where the text runs from right to left.
    return to_persian_digits(plain.translate({ord(","): "٬", ord("."): "٫", ord("-"): "\u200e\u2212"}))


def format_date(
    d: date, calendar: Calendar = "jalali", language: Language = "fa", style: Style = "long"
) -> str:
    """A date for people: short «۱۴۰۴/۰۵/۱۲», long «۱۲ مرداد ۱۴۰۴», weekday «یکشنبه ۱۲ مرداد ۱۴۰۴».

    English: "2025-08-03" (Jalali "1404/05/12"), "3 August 2025", "Sunday 3 August 2025".
    """
    year, month, day = _parts(d, calendar)
    if style == "short":
        separator = "-" if (calendar, language) == ("gregorian", "en") else "/"
        text = f"{year:04}{separator}{month:02}{separator}{day:02}"
    else:
        text = f"{day} {MONTHS[calendar][language][month - 1]} {year}"
        if style == "weekday":
            text = f"{WEEKDAYS[language][d.weekday()]} {text}"
    return to_persian_digits(text) if language == "fa" else text


def format_datetime(
    dt: datetime,
    calendar: Calendar = "jalali",
    language: Language = "fa",
    style: Style = "long",
    *,
    tz: ZoneInfo = _TEHRAN,
) -> str:
    """A moment on the reader's clock: «۱۲ مرداد ۱۴۰۴، ساعت ۱۴:۳۰», short «۱۴۰۴/۰۵/۱۲، ۱۴:۳۰»."""
    local = _local(dt, tz)
    day = format_date(local.date(), calendar, language, style)
    if language == "en":
        return f"{day}, {local:%H:%M}"
    clock = to_persian_digits(f"{local:%H:%M}")
    return f"{day}، {clock}" if style == "short" else f"{day}، ساعت {clock}"


def format_relative(
    dt: datetime,
    now: datetime,
    language: Language = "fa",
    *,
    calendar: Calendar = "jalali",
    tz: ZoneInfo = _TEHRAN,
) -> str:
    """A moment as seen from `now`: «۲ ساعت پیش», «فردا ساعت ۱۰», «۵ روز دیگر»; a week away, its date.

    The last microsecond of a day, at which promises counted in days end, is «پایان فردا».
    """
    there, here = _local(dt, tz), _local(now, tz)
    ahead = dt > now
    seconds = int(abs(dt - now).total_seconds())
    days = (there.date() - here.date()).days
    words = _PERSIAN if language == "fa" else _ENGLISH
    if seconds < 45:
        text = words["soon"] if ahead else words["just_now"]
    elif there.time() == time.max and 0 <= days <= 2 and ahead:
        text = words["end_of"].format(day=words[_LAST_NAMES[days]])
    elif seconds < 3600 - 30:
        text = _counted(round(seconds / 60) or 1, "minute", ahead, words)
    elif not ahead and (days == 0 or seconds < 6 * 3600):
        text = _counted(round(seconds / 3600) or 1, "hour", ahead, words)
    elif days in _DAY_NAMES:
        bare = language == "fa" and there.minute == 0 and there.hour > 0
        clock = str(there.hour) if bare else f"{there:%H:%M}"
        text = words["at"].format(day=words[_DAY_NAMES[days]], clock=clock)
    elif abs(days) < 7:
        text = _counted(abs(days), "day", ahead, words)
    else:
        return format_date(there.date(), calendar, language, "long")
    return to_persian_digits(text) if language == "fa" else text


_DAY_NAMES = {-2: "before_yesterday", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "after_tomorrow"}
_LAST_NAMES = {0: "today", 1: "tomorrow", 2: "day_after_tomorrow"}

_PERSIAN = {
    "just_now": "همین حالا",
    "soon": "تا چند لحظهٔ دیگر",
    "minute_past": "{n} دقیقه پیش",
    "minute_ahead": "{n} دقیقهٔ دیگر",
    "hour_past": "{n} ساعت پیش",
    "hour_ahead": "{n} ساعت دیگر",
    "day_past": "{n} روز پیش",
    "day_ahead": "{n} روز دیگر",
    "before_yesterday": "پریروز",
    "yesterday": "دیروز",
    "today": "امروز",
    "tomorrow": "فردا",
    "after_tomorrow": "پس‌فردا",
    "day_after_tomorrow": "پس‌فردا",
    "at": "{day} ساعت {clock}",
    "end_of": "پایان {day}",
}

_ENGLISH = {
    "just_now": "just now",
    "soon": "in a moment",
    "minute_past": "{n} minute{s} ago",
    "minute_ahead": "in {n} minute{s}",
    "hour_past": "{n} hour{s} ago",
    "hour_ahead": "in {n} hour{s}",
    "day_past": "{n} day{s} ago",
    "day_ahead": "in {n} day{s}",
    "before_yesterday": "2 days ago",
    "yesterday": "yesterday",
    "today": "today",
    "tomorrow": "tomorrow",
    "after_tomorrow": "in 2 days",
    "day_after_tomorrow": "the day after tomorrow",
    "at": "{day} at {clock}",
    "end_of": "end of {day}",
}


def _parts(d: date, calendar: Calendar) -> tuple[int, int, int]:
    if calendar == "gregorian":
        return d.year, d.month, d.day
    jalali = _jalali_of(d)
    return jalali.year, jalali.month, jalali.day


def _local(moment: datetime, tz: ZoneInfo) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} carries no time zone")
    return moment.astimezone(tz)


def _counted(n: int, unit: str, ahead: bool, words: dict[str, str]) -> str:
    return words[f"{unit}_{'ahead' if ahead else 'past'}"].format(n=n, s="" if n == 1 else "s")
