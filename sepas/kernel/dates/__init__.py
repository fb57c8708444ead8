"""Dates, times and numbers as people read and write them: Jalali or Gregorian, Persian or English."""

from .names import MONTHS, WEEKDAYS, Calendar, Language, Style
from .reading import UnreadableDate, parse_date
from .showing import format_date, format_datetime, format_number, format_relative

__all__ = [
    "MONTHS",
    "WEEKDAYS",
    "Calendar",
    "Language",
    "Style",
    "UnreadableDate",
    "format_date",
    "format_datetime",
    "format_number",
    "format_relative",
    "parse_date",
]
