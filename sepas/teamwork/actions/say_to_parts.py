"""Saying the same to the customers of the parts of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.errors import DomainError
from sepas.teamwork.actions.say import say_in_case


@dataclass(frozen=True, slots=True)
class Untold:
    """A part that could not be told, and why."""

    case: Case
    why: str


def say_to_parts(
    actor: Actor, *, parts: Sequence[Case], body: str, at: datetime | None = None, now: datetime
) -> list[Untold]:
    """Say `body` in each of the parts, as it was said in their whole; returns those that could not be told.

    Each is a transaction of its own under its own policy. Files are not copied: they belong to one case.
    """
    untold = []
    for part in parts:
        try:
            say_in_case(actor, case=part, body=body, at=at, now=now)
        except DomainError as error:
            untold.append(Untold(part, str(error.message)))
    return untold
