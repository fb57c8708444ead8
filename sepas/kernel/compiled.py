"""Reads whose SQL is built once: building it costs Django more than the database needs to answer.

For the few reads that a door makes thousands of times an hour. Written as an ordinary queryset, so that nothing is said
twice; only its values change from call to call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from sepas.kernel import prepared

M = TypeVar("M", bound=Model)

_MARKS: tuple[int, ...] = tuple(range(-987_600_001, -987_600_009, -1))


class Compiled(Generic[M]):
    """`Compiled(build)(*values)` gives the rows of `build(*values)`; see `Compiled.__call__`.

    `build` takes the values by position and must use each as it is in a plain comparison (`filter(pk=value)`), so that
    it comes out among the statement's parameters unchanged: numbers and texts. Nothing in it may depend on what the
    values are.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self.build = build
        self.marks = tuple(
            mark if kind is int else str(mark) for mark, kind in zip(_MARKS, kinds, strict=False)
        )
        self._plans: dict[str, _Plan] = {}
        self._lock = Lock()

    def __call__(self, *values: Any) -> list[M]:
        """The rows for these values. One statement."""
        plan = self._plans.get(connection.vendor) or self._plan()
        given = dict(zip(self.marks, values, strict=True))
        params = [given.get(param, param) if type(param) in _GIVEN else param for param in plan.params]
        with prepared.cursor() as cursor:
            cursor.execute(plan.sql, params)
            return plan.made_of(cursor.fetchall())

    def _plan(self) -> _Plan:
        with self._lock:
            vendor = connection.vendor
            if vendor not in self._plans:
                self._plans[vendor] = self._made()
            return self._plans[vendor]

    def _made(self) -> _Plan:
        queryset = self.build(*self.marks)
        compiler = queryset.query.get_compiler(using="default")
        sql, params = compiler.as_sql()
        if set(self.marks) - {param for param in params if type(param) in _GIVEN}:
            raise TypeError(f"a value of {self.build.__name__} is not among the parameters of its statement")
        return _Plan.of(compiler, sql, tuple(params))


_GIVEN = frozenset({int, str})


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement, and what Django's compiler knew of turning its rows into models (see its `ModelIterable`)."""

    sql: str
    params: tuple[Any, ...]
    model: type[Model]
    columns: slice
    names: list[str]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]
    related: list[Any]

    @classmethod
    def of(cls, compiler: Any, sql: str, params: tuple[Any, ...]) -> _Plan:
        klass, select = compiler.klass_info, compiler.select
        fields = klass["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        converters = compiler.get_converters([column[0] for column in select])
        return cls(
            sql,
            params,
            klass["model"],
            columns,
            [column[0].target.attname for column in select[columns]],
            [(at, convert, expression) for at, (convert, expression) in converters.items()],
            get_related_populators(klass, select, "default"),  # type: ignore[call-arg]
        )

    def made_of(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        found = []
        for columns in rows:
            row = list(columns)
            for at, converters, expression in self.converters:
                for convert in converters:
                    row[at] = convert(row[at], expression, connection)
            made = self.model.from_db("default", self.names, row[self.columns])
            for populator in self.related:
                populator.populate(row, made)
            found.append(made)
        return found
