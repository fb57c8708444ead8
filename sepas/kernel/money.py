"""Money: whole numbers of a currency's smallest unit, never mixed, never rounded unasked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType

from .dates import Language, format_number

# Digits after the point of the unit people speak of (ISO 4217), and its names. Iran's rial has none in use.
_CURRENCIES = MappingProxyType(
    {
        "IRR": (0, "ریال", "rial"),
        "EUR": (2, "یورو", "euro"),
        "GBP": (2, "پوند", "pound"),
        "TRY": (2, "لیر", "lira"),
        "USD": (2, "دلار", "US dollar"),
        "AED": (2, "درهم", "dirham"),
        "INR": (2, "روپیه", "rupee"),
        "AFN": (2, "افغانی", "afghani"),
    }
)


class MixedCurrencies(ValueError):
    """Two amounts in different currencies can't be added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency's smallest unit: rials for IRR, cents for EUR. Negative for what is owed back.

    Raises TypeError for an amount that is not a whole number, ValueError for an unknown currency.
    """

    amount: int
    currency: str = "IRR"

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"money is a whole number of the smallest unit, not {self.amount!r}")
        if self.currency not in _CURRENCIES:
            raise ValueError(f"unknown currency {self.currency!r}; known are {', '.join(_CURRENCIES)}")

    @classmethod
    def of(cls, amount: int | Decimal, currency: str = "IRR") -> Money:
        """From the unit people speak of: `of(Decimal("19.99"), "EUR")` is 1999 cents.

        Raises ValueError where the currency has no unit as small as that.
        """
        smallest = Decimal(amount).scaleb(cls(0, currency).decimals)
        if smallest != smallest.to_integral_value():
            raise ValueError(f"{amount} {currency} has more digits than the currency")
        return cls(int(smallest), currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str = "IRR") -> Money:
        """The sum, zero of that currency for nothing. Raises MixedCurrencies."""
        result = cls(0, currency)
        for amount in amounts:
            result += amount
        return result

    @property
    def decimals(self) -> int:
        """Digits after the point when shown in the unit people speak of."""
        return _CURRENCIES[self.currency][0]

    def share(self, ratio: Fraction | Decimal | int) -> Money:
        """This times an exact ratio, such as `Fraction(15, 100)`; halves are rounded away from zero."""
        exact = abs(self.amount) * abs(Fraction(ratio))
        sign = -1 if (self.amount < 0) != (ratio < 0) else 1
        return Money(sign * floor(exact + Fraction(1, 2)), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency} can't be reckoned together")
        return other.amount


def format_money(money: Money, language: Language = "fa") -> str:
    """An amount as people say it: «۲۴٬۰۰۰ تومان», "24,000 toman", «۱۹٫۹۹ یورو».

    Rials are shown in toman, ten to one; where that would lose a digit, exactly in rial.
    """
    if money.currency == "IRR" and money.amount % 10 == 0:
        name = "تومان" if language == "fa" else "toman"
        return f"{format_number(money.amount // 10, language)} {name}"
    decimals, persian, _ = _CURRENCIES[money.currency]
    number = format_number(Decimal(money.amount).scaleb(-decimals), language)
    if language == "fa":
        return f"{number} {persian}"
    return f"{number} {'rial' if money.currency == 'IRR' else money.currency}"
