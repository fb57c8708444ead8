"""What a list of cases was asked for, read from an address: for the inbox, saved views, and what is done in bulk."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.cases.queries.filters import SORTS, Narrow
from sepas.cases.queries.inbox import Group
from sepas.kernel.errors import Invalid
from sepas.web.forms import read_dates
from sepas.web.preferences import current

PLAIN = (
    "state", "kind", "branch", "assignee", "due", "city", "model", "product_class", "unit", "promise", "waiting",
    "breached", "forgotten", "appointment", "asleep", "sort",
)  # fmt: skip
DATES = ("opened_from", "opened_to", "resolved_from", "resolved_to", "due_from", "due_to")
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
NUMBERS = {
    "branch": _("Choose a branch from the list."),
    "model": _("Choose a model from the list."),
    "unit": _("There is no such product."),
}


def chosen(sent: Mapping[str, Any]) -> dict[str, str]:
    """The terms that say something, in one spelling: dates as ISO, whatever calendar they were written in. Raises
    `Invalid` for a date that is none.
    """
    found = {name: str(sent.get(name, "")).strip()[:60] for name in PLAIN}
    found |= {name: day.isoformat() if day else "" for name, day in read_dates(sent, DATES).items()}
    usual = {("state", "open"), ("sort", "newest")}
    return {name: value for name, value in found.items() if value and (name, value) not in usual}


def arguments(terms: Mapping[str, str], *, text: str = "", now: datetime) -> dict[str, Any]:
    """As `queries.filtered` takes them. Whoever searches looks in closed cases too, unless a state is chosen."""
    found: dict[str, Any] = {
        name: terms[name] for name in ("state", "kind", "assignee", "due") if name in terms
    }
    if (text or "resolved_from" in terms or "resolved_to" in terms) and "state" not in terms:
        found["state"] = Group.ALL
    numbers: dict[str, int | None] = {}
    for name, problem in NUMBERS.items():
        value = terms.get(name, "")
        if value and not value.isdecimal():
            raise Invalid({name: problem})
        numbers[name] = int(value) if value else None
    if numbers["branch"] is not None:
        found["branch"] = numbers["branch"]
    found["narrow"] = Narrow(
        city=terms.get("city", ""),
        model=numbers["model"],
        product_class=terms.get("product_class", ""),
        unit=numbers["unit"],
        promise=terms.get("promise", ""),
        opened=_between(terms, "opened"),
        resolved=_between(terms, "resolved"),
        due=_between(terms, "due"),
        waiting=bool(terms.get("waiting")),
        breached=bool(terms.get("breached")),
        forgotten=bool(terms.get("forgotten")),
        appointment=terms.get("appointment", ""),
        asleep=bool(terms.get("asleep")),
    )
    return found | {"text": text, "now": now, "end_of_day": end_of_day(now)}


def sort_of(terms: Mapping[str, str]) -> str:
    """The order asked for; empty for the list's own."""
    return terms["sort"] if terms.get("sort") in SORTS else ""


def end_of_day(now: datetime) -> datetime:
    """The last moment of the reader's day."""
    tomorrow = now.astimezone(current().zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
    return tomorrow - timedelta(microseconds=1)


def begin_of(day: date) -> datetime:
    """The first moment of a day of the reader's."""
    return datetime.combine(day, time.min, tzinfo=current().zone)


def _between(terms: Mapping[str, str], name: str) -> tuple[datetime | None, datetime | None]:
    first, last = terms.get(f"{name}_from"), terms.get(f"{name}_to")
    return (
        begin_of(date.fromisoformat(first)) if first else None,
        begin_of(date.fromisoformat(last) + timedelta(days=1)) if last else None,
    )
