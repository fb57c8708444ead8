"""Further narrowing of lists of cases. Each term is looked at while the list's index is walked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import Case, Post, Promise, PromiseState, Snooze
from sepas.kernel.actor import Actor
from sepas.kernel.actor import Kind as ActorKind
from sepas.kernel.errors import Invalid

WHY = "narrows cases that were scoped before"
PUBLIC = [str(ActorKind.CUSTOMER), str(ActorKind.LINK), str(ActorKind.GUEST)]

SORTS = {
    "newest": ("opened_at", True),
    "oldest": ("opened_at", False),
    "due": ("next_due_at", False),
    "touched": ("touched_at", True),
    "resolved": ("resolved_at", True),
}
"""Orders of a list: the column, and whether the latest comes first. Each is that of an index."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """What else a list asks for; empty terms ask for nothing. Moments: from the first, before the second."""

    city: str = ""
    model: int | None = None
    product_class: str = ""
    unit: int | None = None
    promise: str = ""
    """A state that one of the promises is in."""
    opened: tuple[datetime | None, datetime | None] = (None, None)
    resolved: tuple[datetime | None, datetime | None] = (None, None)
    due: tuple[datetime | None, datetime | None] = (None, None)
    waiting: bool = False
    """The last word is the customer's: nobody has answered it."""
    breached: bool = False
    forgotten: bool = False
    """Nobody has touched it for too long."""
    appointment: str = ""
    """A choice of `appointments.meant`."""
    asleep: bool = False
    """The actor put it aside; such cases are in no list of the actor's own work meanwhile."""


def narrowed(found: QuerySet[Case], narrow: Narrow) -> QuerySet[Case]:
    """Those of `found` that `narrow` asks for. Adds no query. Raises `Invalid` for a promise state that is none."""
    terms: dict[str, Any] = {}
    if narrow.city:
        terms["customer__city"] = narrow.city
    if narrow.model is not None:
        terms["unit__model_id"] = narrow.model
    if narrow.product_class:
        terms["unit__model__product_class"] = narrow.product_class
    if narrow.unit is not None:
        terms["unit_id"] = narrow.unit
    if narrow.breached:
        # Not `breached=True`: SQLite finds the index that holds only these by a comparison.
        terms["breached__in"] = [True]
    if narrow.forgotten:
        terms["forgotten_at__isnull"] = False
    for column, (first, before) in (
        ("opened_at", narrow.opened),
        ("resolved_at", narrow.resolved),
        ("next_due_at", narrow.due),
    ):
        if first is not None:
            terms[f"{column}__gte"] = first
        if before is not None:
            terms[f"{column}__lt"] = before
    found = found.filter(**terms)
    if narrow.promise:
        if narrow.promise not in PromiseState.values:
            raise Invalid({"promise": _("There is no such state of a promise.")})
        promises = Promise.objects.unscoped(WHY).filter(case=OuterRef("pk"), state=narrow.promise)
        found = found.filter(Exists(promises))
    if narrow.waiting:
        said = Post.objects.unscoped(WHY).filter(case=OuterRef("pk"), internal=False).order_by("-at", "-pk")
        found = found.annotate(last_said_by=Subquery(said.values("author_kind")[:1])).filter(
            last_said_by__in=PUBLIC
        )
    return found


def asleep(actor: Actor, now: datetime) -> Exists:
    """Whether a case of the outer query is put aside by `actor` now."""
    return Exists(Snooze.objects.visible_to(actor).filter(case=OuterRef("pk"), until__gt=now))


def snoozed(actor: Actor, now: datetime) -> QuerySet[Snooze]:
    """What `actor` put aside until later than `now`: a handful, which is not to be looked for among all cases."""
    return Snooze.objects.visible_to(actor).filter(until__gt=now)


def ordered(found: QuerySet[Case], sort: str) -> QuerySet[Case]:
    """`found` in one of `SORTS`. Cases without the moment that it sorts by are not in that order."""
    column, latest_first = SORTS[sort]
    if column in {"next_due_at", "resolved_at"}:
        found = found.filter(**{f"{column}__isnull": False})
    sign = "-" if latest_first else ""
    return found.order_by(f"{sign}{column}", f"{sign}id")


def after(found: QuerySet[Case], sort: str, at: datetime, pk: int) -> QuerySet[Case]:
    """Those that follow the case that was last on a page."""
    column, latest_first = SORTS[sort]
    way = "lt" if latest_first else "gt"
    return found.filter(
        Q(**{f"{column}__{way}": at}) | Q(**{column: at, f"pk__{way}": pk}), **{f"{column}__{way}e": at}
    )
