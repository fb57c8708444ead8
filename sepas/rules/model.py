"""What a loaded pack is: immutable data, every expression checked, every text in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from sepas.rules.ir import DefRef, Node, Param, Type

Text: TypeAlias = Mapping[str, str]
"""A text for people: `fa` and `en`."""

Level = Literal["law", "standard", "contract", "campaign", "goodwill"]
Burden = Literal["supplier", "consumer", "none"]
LEVELS: tuple[Level, ...] = ("law", "standard", "contract", "campaign", "goodwill")
STATUSES = ("verified_text", "verified_secondary", "unverified")
BURDENS: tuple[Burden, ...] = ("supplier", "consumer", "none")
ROLES = ("customer", "staff", "technician", "system")
GIVEN = ("covered", "partly", "assessor")
COUNTINGS = ("calendar", "business", "opening_hours")
PARTIES = ("supplier", "seller", "producer", "authority", "consumer")
CHOOSERS = ("consumer", "supplier", "agreement")
SOURCE_KINDS = ("statute", "bylaw", "regulator", "standard", "company_restating_rule", "contract")
EVENTS = (
    "case_opened",
    "defect_reported",
    "device_received",
    "repair_completed",
    "complaint_filed",
    "complaint_registered_at_authority",
    "award_notified",
    "expert_fee_notified",
    "withdrawal_declared",
    "refund_agreed",
    "visit_completed",
)


@dataclass(frozen=True, slots=True)
class FactDef:
    """A fact of the vocabulary: its type, how to ask for it, and who can answer."""

    name: str
    type: Type
    choices: Mapping[str, Text]
    title: Text
    question: Text
    why: Text
    asked_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Facts that packs share, and the names of what they give and owe."""

    facts: Mapping[str, FactDef]
    lines: Mapping[str, Text]
    obligations: Mapping[str, Text]
    remedies: Mapping[str, Text]
    bodies: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Give:
    line: str
    outcome: str
    percent: Node | None = None
    amount: Node | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    """Cuts `line`; only what `provisions` give of it, when they are named."""

    line: str
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with its clock: a period, and an event or a computed day on which it starts."""

    obligation: str
    within: Node | None
    unit: str | None
    starts: str | None
    start_date: Node | None
    counting: str
    pauses: tuple[str, ...]
    of: str
    on_breach: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlock:
    """A remedy, under its own condition besides the provision's."""

    remedy: str
    line: str | None
    at_choice_of: str
    when: Node | None
    on_breach_of: str | None
    amount: Node | None
    per: str | None
    extends: Node | None


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the climb of a complaint."""

    step: str
    body: str
    within: Node | None
    unit: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class Source:
    instrument: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Provision:
    id: str
    title: Text
    source: str
    article: str
    status: str
    note: Text | None
    when: Node
    burden: Burden
    text: Text
    gives: tuple[Give, ...]
    denies: tuple[Denial, ...]
    owes: tuple[Owed, ...]
    unlocks: tuple[Unlock, ...]
    ladder: tuple[Rung, ...]
    line: int = field(default=0, compare=False)

    @property
    def verified(self) -> bool:
        """Whether someone read the text, at least in a second source."""
        return self.status != "unverified"


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of a rule pack. `sha256` is the digest of its content, not of its file."""

    id: str
    version: str
    title: Text
    level: Level
    jurisdiction: str
    calendar: str | None
    valid_from: date | None
    valid_to: date | None
    as_of: tuple[str, ...]
    scope: Node
    sources: Mapping[str, Source]
    facts: Mapping[str, FactDef]
    parameters: Mapping[str, Param]
    definitions: Mapping[str, DefRef]
    provisions: tuple[Provision, ...]
    sha256: str
    file: str

    def in_force(self, day: date) -> bool:
        """Whether `day` lies in the period of validity, both ends included."""
        return (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )
