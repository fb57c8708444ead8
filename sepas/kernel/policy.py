"""Answers of policies. A policy is a function `may_<verb>(actor, subject) -> Allowed | Denied`.

The button, the page and the request ask the same one; a denied one shows `Denied.reason`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sepas.kernel.errors import NotFound, Refused, type_of_text


@dataclass(frozen=True, slots=True)
class Allowed:
    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, with a stable code and a reason for the person. `hidden`: answer as if it did not exist."""

    code: str
    reason: type_of_text
    hidden: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> Literal[False]:
        return False


Answer = Allowed | Denied
ALLOWED = Allowed()


def require(answer: Answer) -> None:
    """Return if allowed, else raise `Refused` (or `NotFound` where even existence is not told)."""
    if isinstance(answer, Denied):
        if answer.hidden:
            raise NotFound(code="not_found")
        raise Refused(answer.reason, code=answer.code, data=answer.data)
