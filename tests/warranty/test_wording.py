"""Values of facts as people say them, with their units."""

from types import SimpleNamespace

import pytest

from sepas.rules.ir import quantity
from sepas.warranty.wording import shown


@pytest.mark.parametrize(
    ("unit", "value", "persian", "english"),
    [
        ("money", 8_200_000_000, "۸۲۰٬۰۰۰٬۰۰۰ تومان", "820,000,000 toman"),
        ("km", 40000, "۴۰٬۰۰۰ کیلومتر", "40,000 kilometres"),
        ("day", 1, "۱ روز", "1 day"),
        ("business_day", 2, "۲ روز کاری", "2 working days"),
        ("month", 18, "۱۸ ماه", "18 months"),
        ("count", 3, "۳", "3"),
    ],
)
def test_a_quantity_is_said_with_its_unit_and_its_thousands_apart(unit, value, persian, english):
    assert shown(SimpleNamespace(type=quantity(unit)), value) == {"fa": persian, "en": english}
