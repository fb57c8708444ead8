"""Exact arithmetic of quantities: integers stay integers, decimals keep 28 digits, nothing is a float."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

Number: TypeAlias = "int | Decimal"

EXACT = Context(prec=28)


def times(a: Number, b: Number) -> Number:
    return a * b if isinstance(a, int) and isinstance(b, int) else EXACT.multiply(a, b)


def divide(a: Number, b: Number) -> Decimal | None:
    """The quotient; unknown for a zero divisor."""
    return EXACT.divide(Decimal(a), Decimal(b)) if b else None


def plus(a: Number, b: Number) -> Number:
    return a + b if isinstance(a, int) and isinstance(b, int) else EXACT.add(Decimal(a), Decimal(b))


def minus(a: Number, b: Number) -> Number:
    return a - b if isinstance(a, int) and isinstance(b, int) else EXACT.subtract(Decimal(a), Decimal(b))


def ceiling(a: Number) -> int:
    return a if isinstance(a, int) else int(a.to_integral_value(ROUND_CEILING))


def floor(a: Number) -> int:
    return a if isinstance(a, int) else int(a.to_integral_value(ROUND_FLOOR))


def whole_money(a: Number) -> int:
    """An amount of money in whole units, halves rounded up (away from zero)."""
    return a if isinstance(a, int) else int(a.to_integral_value(ROUND_HALF_UP))
