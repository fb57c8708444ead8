"""Reads whose SQL is built once: building it costs Django more than the database needs to answer.

For the few reads that a door makes thousands of times an hour. Written as an ordinary queryset, so that nothing is said
twice; only its values change from call to call.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

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
        plan = self._plan()
        given = dict(zip(self.marks, values, strict=True))
        params = tuple(
            given.get(param, param) if isinstance(param, int | str) else param for param in plan.params
        )
        return list(_Rows(plan, params))

    def _plan(self) -> _Plan:
        vendor = connections["default"].vendor
        found = self._plans.get(vendor)
        if found is None:
            with self._lock:
                found = self._plans[vendor] = self._made()
        return found

    def _made(self) -> _Plan:
        queryset = self.build(*self.marks)
        compiler = queryset.query.get_compiler(using="default")
        sql, params = compiler.as_sql()
        if set(self.marks) - {param for param in params if isinstance(param, int | str)}:
            raise TypeError(f"a value of {self.build.__name__} is not among the parameters of its statement")
        return _Plan(compiler, sql, tuple(params))


@dataclass(frozen=True, slots=True)
class _Plan:
    compiler: Any
    """Set up: it knows which columns make which models."""
    sql: str
    params: tuple[Any, ...]

    def compiler_for(self, params: tuple[Any, ...]) -> Any:
        """One that executes the statement with these parameters on this thread's connection."""
        mine = copy(self.compiler)
        mine.connection = connections["default"]
        mine.as_sql = lambda *_args, **_options: (self.sql, params)
        return mine


class _Rows(ModelIterable):
    """Django's own reading of rows into models, by a statement that is there already."""

    def __init__(self, plan: _Plan, params: tuple[Any, ...]) -> None:
        super().__init__(_Asked(plan, params))  # type: ignore[arg-type]


class _Asked:
    """As much of a queryset, and of its query, as `ModelIterable` asks for."""

    _known_related_objects: ClassVar[dict[Any, Any]] = {}
    db = "default"

    def __init__(self, plan: _Plan, params: tuple[Any, ...]) -> None:
        self.plan, self.params, self.query = plan, params, self

    def get_compiler(self, using: str) -> Any:
        return self.plan.compiler_for(self.params)
