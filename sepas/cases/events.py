"""What happens in a case, as facts. Subject: the case, by its id. Values only; texts are {fa, en}."""

from dataclasses import dataclass, field
from typing import Any

from sepas.cases import (  # noqa: F401 - what they hold is registered with these
    appointment_events,
    bond_events,
    search_events,
    view_events,
)
from sepas.kernel.activity.registry import event

Text = dict[str, str]


@event("case.opened", subject="case")
@dataclass(frozen=True, slots=True)
class CaseOpened:
    code: str
    kind: str
    branch_id: int
    customer_id: int
    unit_id: int | None
    decision_id: int | None
    promises: list[dict[str, Any]]
    """Each: name, source, title, due_at."""
    rights: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, str]] = field(default_factory=list)
    """Each: SHA-256 of the bytes kept."""
    split_from: str = ""
    """The code of the case that it was a part of."""
    offer: dict[str, Any] = field(default_factory=dict)
    """The service that was asked for, with its price on that day."""


@event("case.replied", subject="case")
@dataclass(frozen=True, slots=True)
class CaseReplied:
    post_id: int
    by_customer: bool
    internal: bool
    attachments: list[dict[str, str]] = field(default_factory=list)


@event("case.triaged", subject="case")
@dataclass(frozen=True, slots=True)
class CaseTriaged:
    kind: str
    branch_id: int
    note: str = ""


@event("case.assigned", subject="case")
@dataclass(frozen=True, slots=True)
class CaseAssigned:
    assignee_id: int
    assignee_name: str
    branch_id: int
    why: Text = field(default_factory=dict)
    """Why this person, where rules chose."""
    former_id: int | None = None
    """Whose it was before."""


@event("case.held", subject="case")
@dataclass(frozen=True, slots=True)
class CaseHeld:
    reason: str
    note: str
    paused: list[str]
    """Names of the promises that stand still."""
    running: list[str]
    """Names of those that the law or the guarantee keeps running."""


@event("case.resumed", subject="case")
@dataclass(frozen=True, slots=True)
class CaseResumed:
    reason: str
    """What it had waited for."""
    promises: list[dict[str, Any]]


@event("case.progressed", subject="case")
@dataclass(frozen=True, slots=True)
class CaseProgressed:
    moment: str
    note: str
    promises: list[dict[str, Any]]
    """Clocks that this started."""


@event("case.answered", subject="case")
@dataclass(frozen=True, slots=True)
class CaseAnswered:
    answers: dict[str, Any]
    by_customer: bool


@event("case.inspected", subject="case")
@dataclass(frozen=True, slots=True)
class CaseInspected:
    findings: dict[str, Any]
    note: str = ""


@event("case.decided", subject="case")
@dataclass(frozen=True, slots=True)
class CaseDecided:
    """A new decision took the place of `supersedes`."""

    decision_id: int
    supersedes_id: int | None
    provisional: bool
    changed: bool
    change: dict[str, Any]
    explanation: Text
    started: list[dict[str, Any]]
    cancelled: list[str]


@event("case.resolved", subject="case")
@dataclass(frozen=True, slots=True)
class CaseResolved:
    resolution: str
    reopen_until: str


@event("case.reopened", subject="case", version=2)
@dataclass(frozen=True, slots=True)
class CaseReopened:
    """Why is said in a post, which can be erased. Version 1 said it here as `why`."""

    by_customer: bool
    was: str
    promises: list[dict[str, Any]]
    post_id: int | None = None


@event("case.closed", subject="case")
@dataclass(frozen=True, slots=True)
class CaseClosed:
    how: str
    """`staff`, `customer` (who was satisfied) or `clock` (the time to reopen ran out)."""


@event("case.shared", subject="case")
@dataclass(frozen=True, slots=True)
class CaseShared:
    """The customer let somebody look on. The secret of the link is not told."""

    link_id: int


@event("case.unshared", subject="case")
@dataclass(frozen=True, slots=True)
class CaseUnshared:
    link_id: int


@event("case.rated", subject="case")
@dataclass(frozen=True, slots=True)
class CaseRated:
    """The customer rated a resolution. How they rated is in the row, which not everybody reads."""

    rating_id: int
    round: int


@event("case.appointment_preferred", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentPreferred:
    days: list[str]
    parts: list[str]
    by_customer: bool


@event("case.erased", subject="case")
@dataclass(frozen=True, slots=True)
class CaseErased:
    """Words, files and links went at the customer's wish. `redacted`: see `kernel.activity.redact`."""

    redacted: list[list[Any]] = field(default_factory=list)


@event("case.escalated", subject="case", version=2)
@dataclass(frozen=True, slots=True)
class CaseEscalated:
    """Why, if anybody said, is in a post, which can be erased. Version 1 said it here as `why`."""

    step: str
    body: str
    text: Text
    by_customer: bool
    by_itself: bool
    due_at: str | None
    post_id: int | None = None


@event("promise.at_risk", subject="case")
@dataclass(frozen=True, slots=True)
class PromiseAtRisk:
    promise_id: int
    name: str
    source: str
    title: Text
    due_at: str


@event("promise.breached", subject="case")
@dataclass(frozen=True, slots=True)
class PromiseBreached:
    promise_id: int
    name: str
    source: str
    title: Text
    due_at: str
    rights: list[dict[str, Any]]
    """What the breach unlocked: remedy, title, text, amount, per."""


@event("promise.met", subject="case")
@dataclass(frozen=True, slots=True)
class PromiseMet:
    promise_id: int
    name: str
    source: str
    title: Text
    late: bool
    due_at: str | None
