"""Reading what people put into forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from persiantools.jdatetime import JalaliDate

from sepas.kernel.dates import MONTHS, UnreadableDate, parse_date
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.text import to_latin_digits, to_persian_digits
from sepas.web.preferences import Reader, current

PARTS = ("day", "month", "year")


def read_date(data: Mapping[str, Any], name: str) -> date | None:
    """The date of a `date` component (`name_day`, `name_month`, `name_year`), or of one text field `name`.

    None when nothing was chosen. Raises `Invalid` for a part of a date or a day that does not exist.
    """
    parts = [str(data.get(f"{name}_{part}", "")).strip() for part in PARTS]
    if not any(parts):
        text = str(data.get(name, "")).strip()
        if not text:
            return None
    elif not all(parts):
        raise Invalid({name: _("Choose the day, the month and the year.")})
    else:
        text = "/".join(reversed(parts))
    try:
        return parse_date(text, current().calendar)
    except UnreadableDate as problem:
        raise Invalid({name: problem.texts[current().language]}) from None


def read_dates(sent: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, date | None]:
    """Several dates of one form; what is wrong with each is raised together."""
    found: dict[str, date | None] = {}
    wrong: dict[str, type_of_text] = {}
    for name in names:
        try:
            found[name] = read_date(sent, name)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    return found


def read_number(text: str) -> int | None:
    """A whole number in any digits, with or without separators; None if it is none."""
    plain = to_latin_digits(text).strip()
    for mark in ",٬،' \u200c":
        plain = plain.replace(mark, "")
    return int(plain) if plain.isdecimal() and len(plain) < 16 else None


def uploads(request: HttpRequest, name: str) -> list[Any]:
    """The files of a field, as actions take them."""
    return list(request.FILES.getlist(name))


def date_parts(
    value: Any, reader: Reader, today: date, years: int = 25, ahead: int = 0
) -> list[dict[str, Any]]:
    """What the three menus of a date offer and show; `value` is a date, or the parts as they were sent.

    The years of the menu are the last `years`, `ahead` to come, and that of `value`, so that no date is lost.
    """
    chosen: dict[str, Any] = {}
    if isinstance(value, date):
        chosen = dict(zip(PARTS, reversed(_in_calendar(value, reader.calendar)), strict=True))
    elif isinstance(value, Mapping):
        chosen = {part: read_number(str(value.get(part, ""))) for part in PARTS}
    this_year = _in_calendar(today, reader.calendar)[0]
    offered_years = list(range(this_year + ahead, this_year - years, -1))
    if (year := chosen.get("year")) and year not in offered_years:
        offered_years.append(year)
    months = MONTHS[reader.calendar][reader.language]
    offered = {
        "day": [(n, _digits(n, reader)) for n in range(1, 32)],
        "month": list(enumerate(months, start=1)),
        "year": [(n, _digits(n, reader)) for n in offered_years],
    }
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    return [
        {
            "part": part,
            "label": labels[part],
            "empty": "–",
            "options": offered[part],
            "value": chosen.get(part),
        }
        for part in PARTS
    ]


def sent_date(data: Mapping[str, Any], name: str) -> dict[str, str]:
    """The parts of a date as they were sent, to show them again beside what is wrong with them."""
    return {part: str(data.get(f"{name}_{part}", "")) for part in PARTS}


def _in_calendar(value: date, calendar: str) -> tuple[int, int, int]:
    if calendar == "gregorian":
        return value.year, value.month, value.day
    jalali = JalaliDate(value)
    return jalali.year, jalali.month, jalali.day


def _digits(value: int, reader: Reader) -> str:
    return to_persian_digits(str(value)) if reader.digits == "persian" else str(value)
