"""Names of months and weekdays, and the two calendars and languages that dates are shown in."""

from __future__ import annotations

from typing import Literal

Calendar = Literal["jalali", "gregorian"]
Language = Literal["fa", "en"]
Style = Literal["short", "long", "weekday"]

MONTHS: dict[Calendar, dict[Language, tuple[str, ...]]] = {
    "jalali": {
        "fa": (
            "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
            "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
        ),
        "en": (
            "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
            "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
        ),
    },
    "gregorian": {
        "fa": (
            "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
            "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
        ),
        "en": (
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
    },
}  # fmt: skip

WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""Names by Python's weekday number, Monday first."""
