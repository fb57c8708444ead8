"""The last day of a period that a pack grants."""

from __future__ import annotations

from datetime import date

from sepas.rules import periods

HOURS_A_DAY = 24


def last_day(
    start: date, within: int, unit: str, *, counting: str, calendar: str | None, place: str
) -> date | None:
    """The day at whose end a period of `within` `unit`s from `start` is over.

    Months follow `calendar`; business days, and days counted `business` or in `opening_hours`, follow the
    working days of the jurisdiction `place`. Hours are rounded up to whole days here; the clock of a case
    counts them.
    """
    if unit == "hour":
        within, unit = -(-within // HOURS_A_DAY), "day"
    if unit == "day" and counting != "calendar":
        unit = "business_day"
    return periods.move(start, unit, within, place if unit == "business_day" else calendar or "gregorian")
