"""Adding rows without building their statement anew each time: what `save(force_insert=True)` and `bulk_create` do,
for a fraction of the processor time. For rows that are written thousands of times an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)
from psycopg.types.json import Jsonb

from sepas.kernel import prepared
from sepas.kernel.made import made

Prepare = Callable[[Any], Any]


def insert(row: Model) -> None:
    """Add one row; its id is filled in. Constraints raise `IntegrityError` as ever."""
    insert_all([row])


def insert_all(rows: Sequence[Model]) -> None:
    """Add rows of one model in one statement; their ids are filled in, in order."""
    if rows:
        _insert(rows, "")


def insert_unless_there(row: Model) -> bool:
    """Add one row, and say whether it was: not where a unique one is there already, which harms no transaction."""
    return _insert([row], " ON CONFLICT DO NOTHING")


def insert_values(model: type[Model], names: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """Add rows that nobody looks at afterwards: for each, the values of the named columns (`case_id`, not `case`), the
    others by their defaults. One statement; no ids are filled in.
    """
    if values:
        _insert([made(model, **dict(zip(names, each, strict=True))) for each in values], "", named=False)


@contextmanager
def at_once(ids: Mapping[type[Model], int]) -> Iterator[None]:
    """Rows added inside are written at the end, all in one statement, where each statement has to travel to a server
    and back (not on SQLite, nor rows that are added unless they are there). `ids`: of which models how many, so that
    their ids are asked for together, with the first row that is added unless it is there; others when they are needed.

    Within one transaction; what is added inside can be read only afterwards.
    """
    if prepared.vendor() != "postgresql" or _waiting.get() is not None:
        yield
        return
    waiting = _Waiting(ids)
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    waiting.write()


def write_waiting() -> None:
    """Write now what waits to be written at once: for whoever reads it inside."""
    if (waiting := _waiting.get()) is not None:
        waiting.write()


class _Waiting:
    """Rows to be written at once, and the ids they may have."""

    def __init__(self, ids: Mapping[type[Model], int]) -> None:
        self._ids: dict[type[Model], list[int]] = {}
        self._wanted = [model for model, number in ids.items() for _time in range(number)]
        self._statements: list[str] = []
        self._values: list[Any] = []

    def wanted(self) -> str:
        """What must be selected for the ids that are to be had yet; then they are `given`."""
        return ", ".join(f"nextval('{_sequence(model)}')" for model in self._wanted)

    def given(self, ids: Sequence[int]) -> None:
        for model, pk in zip(self._wanted, ids, strict=True):
            self._ids.setdefault(model, []).append(pk)
        self._wanted = []

    def reserve(self, model: type[Model], number: int) -> None:
        """Have ids for so many rows of the model, and all that were wanted before."""
        missing = number - len(self._ids.get(model, ()))
        if missing > 0:
            self._wanted += [model] * (missing - self._wanted.count(model))
            self.given(*prepared.rows(f"SELECT {self.wanted()}", []))

    def add(self, rows: Sequence[Model], *, named: bool) -> None:
        model = type(rows[0])
        taken, key = _taken(model, prepared.vendor()), model._meta.pk
        named = named and isinstance(key, AutoField)
        if named:
            self.reserve(model, len(rows))
        for row in rows:
            if named:
                pk = self._ids[model].pop(0)
                setattr(row, key.attname, pk)
                self._values.append(pk)
            self._values += taken(row)
        self._statements.append(_statement(model, len(rows), "", named=named))

    def write(self) -> None:
        statements, values = self._statements, self._values
        self._statements, self._values = [], []
        if statements:
            prepared.changed(_all_of(tuple(statements)), values)


_waiting: ContextVar[_Waiting | None] = ContextVar("rows to be written at once", default=None)


@lru_cache(maxsize=256)
def _all_of(statements: tuple[str, ...]) -> str:
    """One statement that does what all of them do. Foreign keys are looked at when the transaction ends."""
    *first, last = statements
    parts = ", ".join(f"part{at} AS ({statement})" for at, statement in enumerate(first))
    return f"WITH {parts} {last}" if first else last


@cache
def _sequence(model: type[Model]) -> str:
    """Where the server takes a model's ids from."""
    name = [model._meta.db_table, str(model._meta.pk.column)]
    ((found,),) = prepared.rows("SELECT pg_get_serial_sequence(%s, %s)", name)
    return str(found)


def _insert(rows: Sequence[Model], otherwise: str, *, named: bool = True) -> bool:
    waiting = _waiting.get()
    if waiting is not None and not otherwise:
        waiting.add(rows, named=named)
    elif not _written(rows, otherwise, named=named):
        return False
    for row in rows:
        row._state.adding = False
        row._state.db = DEFAULT_DB_ALIAS
    return True


