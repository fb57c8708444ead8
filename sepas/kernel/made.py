"""Rows as objects, made by writing their values down at once: what `Model(**values)` and `Model.from_db` do with a
look at every column, for rows that are made thousands of times an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import ForeignKey, Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


def made(model: type[M], **values: Any) -> M:
    """`model(**values)`, where each value is a column's (`case_id=7`) or, by the name of a foreign key, a row
    (`case=case`); names are not checked further than that they are the model's.
    """
    shape = _shape(model)
    row = model.__new__(model)
    state = ModelState()
    known = row.__dict__
    known["_state"] = state
    known.update(shape.always)
    for name, default in shape.fresh:
        if name not in values:
            known[name] = default()
    for name, value in values.items():
        if name in shape.always:
            known[name] = value
        elif name in shape.relations:
            known[shape.relations[name]] = value.pk if value is not None else None
            state.fields_cache[name] = value
        else:
            raise TypeError(f"{model.__name__} has no column {name}")
    return row


def loaded(model: type[M], names: Sequence[str], values: Sequence[Any], database: str) -> M:
    """`model.from_db(database, names, values)`: a row that was read, by all or some of its columns."""
    if not _plain(model):
        return model.from_db(database, names, values)
    row = model.__new__(model)
    state = ModelState()
    state.adding = False
    state.db = database
    known = row.__dict__
    known["_state"] = state
    known.update(zip(names, values, strict=True))
    return row


class _Shape(NamedTuple):
    always: dict[str, Any]
    """Every column with what stands in it when nothing is said."""
    fresh: tuple[tuple[str, Callable[[], Any]], ...]
    """Columns whose default is made anew for each row."""
    relations: dict[str, str]


@cache
def _shape(model: type[Model]) -> _Shape:
    if not _plain(model):
        raise TypeError(f"{model.__name__} makes its rows in its own way")
    always: dict[str, Any] = {}
    fresh, relations = [], {}
    for field in model._meta.concrete_fields:
        if field.has_db_default() and not field.has_default():
            raise TypeError(f"{model.__name__}.{field.name} has a default that only the database knows")
        default = field.get_default()
        always[field.attname] = default.value if isinstance(default, Enum) else default
        if field.has_default() and callable(field.default):
            fresh.append((field.attname, field.default))
        if isinstance(field, ForeignKey):
            if not field.target_field.primary_key:
                raise TypeError(f"{model.__name__}.{field.name} points to something else than a primary key")
            relations[field.name] = field.attname
    return _Shape(always, tuple(fresh), relations)


@cache
def _plain(model: type[Model]) -> bool:
    """Whether a row is nothing but its columns: no way of its own to be made or read."""
    read: Any = model.from_db
    return model.__init__ is Model.__init__ and read.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
