"""Everything that the page of a case shows, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sepas.cases import policies
from sepas.cases.models import Attachment, Case, Post, Promise, Right
from sepas.cases.promises.terms import made_again
from sepas.cases.queries.one import RELATED
from sepas.cases.queries.timeline import Entry, timeline
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import NotFound
from sepas.kernel.policy import Answer

HISTORY = 20


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case shows. Lists are oldest first, `unit_history` newest first."""

    case: Case
    posts: Sequence[Post]
    attachments: Sequence[Attachment]
    """Those of a post too: `attachment.post_id` says which."""
    promises: Sequence[Promise]
    """Live ones by due moment, then what was kept or is no longer owed."""
    rights: Sequence[Right]
    timeline: Sequence[Entry]
    unit_history: Sequence[Case]
    """Other cases of the same unit that the actor may see."""
    verbs: Sequence[tuple[str, Answer]]
    decision: dict[str, Any] | None
    """`rules.Decision.as_dict()`, made again from its record; `case.decision` is the row."""


def page(actor: Actor, case: Case, *, now: datetime, decided: bool = True, fresh: bool = False) -> CasePage:
    """The page of `case` for `actor`: seven queries (six without a unit), and two more where a guarantee of
    the organisation was decided by. Without `decided`, the decision is left out, for whoever makes it again
    themselves: it costs as much as all queries together. `fresh`: the case came from `case_by_code` just now, so it
    is not read again, which saves one. Raises `NotFound` for a case that the actor may not see.
    """
    if not policies.may_view(actor, case):
        raise NotFound()
    full = case if fresh else Case.objects.visible_to(actor).select_related(*RELATED).get(pk=case.pk)
    return CasePage(
        case=full,
        posts=posts_of(actor, full),
        attachments=attachments_of(actor, full),
        promises=promises_of(actor, full),
        rights=rights_of(actor, full),
        timeline=timeline(actor, full),
        unit_history=unit_history(actor, full),
        verbs=policies.verbs(actor, full, now=now),
        decision=decision_of(full) if decided else None,
    )


def posts_of(actor: Actor, case: Case) -> list[Post]:
    return _posts(case.pk, given=actor)


def attachments_of(actor: Actor, case: Case) -> list[Attachment]:
    return _attachments(case.pk, given=actor)


def promises_of(actor: Actor, case: Case) -> list[Promise]:
    return sorted(_promises(case.pk, given=actor), key=_urgency)


def rights_of(actor: Actor, case: Case) -> list[Right]:
    return _rights(case.pk, given=actor)


def unit_history(actor: Actor, case: Case) -> list[Case]:
    if case.unit_id is None:
        return []
    return _others_of_unit(case.unit_id, case.pk, given=actor)


_posts = Compiled(
    lambda actor, pk: Post.objects.visible_to(actor).filter(case_id=pk).order_by("at", "pk"), int
)
_attachments = Compiled(
    lambda actor, pk: Attachment.objects.visible_to(actor).filter(case_id=pk).order_by("at", "pk"), int
)
_promises = Compiled(lambda actor, pk: Promise.objects.visible_to(actor).filter(case_id=pk), int)
_rights = Compiled(
    lambda actor, pk: Right.objects.visible_to(actor).filter(case_id=pk).order_by("unlocked_at", "pk"), int
)


def _of_unit(actor: Actor, unit_id: int, pk: int) -> QuerySet[Case]:
    others = Case.objects.visible_to(actor).filter(unit_id=unit_id).exclude(pk=pk)
    return others.select_related("branch").order_by("-opened_at", "-pk")[:HISTORY]


_others_of_unit = Compiled(_of_unit, int, int)


def decision_of(case: Case) -> dict[str, Any] | None:
    return dict(made_again(case.decision).as_dict()) if case.decision else None


def attachment(actor: Actor, case: Case, pk: int) -> Attachment:
    """One file of the case, for the door that serves it. Raises `NotFound`."""
    found = Attachment.objects.visible_to(actor).filter(case=case, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def _urgency(promise: Promise) -> tuple[bool, datetime, int]:
    live = promise.state in {"running", "at_risk", "paused", "breached"}
    return not live, promise.due_at or promise.started_at, promise.pk
