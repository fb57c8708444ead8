"""What people do with saved views, as facts. Subject: the view, by its id."""

from dataclasses import dataclass
from typing import Any

from sepas.kernel.activity.registry import event


@event("saved_view.kept", subject="saved_view")
@dataclass(frozen=True, slots=True)
class ViewKept:
    """A view was made."""

    name: str
    filters: dict[str, str]
    columns: list[str]


@event("saved_view.changed", subject="saved_view")
@dataclass(frozen=True, slots=True)
class ViewChanged:
    changes: dict[str, list[Any]]
    """Of name, filters and columns those that changed: before and after."""


@event("saved_view.shared", subject="saved_view")
@dataclass(frozen=True, slots=True)
class ViewShared:
    """`branch_id` None: with the whole organisation, else with that branch and all below it."""

    name: str
    branch_id: int | None
    branch_name: str


@event("saved_view.unshared", subject="saved_view")
@dataclass(frozen=True, slots=True)
class ViewUnshared:
    name: str


@event("saved_view.removed", subject="saved_view")
@dataclass(frozen=True, slots=True)
class ViewRemoved:
    name: str
    shared: bool
