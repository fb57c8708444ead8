"""Dates as people type them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import TypedDict

from persiantools.jdatetime import JalaliDate

from sepas.kernel.text import fold, to_persian_digits

from .names import MONTHS, WEEKDAYS, Calendar
from .showing import format_date

_jalali: Callable[[int, int, int], JalaliDate] = JalaliDate


class Texts(TypedDict):
    fa: str
    en: str


class UnreadableDate(ValueError):
    """What was typed is no date. `code` is for machines, `texts` says what is wrong in both languages."""

    def __init__(self, code: str, fa: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.texts: Texts = {"fa": fa, "en": en}


def parse_date(text: str, calendar: Calendar = "jalali") -> date:
    """The date that a person typed: ۱۴۰۴/۵/۱۲, 1404-05-12, ۱۲ مرداد ۱۴۰۴, 3 August 2025, 20250803.

    Any digits and separators do. The year tells the calendar: 1200 to 1599 is Jalali, 1800 to 2199 Gregorian,
    whatever the reader's own `calendar`, in which the errors give their example. Without a month's name the
    year stands first, or last after day and month; a Gregorian 03/08/2025, which has two readings, is
    refused. Raises UnreadableDate.
    """
    words = re.findall(r"\d+|[^\W\d_]+", _SPACED_WEEKDAY.sub(r"\1شنبه", fold(text)))
    if not words:
        raise UnreadableDate(
            "empty", f"تاریخی نوشته نشده است. {_like(calendar)['fa']}", _like(calendar)["en"]
        )
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word not in _NOISE]
    months = [_MONTH_NUMBERS[name] for name in names if name in _MONTH_NUMBERS]
    weekdays = [_WEEKDAY_NUMBERS[name] for name in names if name in _WEEKDAY_NUMBERS]
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    if (
        len(months) + len(weekdays) != len(names)
        or (len(numbers), len(months)) not in ((3, 0), (2, 1))
        or any(len(number) > 4 for number in numbers)
    ):
        raise UnreadableDate(
            "not_a_date",
            f"«{text.strip()}» را نمی‌شود به‌عنوان تاریخ خواند. {_like(calendar)['fa']}",
            f"“{text.strip()}” can't be read as a date. {_like(calendar)['en']}",
        )
    values = [int(number) for number in numbers]
    year_at = next((i for i in (0, len(values) - 1) if values[i] >= 100), None)
    if year_at is None:
        raise UnreadableDate(
            "short_year",
            f"سال را با چهار رقم بنویسید. {_like(calendar)['fa']}",
            f"Write the year with four digits. {_like(calendar)['en']}",
        )
    year = values.pop(year_at)
    found = _calendar_of(year)
    if months:
        [(named, month)], [day] = months, values
        if named != found:
            raise UnreadableDate(
                "mixed_calendars",
                f"نام ماه {_ADJECTIVES[named]['fa']} است ولی سال {to_persian_digits(str(year))} "
                f"{_ADJECTIVES[found]['fa']}.",
                f"The month is {_ADJECTIVES[named]['en']} but the year {year} is {_ADJECTIVES[found]['en']}.",
            )
    elif year_at == 0:
        month, day = values
    else:
        day, month = _day_and_month(values[0], values[1], found)
    result = _checked(year, month, day, found)
    if any(weekday != result.weekday() for weekday in weekdays):
        raise UnreadableDate(
            "other_weekday",
            f"{format_date(result, found, 'fa')} {WEEKDAYS['fa'][result.weekday()]} است.",
            f"{format_date(result, found, 'en')} is a {WEEKDAYS['en'][result.weekday()]}.",
        )
    return result


_ADJECTIVES: dict[Calendar, Texts] = {
    "jalali": {"fa": "شمسی", "en": "Jalali"},
    "gregorian": {"fa": "میلادی", "en": "Gregorian"},
}
_EXAMPLES: dict[Calendar, Texts] = {
    "jalali": {
        "fa": "نمونه: ۱۴۰۴/۵/۱۲ یا ۱۲ مرداد ۱۴۰۴.",
        "en": "Write it like 1404/5/12 or 12 Mordad 1404.",
    },
    "gregorian": {"fa": "نمونه: ۲۰۲۵/۸/۳ یا ۳ اوت ۲۰۲۵.", "en": "Write it like 2025-08-03 or 3 August 2025."},
}
_ALIASES: dict[Calendar, dict[int, str]] = {
    "jalali": {5: "امرداد amordad", 2: "ordibehest", 10: "dei"},
    "gregorian": {
        4: "آپریل apr", 5: "می", 6: "جون jun", 7: "جولای ژولای jul", 8: "آگوست aug", 9: "sep sept",
        1: "jan", 2: "feb", 3: "mar", 10: "oct", 11: "nov", 12: "dec",
    },
}  # fmt: skip
_MONTH_NUMBERS: dict[str, tuple[Calendar, int]] = {
    spelling: (calendar, number)
    for calendar, languages in MONTHS.items()
    for names in languages.values()
    for number, name in enumerate(names, start=1)
    for alias in (name, *_ALIASES[calendar].get(number, "").split())
    for spelling in (fold(alias), fold(alias) + "ماه")
}
_WEEKDAY_NUMBERS = {
    spelling: number
    for names in WEEKDAYS.values()
    for number, name in enumerate(names)
    for spelling in (fold(name), fold(name)[:3] if name.isascii() else fold(name))
}
_NOISE = frozenset(fold(word) for word in ("ماه", "سال", "روز", "مورخ", "تاریخ", "ام", "م")) | frozenset(
    {"of", "the", "on", "st", "nd", "rd", "th"}
)
_SPACED_WEEKDAY = re.compile(r"\b(یک|دو|سه|چهار|پنج) شنبه")


def _calendar_of(year: int) -> Calendar:
    if 1200 <= year <= 1599:
        return "jalali"
    if 1800 <= year <= 2199:
        return "gregorian"
    raise UnreadableDate(
        "implausible_year",
        f"سال {to_persian_digits(str(year))} نه سال شمسی محتملی است نه میلادی.",
        f"The year {year} is neither a likely Jalali year nor a Gregorian one.",
    )


def _day_and_month(first: int, second: int, calendar: Calendar) -> tuple[int, int]:
    if calendar == "gregorian" and first != second and first <= 12:
        if second > 12:
            return second, first
        raise UnreadableDate(
            "two_readings",
            f"روشن نیست کدام عدد روز است و کدام ماه. {_like(calendar)['fa']}",
            f"It is not clear which number is the day and which the month. {_like(calendar)['en']}",
        )
    return first, second


def _checked(year: int, month: int, day: int, calendar: Calendar) -> date:
    if not 1 <= month <= 12:
        raise UnreadableDate(
            "no_such_month",
            f"ماه باید عددی از ۱ تا ۱۲ باشد، نه {to_persian_digits(str(month))}.",
            f"The month is a number from 1 to 12, not {month}.",
        )
    last = JalaliDate.days_in_month(month, year) if calendar == "jalali" else monthrange(year, month)[1]
    if not 1 <= day <= last:
        names = MONTHS[calendar]
        raise UnreadableDate(
            "no_such_day",
            to_persian_digits(f"{names['fa'][month - 1]} {year} روز {day} ندارد؛ {last} روز دارد."),
            f"{names['en'][month - 1]} {year} has {last} days, so there is no day {day}.",
        )
    if calendar == "gregorian":
        return date(year, month, day)
    gregorian: date = _jalali(year, month, day).to_gregorian()
    return gregorian


def _like(calendar: Calendar) -> Texts:
    return _EXAMPLES[calendar]
