from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sepas.cases.models import Attachment, Case, Post, Promise, Right
from sepas.cases.queries.timeline import Entry
from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer


@dataclass(frozen=True, slots=True)
class PromisedDate:
    """One promise in plain words: what, by when, how it stands (`state` of the promise)."""

    title: str
    text: str
    due_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the customer's page shows. Texts are in the reader's language."""

    case: Case
    state: str
    next_step: str
    """What happens next, in a sentence or two."""
    waiting_for_you: bool
    promises: Sequence[PromisedDate]
    rights: Sequence[Right]
    posts: Sequence[Post]
    attachments: Sequence[Attachment]
    timeline: Sequence[Entry]
    verbs: dict[str, Answer]
    reopen_until: datetime | None


def tracking(actor: Actor, case: Case, *, now: datetime) -> Tracking:
    raise NotImplementedError
