"""Dates moved by periods and counted between, total and cached: the calendar side of expressions.

Months follow the calendar that a pack names, business days the jurisdiction's. A result outside the calendar
saturates at its end, so that every expression has a value and order is kept.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from sepas.service_levels.calendars import WorkingCalendar, add_months, jurisdiction_calendar

MONTH_CALENDARS = ("jalali", "gregorian")
CACHE = 1 << 16


@lru_cache(maxsize=CACHE)
def jalali_months(day: date, months: int) -> date:
    """`months` Jalali months from `day`."""
    return _months(day, months, "jalali")


@lru_cache(maxsize=CACHE)
def gregorian_months(day: date, months: int) -> date:
    """`months` Gregorian months from `day`."""
    return _months(day, months, "gregorian")


def _months(day: date, months: int, calendar: Literal["jalali", "gregorian"]) -> date:
    try:
        return add_months(day, months, calendar)
    except OverflowError:
        return date.max if months > 0 else date.min


def add_days(day: date, days: int) -> date:
    """`days` calendar days from `day`."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@lru_cache(maxsize=CACHE)
def add_business_days(day: date, days: int, jurisdiction: str) -> date:
    """The `days`-th business day of `jurisdiction` after `day`, which is not counted."""
    try:
        return calendar_of(jurisdiction).add_working_days(day, days)
    except OverflowError:
        return date.max if days > 0 else date.min


@lru_cache(maxsize=CACHE)
def business_days_between(start: date, end: date, jurisdiction: str) -> int:
    """Business days after `start` up to and including `end`."""
    return calendar_of(jurisdiction).working_days_between(start, end)


@lru_cache(maxsize=64)
def calendar_of(jurisdiction: str) -> WorkingCalendar:
    """The jurisdiction's working days. Raises ValueError for an unknown code."""
    return jurisdiction_calendar(jurisdiction)


def known_jurisdiction(code: str) -> bool:
    """Whether working days of `code` are known."""
    try:
        calendar_of(code)
    except ValueError:
        return False
    return True


def move(day: date, unit: str, amount: int | Decimal, calendar: str) -> date | None:
    """`day` moved by `amount` of `unit`; unknown when the amount is not a whole number.

    `calendar` is `jalali` or `gregorian` for months and a jurisdiction for business days.
    """
    if amount != int(amount):
        return None
    whole = int(amount)
    if abs(whole) > 100_000:
        return date.max if whole > 0 else date.min
    if unit == "month":
        return jalali_months(day, whole) if calendar == "jalali" else gregorian_months(day, whole)
    if unit == "business_day":
        return add_business_days(day, whole, calendar)
    return add_days(day, whole)
