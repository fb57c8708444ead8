"""What a pattern is made of: rows with holes, and the marks that become holes."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

NUMBER, TEXT, END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(
    '"(?:\ue000|\\\\ue000)(\\d+)(?:\ue002|\\\\ue002)"|(?:[\ue000\ue001]|\\\\ue00[01])(\\d+)(?:\ue002|\\\\ue002)'
)


@dataclass(frozen=True, slots=True)
class Filled:
    """Text with a hole for each of `slots`."""

    form: str
    slots: tuple[int, ...]


@dataclass
class Row:
    """One row: for each column a constant, a slot (`int` in `direct`) or a text with holes."""

    model: type[models.Model]
    columns: list[Any]
    direct: dict[int, int] = field(default_factory=dict)
    texts: dict[int, Filled] = field(default_factory=dict)


@dataclass
class Pattern:
    """`rows` in the order of `MINTED`; `hashes`: for each event its slot and text, in the order of chains."""

    product_class: str
    model_code: str
    model_words: str
    """What a case is found by of its model, folded."""
    cases: int
    rows: list[Row]
    ids: list[tuple[int, int]]
    """For each minted row that has an id of its own: number of its table in `MINTED`, and its slot."""
    hashes: list[tuple[int, Filled]]
    slots: int
    risks: list[tuple[int, datetime, int]]
    """Moments of risk that move more slowly than the story: slot, moment in the pattern, microseconds a step."""
    moves: bool
    """Whether copies may have moments of their own; see `spread`."""


def columns_of(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.concrete_fields)


def filled_from(text: str) -> Filled:
    slots: list[int] = []

    def hole(found: re.Match[str]) -> str:
        slots.append(int(found[1] or found[2]))
        return "%s"

    form = _MARK.sub(hole, text.replace("%", "%%"))
    return Filled(form, tuple(slots))
