from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sepas.cases.models import Attachment, Case, Post, Promise, Right
from sepas.cases.queries.timeline import Entry
from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case shows."""

    case: Case
    posts: Sequence[Post]
    attachments: Sequence[Attachment]
    """Those of a post too: `attachment.post_id` says which."""
    promises: Sequence[Promise]
    rights: Sequence[Right]
    timeline: Sequence[Entry]
    unit_history: Sequence[Case]
    """Other cases of the same unit that the actor may see, newest first."""
    verbs: Sequence[tuple[str, Answer]]
    decision: dict[str, Any] | None
    """`rules.Decision.as_dict()` as it was given; `case.decision` is the row."""


def page(actor: Actor, case: Case, *, now: datetime) -> CasePage:
    raise NotImplementedError
