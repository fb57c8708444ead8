"""Three-valued logic on truths: True, False, or the bits of the facts that would settle it."""

from __future__ import annotations

from typing import TypeAlias

Truth: TypeAlias = "bool | int"
"""True, False, or the bits of the facts that would settle it (never 0 or 1)."""


def both(a: Truth, b: Truth) -> Truth:
    """Kleene's and."""
    if a is False or b is False:
        return False
    if a is True:
        return b
    return a if b is True else a | b


def either(a: Truth, b: Truth) -> Truth:
    """Kleene's or."""
    if a is True or b is True:
        return True
    if a is False:
        return b
    return a if b is False else a | b


def negate(a: Truth) -> Truth:
    """Kleene's not."""
    if a is True:
        return False
    return True if a is False else a


def is_open(a: Truth) -> bool:
    """Whether the truth is unknown."""
    return a is not True and a is not False
