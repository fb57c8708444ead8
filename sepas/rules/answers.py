"""The parts of a decision, as plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sepas.rules.model import Text

LineOutcome = Literal["covered", "partly", "not_covered", "needs_facts", "needs_assessor"]
RANK: Mapping[LineOutcome, int] = {
    "covered": 4,
    "partly": 3,
    "needs_assessor": 2,
    "needs_facts": 1,
    "not_covered": 0,
}
OUTCOME_TEXTS: Mapping[LineOutcome, Text] = {
    "covered": {"fa": "رایگان است", "en": "Covered"},
    "partly": {"fa": "بخشی از هزینه پوشش دارد", "en": "Covered in part"},
    "not_covered": {"fa": "پوشش ندارد", "en": "Not covered"},
    "needs_facts": {"fa": "به اطلاعات بیشتر نیاز دارد", "en": "Needs more facts"},
    "needs_assessor": {"fa": "به نظر کارشناس نیاز دارد", "en": "Needs an assessor"},
}


@dataclass(frozen=True, slots=True)
class GivenBy:
    """Another provision that gives the same line."""

    pack: str
    provision: str
    level: str
    outcome: LineOutcome


@dataclass(frozen=True, slots=True)
class Line:
    """What is decided about one line of cost.

    `percent` (0 to 100) and `amount` (whole units of money) are set for `partly`; where both are, the
    customer may take the greater. `layer` is the level of the pack that gave it. `provisional` means that a
    burden of proof settled it for now; `missing` names the facts that would settle or improve it.
    """

    name: str
    outcome: LineOutcome
    percent: float | None
    amount: int | None
    provisional: bool
    layer: str | None
    pack: str | None
    provision: str | None
    rests_on_unverified: bool
    missing: tuple[str, ...]
    also_given_by: tuple[GivenBy, ...]


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty and its clock.

    `status` is `owed`, `conditional` (presumed until the other side proves otherwise) or `needs_facts`.
    `within` counts `unit`s (day, hour, month, business_day) by `counting` from `start`. For a clock that an
    event starts, `start` is the fact `<event>_date` when given, else the decision's date with
    `start_assumed`. `due` is the last day, None while something is unknown.
    """

    obligation: str
    pack: str
    provision: str
    status: Literal["owed", "conditional", "needs_facts"]
    within: int | None
    unit: str | None
    counting: str
    starts: str | None
    start: date | None
    start_assumed: bool
    due: date | None
    pauses: tuple[str, ...]
    of: str
    on_breach: tuple[str, ...]
    rests_on_unverified: bool
    missing: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the customer may claim; `amount` accrues per `per`, `extends` is in `extends_unit`."""

    remedy: str
    pack: str
    provision: str
    line: str | None
    status: Literal["available", "after_breach", "needs_facts"]
    provisional: bool
    on_breach_of: str | None
    at_choice_of: str
    amount: int | None
    per: str | None
    extends: int | None
    extends_unit: str | None
    rests_on_unverified: bool
    missing: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the climb of a complaint; `within` counts `unit`s for that body to answer."""

    step: str
    body: str
    body_title: Text
    within: int | None
    unit: str | None
    pack: str
    provision: str
    rests_on_unverified: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would settle something: lines by name, `obligation:…`, `remedy:…`, `version:<pack>`."""

    fact: str
    asked_of: tuple[str, ...]
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackRef:
    id: str
    version: str
    level: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Question:
    """The next fact to ask for. `choices` maps values to texts for choice and truth facts."""

    fact: str
    type: str
    unit: str | None
    choices: Mapping[str, Text]
    question: Text
    why: Text
    asked_of: tuple[str, ...]
    settles: tuple[str, ...]
