"""One line of a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the history; `internal` ones are for staff."""

    text: str
    detail: str = ""
    tone: str = "plain"
    internal: bool = False
