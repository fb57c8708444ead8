"""Money adds up exactly, never mixes currencies, and is shown in toman where people expect it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepas.kernel.money import MixedCurrencies, Money, format_money


@pytest.mark.parametrize(
    ("money", "persian", "english"),
    [
        (Money(240_000), "۲۴٬۰۰۰ تومان", "24,000 toman"),
        (Money(240_005), "۲۴۰٬۰۰۵ ریال", "240,005 rial"),
        (Money(0), "۰ تومان", "0 toman"),
        (Money(-50_000), "\u200e\u2212۵٬۰۰۰ تومان", "-5,000 toman"),
        (Money(-7), "\u200e\u2212۷ ریال", "-7 rial"),
        (Money(1999, "EUR"), "۱۹٫۹۹ یورو", "19.99 EUR"),
        (Money(150_000_00, "TRY"), "۱۵۰٬۰۰۰٫۰۰ لیر", "150,000.00 TRY"),
    ],
)
def test_money_is_shown_as_people_say_it(money, persian, english):
    assert format_money(money, "fa") == persian
    assert format_money(money, "en") == english


def test_money_adds_subtracts_and_multiplies_exactly():
    assert Money(100) + Money(50) - Money(30) == Money(120)
    assert -Money(100) == Money(-100)
    assert 3 * Money(100) == Money(100) * 3 == Money(300)
    assert Money.total([Money(1), Money(2), Money(3)]) == Money(6)
    assert Money.total([], "EUR") == Money(0, "EUR")
    assert not Money(0)
    assert Money(1)


def test_currencies_do_not_mix():
    rial, euro = Money(100), Money(100, "EUR")
    for reckon in (
        lambda: rial + euro,
        lambda: rial - euro,
        lambda: rial < euro,
        lambda: rial <= euro,
        lambda: rial > euro,
        lambda: rial >= euro,
        lambda: Money.total([rial, euro]),
    ):
        with pytest.raises(MixedCurrencies, match="IRR and EUR"):
            reckon()
    assert rial != euro


def test_money_compares_by_amount():
    assert Money(1) < Money(2) <= Money(2)
    assert Money(3) > Money(2) >= Money(2)
    assert max(Money(3), Money(9), Money(4)) == Money(9)


@pytest.mark.parametrize("amount", [1.5, "100", True, Decimal(3), None])
def test_only_whole_numbers_are_money(amount):
    with pytest.raises(TypeError, match="whole number"):
        Money(amount)


def test_multiplying_by_a_fraction_is_refused_rather_than_rounded():
    with pytest.raises(TypeError, match="whole number"):
        Money(100) * 0.5  # type: ignore[operator]


def test_an_unknown_currency_is_refused():
    with pytest.raises(ValueError, match="unknown currency 'XXX'"):
        Money(1, "XXX")


def test_money_is_made_from_the_unit_people_speak_of():
    assert Money.of(Decimal("19.99"), "EUR") == Money(1999, "EUR")
    assert Money.of(250, "EUR") == Money(25000, "EUR")
    assert Money.of(250) == Money(250, "IRR")
    with pytest.raises(ValueError, match="more digits"):
        Money.of(Decimal("0.5"), "IRR")
    with pytest.raises(ValueError, match="more digits"):
        Money.of(Decimal("0.001"), "EUR")


def test_a_share_is_rounded_half_away_from_zero():
    assert Money(1001).share(Fraction(1, 2)) == Money(501)
    assert Money(-1001).share(Fraction(1, 2)) == Money(-501)
    assert Money(1001).share(Fraction(-1, 2)) == Money(-501)
    assert Money(1_000_000).share(Decimal("0.0015")) == Money(1500)
    assert Money(100).share(Fraction(1, 3)) == Money(33)
    assert Money(100).share(2) == Money(200)


@given(st.integers(), st.integers(1, 100))
def test_a_share_and_its_rest_are_never_off_by_more_than_the_rounding(amount, percent):
    part = Money(amount).share(Fraction(percent, 100))
    rest = Money(amount).share(Fraction(100 - percent, 100))
    assert abs((part + rest - Money(amount)).amount) <= 1
