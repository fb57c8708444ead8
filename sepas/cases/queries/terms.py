"""What a list of cases is asked for, by the names of its address: for pages, saved views and programs alike."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from sepas.cases.queries.filters import Narrow
from sepas.cases.queries.inbox import Group
from sepas.kernel.errors import Invalid

PLAIN = (
    "state", "kind", "branch", "assignee", "due", "city", "model", "product_class", "unit", "promise", "waiting",
    "breached", "forgotten", "appointment", "asleep", "sort",
)  # fmt: skip
DATES = ("opened_from", "opened_to", "resolved_from", "resolved_to", "due_from", "due_to")
NUMBERS = {
    "branch": _("Choose a branch from the list."),
    "model": _("Choose a model from the list."),
    "unit": _("There is no such product."),
}


def arguments(terms: Mapping[str, str], *, text: str = "", now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """As `queries.filtered` takes them; days are those of `zone`. Whoever searches looks in closed cases too, unless
    a state is chosen. Raises `Invalid` for a value without meaning.
    """
    found: dict[str, Any] = {
        name: terms[name] for name in ("state", "kind", "assignee", "due") if name in terms
    }
    if (text or "resolved_from" in terms or "resolved_to" in terms) and "state" not in terms:
        found["state"] = Group.ALL
    numbers: dict[str, int | None] = {}
    for name, problem in NUMBERS.items():
        value = terms.get(name, "")
        if value and not (value.isdecimal() and len(value) < 19):
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
        opened=_between(zone, terms, "opened"),
        resolved=_between(zone, terms, "resolved"),
        due=_between(zone, terms, "due"),
        waiting=bool(terms.get("waiting")),
        breached=bool(terms.get("breached")),
        forgotten=bool(terms.get("forgotten")),
        appointment=terms.get("appointment", ""),
        asleep=bool(terms.get("asleep")),
    )
    return found | {"text": text, "now": now, "end_of_day": end_of_day(now, zone)}


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment of the day there."""
    tomorrow = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return tomorrow - timedelta(microseconds=1)


def _between(zone: ZoneInfo, terms: Mapping[str, str], name: str) -> tuple[datetime | None, datetime | None]:
    first, last = (_day(terms, f"{name}_{end}") for end in ("from", "to"))
    return (
        datetime.combine(first, time.min, tzinfo=zone) if first else None,
        datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone) if last else None,
    )


def _day(terms: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(terms[name]) if terms.get(name) else None
    except ValueError:
        raise Invalid({name: _("Write the day like 2026-11-30.")}) from None
