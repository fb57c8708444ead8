"""Reads whose SQL is built once: building it costs Django more than the database needs to answer.

For the reads that a door makes thousands of times an hour. Written as ordinary querysets, so that nothing is said
twice; only their values change from call to call. PostgreSQL prepares them too (`kernel.prepared`), plans them once.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet, TextChoices
from django.db.models.query import get_related_populators

from sepas.kernel import prepared
from sepas.kernel.made import loaded

M = TypeVar("M", bound=Model)
P = TypeVar("P")

PLANS = 256
"""Statements that one read keeps, one for each of what it was given; the least used go first."""
_YEAR = 1871
"""Marks of moments are in a year in which nothing happened here: what was reckoned from one is told by it too."""
_WORDS = -987_600_001


class _Built(Generic[P]):
    """What reads have in common: a statement for each database and `given`, kept with where its values go."""

    def __init__(self, build: Callable[..., Any], *kinds: type, some: bool = False) -> None:
        self.build = build
        self.marks = tuple(_mark(at, kind) for at, kind in enumerate(kinds))
        self._some = some
        self._plans: OrderedDict[tuple[str, Hashable], P | None] = OrderedDict()
        self._lock = Lock()

    def _plan(self, given: Hashable) -> P | None:
        key = (prepared.vendor(), given)
        with self._lock:
            if key in self._plans:
                self._plans.move_to_end(key)
                return self._plans[key]
        marks = self.marks if given is None else (given, *self.marks)
        try:
            plan = self._made(self.build(*marks))
        except EmptyResultSet:
            plan = None
        with self._lock:
            self._plans[key] = plan
            while len(self._plans) > PLANS:
                self._plans.popitem(last=False)
        return plan

    def _made(self, built: Any) -> P:
        raise NotImplementedError

    def _statement(self, sql: str, params: Sequence[Any]) -> _Statement:
        sql, params = _with_choices(sql, params)
        marks = [_adapted(mark) for mark in self.marks]
        slots, left = [], []
        for at, param in enumerate(params):
            if isinstance(param, _GIVEN) and type(param) is not bool and param in marks:
                slots.append((at, marks.index(param), type(param)))
            else:
                left.append(param)
        if not self._some and len({which for _at, which, _kind in slots}) < len(marks):
            raise TypeError(f"a value of {self.build.__name__} is not among the parameters of its statement")
        if any(_of_a_mark(param) for param in left):
            raise TypeError(f"{self.build.__name__} reckons with a value instead of comparing it")
        return _Statement(sql, tuple(params), tuple(slots))


def _with_choices(sql: str, params: Sequence[Any]) -> tuple[str, list[Any]]:
    """The statement with choices of ours (`TextChoices`) written into it. An index of some rows only ("the active
    one") can be planned with once then; with a value beside the statement, SQLite prepares it anew for each.
    """
    left: list[Any] = []
    waiting = iter(params)

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return place[0]
        param = next(waiting)
        if isinstance(param, TextChoices) and re.fullmatch(r"\w+", param.value, re.ASCII):
            return f"'{param.value}'"
        left.append(param)
        return place[0]

    return re.sub("%[s%]", written, sql), left


class Compiled(_Built["_Plan"], Generic[M]):
    """`Compiled(build, *kinds)(*values)` gives the rows of `build(*values)`; see `Compiled.__call__`.

    `build` takes the values by position and must use each as it is in a plain comparison (`filter(pk=value)`), so that
    it comes out among the statement's parameters unchanged: numbers, texts, moments. Nothing in it may depend on what
    the values are; what it depends on comes before them as one hashable thing, `given` (an actor, the filters of a
    list), and each has a statement of its own. `some`: for some `given`, some values are not used. `brief`: it reads a
    few rows by a key (see `prepared.rows`).
    """

    def __init__(
        self, build: Callable[..., QuerySet[M]], *kinds: type, some: bool = False, brief: bool = False
    ) -> None:
        super().__init__(build, *kinds, some=some)
        self._brief = brief

    def __call__(self, *values: Any, given: Hashable = None) -> list[M]:
        """The rows for these values; rows of one list share what they point to. One statement, none where `given` can
        have no row.
        """
        plan = self._plan(given)
        if plan is None:
            return []
        wanted = plan.statement.with_values(values)
        return plan.made_of(prepared.rows(plan.statement.sql, wanted, brief=self._brief))

    def first(self, *values: Any, given: Hashable = None) -> M | None:
        """The first of the rows."""
        return next(iter(self(*values, given=given)), None)

    def _made(self, built: QuerySet[M]) -> _Plan:
        compiler = built.query.get_compiler(using="default")
        sql, params = compiler.as_sql()
        return _Plan.of(compiler, self._statement(sql, params))


class Counted(_Built["tuple[tuple[str, ...], _Statement | None]"]):
    """`Counted(build, *kinds)(*values)` gives how many rows each of `build(*values)` has, a mapping of names to
    querysets; those that are cut to a number of rows are counted up to it. The rest is as with `Compiled`.
    """

    def __call__(self, *values: Any, given: Hashable = None) -> dict[str, int]:
        """One statement for all of them."""
        plan = self._plan(given)
        assert plan is not None
        names, statement = plan
        if statement is None:
            return dict.fromkeys(names, 0)
        (found,) = prepared.rows(statement.sql, statement.with_values(values))
        return dict(zip(names, found, strict=True))

    def _made(self, built: Mapping[str, QuerySet[Any]]) -> tuple[tuple[str, ...], _Statement | None]:
        sql, params = counting(built)
        return tuple(built), self._statement(sql, params) if built else None


def counting(wanted: Mapping[str, QuerySet[Any]]) -> tuple[str, list[Any]]:
    """The statement that counts each of `wanted`, in its order, and its parameters."""
    parts: list[str] = []
    params: list[Any] = []
    for rows in wanted.values():
        part = "0"
        with suppress(EmptyResultSet):
            sql, given = rows.values("pk").query.sql_with_params()
            part = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"  # noqa: S608 - built by Django
            params += given
        parts.append(part)
    return f"SELECT {', '.join(parts)}", params


@dataclass(frozen=True, slots=True)
class _Statement:
    """`slots`: where in the parameters which of the values stands, and as what (PostgreSQL has kinds of integers)."""

    sql: str
    params: tuple[Any, ...]
    slots: tuple[tuple[int, int, type], ...]

    def with_values(self, values: Sequence[Any]) -> list[Any]:
        given = [_adapted(value) for value in values]
        params = list(self.params)
        for at, which, kind in self.slots:
            value = given[which]
            params[at] = value if kind in _PLAIN else kind(value)
        return params


Converters = list[tuple[int, list[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class _Related:
    """Rows that a row points to; each is made once for a list, however many point to it."""

    populator: Any
    converters: Converters
    below: list[_Related]

    @classmethod
    def of(cls, populator: Any, converters: Converters) -> _Related:
        own = [each for each in converters if populator.cols_start <= each[0] < populator.cols_end]
        below = [cls.of(each, converters) for each in populator.related_populators]
        return cls(populator, own, below)

    def populate(self, row: list[Any], owner: Any, known: dict[Any, Any]) -> None:
        populator = self.populator
        reorder, own = populator.reorder_for_init, slice(populator.cols_start, populator.cols_end)
        pk = (reorder(row) if reorder else row[own])[populator.pk_idx]
        key = (id(self), pk)
        made = known.get(key)
        if made is None and pk is not None:
            _convert(row, self.converters)
            values = reorder(row) if reorder else row[own]
            made = known[key] = loaded(populator.model_cls, populator.init_list, values, populator.db)
            for each in self.below:
                each.populate(row, made, known)
        populator.local_setter(owner, made)
        if made is not None:
            populator.remote_setter(made, owner)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement, and what Django's compiler knew of turning its rows into models (see its `ModelIterable`)."""

    statement: _Statement
    model: type[Model]
    columns: slice
    names: list[str]
    converters: Converters
    related: list[_Related]
    annotations: list[tuple[str, int]]

    @classmethod
    def of(cls, compiler: Any, statement: _Statement) -> _Plan:
        klass, select = compiler.klass_info, compiler.select
        fields = klass["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        found = compiler.get_converters([column[0] for column in select])
        converters: Converters = [(at, convert, column) for at, (convert, column) in found.items()]
        populators = get_related_populators(klass, select, "default")  # type: ignore[call-arg]
        related = [_Related.of(populator, converters) for populator in populators]
        theirs = {at for each in related for at in _columns_of(each)}
        return cls(
            statement,
            klass["model"],
            columns,
            [column[0].target.attname for column in select[columns]],
            [each for each in converters if each[0] not in theirs],
            related,
            list(compiler.annotation_col_map.items()),
        )

    def made_of(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        found = []
        known: dict[Any, Any] = {}
        for columns in rows:
            row = list(columns)
            _convert(row, self.converters)
            made = loaded(self.model, self.names, row[self.columns], DEFAULT_DB_ALIAS)
            for related in self.related:
                related.populate(row, made, known)
            for name, at in self.annotations:
                setattr(made, name, row[at])
            found.append(made)
        return found


def _columns_of(related: _Related) -> set[int]:
    own = set(range(related.populator.cols_start, related.populator.cols_end))
    return own.union(*(_columns_of(each) for each in related.below))


def _convert(row: list[Any], converters: Converters) -> None:
    for at, functions, column in converters:
        for function in functions:
            row[at] = function(row[at], column, connection)


_GIVEN = (int, str, datetime)
_PLAIN = frozenset(_GIVEN)


def _mark(at: int, kind: type) -> Any:
    if kind is datetime:
        return datetime(_YEAR, 1, 1, microsecond=987_601 + at, tzinfo=UTC)
    return _WORDS - at if kind is int else str(_WORDS - at)


def _adapted(value: Any) -> Any:
    """As a value of its kind stands among the parameters of a statement."""
    return connection.ops.adapt_datetimefield_value(value) if type(value) is datetime else value


def _of_a_mark(param: Any) -> bool:
    """Whether a parameter was made from the mark of a moment."""
    if isinstance(param, datetime):
        return abs(param.year - _YEAR) < 20
    return isinstance(param, str) and param[:3] == str(_YEAR)[:3] and param[4:5] == "-"
