"""A table as it leaves the house: rows in bounded parts, columns as people know them.

A file may have a million rows. So what does not depend on a row (names of columns, translated names of states, the
reader's calendar) is settled once, rows are plain values of the columns that are asked for, and a part of them is
worked on column by column.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.kernel.dates import Calendar, Language, format_date
from sepas.kernel.errors import Invalid
from sepas.kernel.text import to_latin_digits
from sepas.parties import masks
from sepas.parties.phones import show_mobile

PART = 500
TIMES = ("day", "moment")
WHY = "which rows these are was asked of the actor's scope"


@dataclass(frozen=True, slots=True)
class Look:
    """How whoever asked reads: calendar and language."""

    calendar: Calendar = "jalali"
    language: Language = "fa"

    def say(self, fa: str, en: str) -> str:
        return en if self.language == "en" and en else fa


Show = Callable[..., Any]
"""Makes a cell of the values of a column's paths."""


@dataclass(frozen=True, slots=True)
class Column:
    """`paths` are what it is read from; `show` gives for a look what makes a cell of them, without it the value itself.

    `shape`: text, choice, day or moment. A day and a moment become two columns, the reader's and ISO's. A choice is
    shown by its name to people, and given by its value to programs.
    """

    name: str
    label: str | Promise
    paths: tuple[str, ...]
    show: Callable[[Look], Show] | None = None
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
    """`rows` gives those that the actor may see, narrowed by filters, in any order. `whole` gives, for the ids of a
    part, what hangs from each of its rows: for JSON Lines.
    """

    name: str
    label: str | Promise
    rows: Rows
    columns: tuple[Column, ...]
    whole: Callable[[Actor, Sequence[int]], Iterator[dict[str, Any]]] | None = None
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
            if column.shape in TIMES:
                found.append(str(format_lazy("{label} (ISO)", label=column.label)))
        return found


class Reader:
    """The rows of a table for one actor and one look, in parts of `PART` by growing id.

    Which rows these are is read once, eight bytes for each; then every part is found by its ids, at the same cost
    from the first to the last on every database. A row that is deleted meanwhile is left out; none is there twice.
    Make it, and use it, in the language of the look.
    """

    def __init__(self, table: Table, actor: Actor, filters: Mapping[str, str], look: Look, now: datetime):
        self.table, self.actor, self.look = table, actor, look
        self.asked = table.rows(actor, filters, now)

    def parts(self, columns: Sequence[Column]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows as values: the id, then those of `paths(columns)`."""
        rows: Any = self.asked.model._default_manager
        found = rows.unscoped(WHY).order_by("pk").values_list("pk", *paths(columns))
        ids = array("q", self.asked.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=10_000))
        for begin in range(0, len(ids), PART):
            yield list(found.filter(pk__in=ids[begin : begin + PART].tolist()))

    def cells(self, columns: Sequence[Column]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows as cells of a table for people."""
        plan: list[Step] = []
        for column, places in zip(columns, _places(columns), strict=True):
            if column.shape in TIMES:
                plan += [(places, shown(self.look)), (places, iso)]
            else:
                plan.append((places, self._show(column, column.show(self.look) if column.show else None)))
        for part in self.parts(columns):
            yield _worked(part, plan)

    def objects(self) -> Iterator[list[dict[str, Any]]]:
        """Rows for programs: values by name, moments in ISO, with all that hangs from them."""
        columns = self.table.columns
        names = [column.name for column in columns]
        plan: list[Step] = [
            (places, self._show(column, _for_programs(column, self.look)))
            for column, places in zip(columns, _places(columns), strict=True)
        ]
        for part in self.parts(columns):
            made = [dict(zip(names, row, strict=True)) for row in _worked(part, plan)]
            if self.table.whole:
                for row, more in zip(
                    made, self.table.whole(self.actor, [row[0] for row in part]), strict=True
                ):
                    row.update(more)
            yield made

    def _show(self, column: Column, show: Show | None) -> Show | None:
        """What a column shows to whoever asked: how to reach a customer only to who may see that."""
        mask = MASKS.get(column.name) if self.table.name != "staff" else None
        if mask is None:
            return show
        return lambda *values: mask((show(*values) if show else values[0]) or "")


Step = tuple[list[int], Show | None]
"""Where the values of a cell are in a row, and what makes it of them."""


def _worked(part: list[tuple[Any, ...]], plan: list[Step]) -> list[tuple[Any, ...]]:
    """The cells of a part: made column by column, which is several times faster than row by row."""
    values = list(zip(*part, strict=True))
    if not values:
        return []
    made = (map(show, *(values[at] for at in places)) if show else values[places[0]] for places, show in plan)
    return list(zip(*made, strict=True))


def _for_programs(column: Column, look: Look) -> Show | None:
    if column.shape in TIMES:
        return iso
    return column.show(look) if column.show and column.shape != "choice" else None


def paths(columns: Sequence[Column]) -> list[str]:
    """What the columns are read from, each once."""
    return list(dict.fromkeys(path for column in columns for path in column.paths))


def _places(columns: Sequence[Column]) -> list[list[int]]:
    """Where the values of each column are in a row that begins with its id."""
    place = {path: at for at, path in enumerate(paths(columns), 1)}
    return [[place[path] for path in column.paths] for column in columns]


def iso(value: date | datetime | None) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return value.isoformat() if value else ""


def shown(look: Look) -> Show:
    """In the reader's calendar, with digits that spreadsheets sort: 1405/03/11."""
    zone = ZoneInfo(settings.DISPLAY_TIME_ZONE)
    comma = "،" if look.language == "fa" else ","

    @lru_cache(maxsize=4096)
    def of_day(value: date) -> str:
        return to_latin_digits(format_date(value, look.calendar, look.language, "short"))

    def show(value: date | datetime | None) -> str:
        if isinstance(value, datetime):
            local = value.astimezone(zone)
            return f"{of_day(local.date())}{comma} {local.hour:02}:{local.minute:02}"
        return of_day(value) if value else ""

    return show


def text(name: str, label: Any, path: str = "") -> Column:
    """The value as it is."""
    return Column(name, label, (path or name,))


def choice(name: str, label: Any, choices: Sequence[tuple[str, Any]]) -> Column:
    """The name of a state or a kind."""

    def show(_look: Look) -> Show:
        names = {value: str(title) for value, title in choices}
        return lambda value: names.get(value, value)

    return Column(name, label, (name,), show, "choice")


def named(name: str, label: Any, path: str = "") -> Column:
    """The name of a row that has one in both languages."""
    return Column(
        name, label, (f"{path or name}__name_fa", f"{path or name}__name_en"), lambda look: look.say
    )


def yes_no(name: str, label: Any, *, no: bool = True) -> Column:
    """`no`: whether it is said too; else the cell stays empty."""

    def show(look: Look) -> Show:
        said = {True: look.say("بله", "yes"), False: look.say("خیر", "no") if no else ""}
        return lambda value: said[bool(value)]

    return Column(name, label, (name,), show, "choice")


def mobile(name: str, label: Any, path: str = "") -> Column:
    """As it is dialled at home: 09121234567."""
    return Column(name, label, (path or name,), lambda _look: _dialled)


def _dialled(value: str | None) -> str:
    if not value:
        return ""
    if len(value) == 13 and value.startswith("+989"):
        return f"0{value[3:]}"
    return to_latin_digits(show_mobile(value)).replace(" ", "")


def day(name: str, label: Any) -> Column:
    return Column(name, label, (name,), shape="day")


def moment(name: str, label: Any) -> Column:
    return Column(name, label, (name,), shape="moment")
