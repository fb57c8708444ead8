"""What people do with ready texts and replies on their way, as facts."""

from dataclasses import dataclass
from typing import Any

from sepas.kernel.activity.registry import event


@event("canned_reply.kept", subject="canned_reply")
@dataclass(frozen=True, slots=True)
class CannedReplyKept:
    """A ready text was written or changed."""

    title: str
    folder: str
    body_fa: str
    body_en: str
    personal: bool


@event("canned_reply.removed", subject="canned_reply")
@dataclass(frozen=True, slots=True)
class CannedReplyRemoved:
    title: str


@event("staff.told_chosen", subject="staff")
@dataclass(frozen=True, slots=True)
class ToldChosen:
    """By which ways somebody is told from now on, of those reasons that changed."""

    ways: dict[str, list[str]]


@event("reply.put_off", subject="waiting_reply")
@dataclass(frozen=True, slots=True)
class ReplyPutOff:
    """An answer waits to be said, at a moment that was chosen or for the seconds in which it may be taken back."""

    case_id: int
    due_at: str
    scheduled: bool


@event("reply.taken_back", subject="waiting_reply")
@dataclass(frozen=True, slots=True)
class ReplyTakenBack:
    case_id: int


@event("reply.not_sent", subject="waiting_reply")
@dataclass(frozen=True, slots=True)
class ReplyNotSent:
    """Its time came, and the policy or the state of the case refused it."""

    case_id: int
    code: str


@event("assignment_rule.kept", subject="assignment_rule")
@dataclass(frozen=True, slots=True)
class RuleKept:
    name: str
    conditions: dict[str, Any]
    wants: dict[str, Any]
    way: str


@event("assignment_rule.removed", subject="assignment_rule")
@dataclass(frozen=True, slots=True)
class RuleRemoved:
    name: str


@event("assignment_rule.moved", subject="assignment_rule")
@dataclass(frozen=True, slots=True)
class RuleMoved:
    name: str
    position: int


@event("staff.skill_kept", subject="staff")
@dataclass(frozen=True, slots=True)
class SkillKept:
    name: str
    level: int
    until: str | None


@event("staff.skill_removed", subject="staff")
@dataclass(frozen=True, slots=True)
class SkillRemoved:
    name: str


@event("staff.absence_kept", subject="staff")
@dataclass(frozen=True, slots=True)
class AbsenceKept:
    first: str
    last: str


@event("staff.absence_ended", subject="staff")
@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    first: str
    last: str


@event("routine.set", subject="organisation", settles=True)
@dataclass(frozen=True, slots=True)
class RoutineSet:
    forgotten_after: int
    """Working hours."""


@event("macro.kept", subject="macro")
@dataclass(frozen=True, slots=True)
class MacroKept:
    """A macro was written or changed."""

    title: str
    steps: dict[str, Any]
    personal: bool


@event("macro.removed", subject="macro")
@dataclass(frozen=True, slots=True)
class MacroRemoved:
    title: str
