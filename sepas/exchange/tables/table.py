"""A table as it leaves the house: rows by keyset in bounded parts, columns as people know them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.kernel.dates import Calendar, Language, format_date, format_datetime
from sepas.kernel.errors import Invalid
from sepas.kernel.text import to_latin_digits
from sepas.parties import masks

PART = 500


@dataclass(frozen=True, slots=True)
class Look:
    """How whoever asked reads: calendar and language."""

    calendar: Calendar = "jalali"
    language: Language = "fa"

    def say(self, fa: str, en: str) -> str:
        return en if self.language == "en" and en else fa


Get = Callable[[Any, Look], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`shape`: text, day or moment. A day and a moment become two columns, the reader's and ISO's."""

    name: str
    label: str | Promise
    get: Get
    shape: str = "text"


MASKS: Mapping[str, Callable[[str], str]] = {
    "mobile": masks.mobile,
    "owner_mobile": masks.mobile,
    "email": masks.email,
    "address": masks.place,
}
"""Columns that tell how to reach a customer, by name."""
Rows = Callable[[Actor, Mapping[str, str], datetime], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` gives those that the actor may see, narrowed by filters, in any order. `whole` gives rows of a part with
    all that hangs from them, for JSON Lines.
    """

    name: str
    label: str | Promise
    rows: Rows
    columns: tuple[Column, ...]
    whole: Callable[[Actor, list[Any], Look], Iterator[dict[str, Any]]] | None = None
    filters: tuple[str, ...] = field(default=())

    def chosen(self, names: Sequence[str]) -> list[Column]:
        """The columns by their names, in the table's order; all when none is named. Raises `Invalid`."""
        known = [column.name for column in self.columns]
        if set(names) - set(known):
            raise Invalid({"columns": _("There is no such column.")}, data={"allowed": {"columns": known}})
        return [column for column in self.columns if not names or column.name in names]

    def header(self, columns: Sequence[Column]) -> list[str]:
        found = []
        for column in columns:
            found.append(str(column.label))
            if column.shape != "text":
                found.append(str(format_lazy("{label} (ISO)", label=column.label)))
        return found

    def cells(self, row: Any, columns: Sequence[Column], look: Look) -> list[Any]:
        found: list[Any] = []
        for column in columns:
            value = self._value(column, row, look)
            if column.shape == "text":
                found.append(value)
            else:
                found += [shown(value, look), iso(value)]
        return found

    def _value(self, column: Column, row: Any, look: Look) -> Any:
        """What a column shows to whoever asked: how to reach a customer only to who may see that."""
        value = column.get(row, look)
        mask = MASKS.get(column.name) if self.name != "staff" else None
        return mask(value) if mask and value else value

    def plain(self, row: Any, look: Look) -> dict[str, Any]:
        """A row for JSON Lines: values by name, times in ISO."""
        found = {}
        for column in self.columns:
            value = self._value(column, row, look)
            found[column.name] = iso(value) if column.shape != "text" else value
        return found

    def parts(self, actor: Actor, filters: Mapping[str, str], now: datetime) -> Iterator[list[Any]]:
        """All rows in parts of `PART`, by growing id. Memory holds one part, on every database; a row that is added
        meanwhile may be among them, none is there twice.
        """
        ordered = self.rows(actor, filters, now).order_by("pk")
        last = 0
        while True:
            part = list(ordered.filter(pk__gt=last)[:PART])
            if part:
                yield part
                last = part[-1].pk
            if len(part) < PART:
                return


def iso(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if value else ""


def shown(value: date | datetime | None, look: Look) -> str:
    """In the reader's calendar, with digits that spreadsheets sort: 1405/03/11."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        text = format_datetime(
            value, look.calendar, look.language, "short", tz=ZoneInfo(settings.DISPLAY_TIME_ZONE)
        )
    else:
        text = format_date(value, look.calendar, look.language, "short")
    return to_latin_digits(text)


def attribute(path: str) -> Get:
    """The value at a dotted path; empty where a part is missing."""
    names = path.split(".")

    def get(row: Any, _look: Look) -> Any:
        for name in names:
            if row is None:
                return ""
            row = getattr(row, name)
        return row

    return get


def label_of(name: str) -> Get:
    return lambda row, _look: str(getattr(row, f"get_{name}_display")())


def named(path: str) -> Get:
    """The name of a row that has one in both languages."""
    find = attribute(path) if path else (lambda row, _look: row)

    def get(row: Any, look: Look) -> str:
        found = find(row, look)
        return look.say(found.name_fa, found.name_en) if found else ""

    return get


def day(name: str, label: Any) -> Column:
    return Column(name, label, attribute(name), "day")


def moment(name: str, label: Any) -> Column:
    return Column(name, label, attribute(name), "moment")