def _written(rows: Sequence[Model], otherwise: str, *, named: bool) -> bool:
    model = type(rows[0])
    taken = _taken(model, prepared.vendor())
    values: list[Any] = []
    for row in rows:
        values += taken(row)
    key = model._meta.pk
    if not (named and isinstance(key, AutoField)):
        changed = prepared.changed(_statement(model, len(rows), otherwise, named=False), values)
        return bool(changed) or not otherwise
    returning = f"{otherwise} RETURNING {connection.ops.quote_name(str(key.column))}"
    waiting = _waiting.get()
    if waiting is not None and len(rows) == 1 and (wanted := waiting.wanted()):
        returning = f"{returning}, {wanted}"
    found = prepared.rows(_statement(model, len(rows), returning, named=False), values)
    if otherwise and not found:
        return False
    for row, (pk, *ids) in zip(rows, found, strict=True):
        setattr(row, key.attname, pk)
        if ids and waiting is not None:
            waiting.given(ids)
    return True


@cache
def _taken(model: type[Model], vendor: str) -> Callable[[Any], tuple[Any, ...]]:
    """A function that takes the values of all columns from a row, as the driver wants them; written for the model, for
    a call for each column costs more than everything else about it.
    """
    lines, values = ["def taken(row):", "    known = row.__dict__"], []
    names: dict[str, Any] = {}
    for at, field in enumerate(_fields(model)):
        if not _stays_itself(field):
            names[f"other{at}"] = _by_django(field)
            values.append(f"other{at}(row)")
            continue
        names[f"ready{at}"], names[f"other{at}"] = _ready(field, vendor), _column(field, vendor)
        lines.append(f"    value{at} = known[{field.attname!r}]")
        if isinstance(field, ForeignKey):
            names[f"parent{at}"] = partial(_parent, field)
            lines.append(f"    if value{at} is None: value{at} = parent{at}(row)")
        values.append(f"value{at} if value{at}.__class__ in ready{at} else other{at}(value{at})")
    lines.append("    return (" + ", ".join(values) + ",)")
    exec("\n".join(lines), names)  # noqa: S102 - made of the names of columns
    found: Callable[[Any], tuple[Any, ...]] = names["taken"]
    return found


def _parent(field: ForeignKey[Any, Any], row: Any) -> Any:
    """The id of a row that was pointed to before it had one."""
    parent = row._state.fields_cache.get(field.name)
    if parent is None:
        return None
    if parent.pk is None:
        row._prepare_related_fields_for_save(operation_name="save")  # says what is wrong
    row.__dict__[field.attname] = parent.pk
    return parent.pk


def _by_django(field: Field[Any, Any]) -> Prepare:
    return lambda row: field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _ready(field: Field[Any, Any], vendor: str) -> frozenset[type]:
    """Kinds of values that the driver takes as they are."""
    if vendor == "postgresql" and isinstance(field, DateTimeField):
        return _NOTHING | {datetime}
    return next((_NOTHING | kinds for of, kinds in _READY if isinstance(field, of)), _NOTHING)


def _column(field: Field[Any, Any], vendor: str) -> Prepare:
    """What makes any other value of this column ready."""

    def by_django(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    def json(value: Any) -> Any:
        return _json(field, value, vendor) if type(value) in _CONTAINERS else by_django(value)

    def moment(value: Any) -> Any:
        return _moment(value) if type(value) is datetime and value.tzinfo is not None else by_django(value)

    if type(field) is JSONField and field.encoder is None:
        return json
    return moment if isinstance(field, DateTimeField) else by_django


@lru_cache(maxsize=256)
def _moment(value: datetime) -> Any:
    """The same few moments stand in many columns of what is written at once."""
    return connection.ops.adapt_datetimefield_value(value)


_NOTHING = frozenset({type(None)})
_READY: tuple[tuple[type[Field[Any, Any]], frozenset[type]], ...] = (
    (CharField, frozenset({str})),
    (TextField, frozenset({str})),
    (BooleanField, frozenset({bool})),
    (IntegerField, frozenset({int})),
    (ForeignKey, frozenset({int})),
)
"""What every driver takes as it is, by the kind of column."""
_CONTAINERS = frozenset({dict, list})


def _json(field: Field[Any, Any], value: Any, vendor: str) -> Any:
    """As Django would hand it over, written by a quicker hand where that one can."""
    try:
        text = orjson.dumps(value)
    except TypeError:  # a number beyond 64 bits, or what is no JSON at all
        return field.get_db_prep_save(value, connection)
    return text.decode() if vendor == "sqlite" else Jsonb(text, dumps=bytes)


def _stays_itself(field: Field[Any, Any]) -> bool:
    """Whether it is one of Django's own columns that do nothing to a value but prepare it for the driver."""
    if not type(field).__module__.startswith("django.db.models."):
        return False
    if isinstance(field, DateTimeField):
        return not (field.auto_now or field.auto_now_add)
    return type(field).pre_save is Field.pre_save


@cache
def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))


@lru_cache(maxsize=512)
def _statement(model: type[Model], rows: int, end: str, *, named: bool) -> str:
    """`named`: the ids are given too, before all else."""
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in _fields(model)]
    if named:
        names.insert(0, quote(str(model._meta.pk.column)))
    places = "(" + ", ".join(["%s"] * len(names)) + ")"
    values = ", ".join([places] * rows)
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES {values}{end}"  # noqa: S608
