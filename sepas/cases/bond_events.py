"""What ties cases to each other and to people, as facts. Subject: the case, by its id."""

from dataclasses import dataclass, field
from typing import Any

from sepas.kernel.activity.registry import event


@event("case.linked", subject="case")
@dataclass(frozen=True, slots=True)
class CaseLinked:
    """Told of both cases; `forward`: this one is `tie` the other, else the other is `tie` this one."""

    tie: str
    other_id: int
    other_code: str
    forward: bool


@event("case.unlinked", subject="case")
@dataclass(frozen=True, slots=True)
class CaseUnlinked:
    tie: str
    other_id: int
    other_code: str
    forward: bool


@event("case.overridden", subject="case")
@dataclass(frozen=True, slots=True)
class CaseOverridden:
    """It was resolved or closed although parts of it were open."""

    verb: str
    children: list[str]
    note: str


@event("case.merged", subject="case")
@dataclass(frozen=True, slots=True)
class CaseMerged:
    """This case was closed into another, which goes on in its place."""

    survivor_id: int
    survivor_code: str
    same_customer: bool
    promises: list[dict[str, Any]] = field(default_factory=list)
    """Those that the survivor keeps in its place: name, source, title, due_at."""


@event("case.absorbed", subject="case")
@dataclass(frozen=True, slots=True)
class CaseAbsorbed:
    """Another case was closed into this one."""

    duplicate_id: int
    duplicate_code: str
    posts: list[int]
    attachments: list[int]
    brought: list[dict[str, Any]]
    """Promises that came along."""
    same_customer: bool = True


@event("case.unmerged", subject="case")
@dataclass(frozen=True, slots=True)
class CaseUnmerged:
    """A merge was undone; told of both cases. `was`: `duplicate` or `survivor`."""

    other_id: int
    other_code: str
    was: str


@event("case.split", subject="case")
@dataclass(frozen=True, slots=True)
class CaseSplit:
    """A part of the conversation went into a case of its own."""

    new_id: int
    new_code: str
    posts: list[int]
    attachments: list[int]
    note: str = ""


@event("case.released", subject="case")
@dataclass(frozen=True, slots=True)
class CaseReleased:
    """Nobody has it any more."""

    former_id: int
    former_name: str


@event("case.snoozed", subject="case")
@dataclass(frozen=True, slots=True)
class CaseSnoozed:
    staff_id: int
    staff_name: str
    until: str


@event("case.woken", subject="case")
@dataclass(frozen=True, slots=True)
class CaseWoken:
    """It is in somebody's sight again. `why`: `time`, `customer`, `at_risk`, `late` or `person`."""

    staff_id: int
    why: str


@event("case.forgotten", subject="case")
@dataclass(frozen=True, slots=True)
class CaseForgotten:
    """Nobody touched it for too long."""

    since: str
    hours: int
    assignee_id: int | None
    branch_id: int


@event("case.unassigned", subject="case")
@dataclass(frozen=True, slots=True)
class NobodyFits:
    """The rules of assignment found nobody; `why` is a text in both languages."""

    why: dict[str, str]


@event("case.macro_run", subject="case")
@dataclass(frozen=True, slots=True)
class MacroRun:
    """Several verbs were done in one go, by a macro of this name; each is a fact of its own after this one."""

    macro_id: int
    title: str
    verbs: list[str]
