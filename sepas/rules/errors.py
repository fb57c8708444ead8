"""What can be wrong with a pack, with facts, or with a replay, as values that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One load error: where it is, what is wrong, and what to write instead."""

    file: str
    line: int
    what: str
    remedy: str
    path: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f" ({self.path})" if self.path else ""
        return f"{place}{where}: {self.what}; {self.remedy}"


class PackError(Exception):
    """Packs could not be loaded. `problems` holds every error that was found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class FactProblem:
    """Why one given value cannot be used.

    `field` is the name of the fact (or of the request's field), `code` a stable word for programs,
    `message` the explanation in Persian and English, `allowed` the values or forms that would do.
    """

    field: str
    code: str
    message: Mapping[str, str]
    allowed: Sequence[str] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            "field": self.field,
            "code": self.code,
            "message": dict(self.message),
            "allowed": list(self.allowed),
        }


class BadFacts(ValueError):
    """Given values do not fit the vocabulary. `problems` names every field that is wrong."""

    def __init__(self, problems: Iterable[FactProblem]) -> None:
        self.problems: tuple[FactProblem, ...] = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.message['en']}" for p in self.problems))


class ReplayMismatch(Exception):
    """A stored decision cannot be made again with the same result.

    `reason` is `format`, `pack_missing`, `pack_changed`, `inputs` or `outcome`; `differences` says
    what differs, each as `path: stored -> now`.
    """

    def __init__(self, reason: str, differences: Iterable[str]) -> None:
        self.reason = reason
        self.differences: tuple[str, ...] = tuple(differences)
        super().__init__(f"{reason}: " + "; ".join(self.differences))


def near(name: str, names: Sequence[str]) -> str:
    """A remedy that suggests the closest known name, or lists what there is."""
    close = get_close_matches(name, names, n=1)
    if close:
        return f"did you mean «{close[0]}»?"
    shown = ", ".join(names[:12])
    return f"use one of: {shown}" if names else "declare it first"
