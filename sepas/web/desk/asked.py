"""What a list of cases was asked for, read from an address: for the inbox, saved views, and what is done in bulk."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sepas.cases.queries.filters import SORTS
from sepas.cases.queries.terms import DATES, PLAIN
from sepas.cases.queries.terms import arguments as of_terms
from sepas.cases.queries.terms import end_of_day as terms_end_of_day
from sepas.web.forms import read_dates
from sepas.web.preferences import current

MORE = (
    "city",
    "model",
    "product_class",
    "promise",
    "waiting",
    "breached",
    "forgotten",
    "appointment",
    "asleep",
    *DATES,
)
"""Those that stand behind «more filters»."""


def chosen(sent: Mapping[str, Any]) -> dict[str, str]:
    """The terms that say something, in one spelling: dates as ISO, whatever calendar they were written in. Raises
    `Invalid` for a date that is none.
    """
    found = {name: str(sent.get(name, "")).strip()[:60] for name in PLAIN}
    found |= {name: day.isoformat() if day else "" for name, day in read_dates(sent, DATES).items()}
    usual = {("state", "open"), ("sort", "newest")}
    return {name: value for name, value in found.items() if value and (name, value) not in usual}


def arguments(terms: Mapping[str, str], *, text: str = "", now: datetime) -> dict[str, Any]:
    """As `queries.filtered` takes them, with the days of the reader."""
    return of_terms(terms, text=text, now=now, zone=current().zone)


def sort_of(terms: Mapping[str, str]) -> str:
    """The order asked for; empty for the list's own."""
    return terms["sort"] if terms.get("sort") in SORTS else ""


def end_of_day(now: datetime) -> datetime:
    """The last moment of the reader's day."""
    return terms_end_of_day(now, current().zone)


def begin_of(day: date) -> datetime:
    """The first moment of a day of the reader's."""
    return datetime.combine(day, time.min, tzinfo=current().zone)
