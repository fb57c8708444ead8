"""Compare and swap: the lock that works alike on SQLite and PostgreSQL."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import F

from sepas.kernel.errors import Stale

M = TypeVar("M", bound=models.Model)


def swap(row: M, *, expected: dict[str, Any] | None = None, **changes: Any) -> M:
    """Change `row` if nobody changed it since it was read; raise `Stale` otherwise.

    The row has an integer `version`. On PostgreSQL the update also holds the row until commit, so whatever is
    written after it in the same transaction is ordered per row. The instance is brought up to date.
    """
    model = type(row)
    version: int = row.version  # type: ignore[attr-defined]
    changed = model._base_manager.filter(pk=row.pk, version=version, **(expected or {})).update(
        version=F("version") + 1, **changes
    )
    if not changed:
        raise Stale(data={"model": model._meta.label_lower, "id": row.pk, "version": version})
    row.version = version + 1  # type: ignore[attr-defined]
    for name, value in changes.items():
        setattr(row, name, value)
    return row
