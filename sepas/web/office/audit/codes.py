"""What codes among the values of facts are called: the words of the forms they came from, or words of their own."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sepas.cases.lifecycle import HoldReason
from sepas.notices.models import Channel
from sepas.offers.lifecycle import DurationUnit, Pricing
from sepas.offers.lifecycle import Way as Place
from sepas.parties.roles import PERMISSION_NAMES, Role
from sepas.rules import standard_library
from sepas.teamwork.staffing import Way
from sepas.web.office.audit.events import Pair
from sepas.web.office.promises import NAMES

WHY: Mapping[str, Pair] = {
    "registered": {"fa": "گارانتی به نام او ثبت شد", "en": "the guarantee was registered to them"},
    "handed over": {"fa": "مالک پیشین واگذار کرد", "en": "the owner before handed it over"},
    "transferred": {"fa": "به نام دیگری شد", "en": "it went to somebody else"},
    "returned": {"fa": "کالا پس داده شد", "en": "the product was returned"},
    "replaced": {"fa": "کالا تعویض شد", "en": "the product was replaced"},
    "other_owner": {"fa": "مالک دیگری دارد", "en": "it has another owner"},
    "duplicate": {"fa": "پیش‌تر به نام دیگری ثبت شده است", "en": "it was registered to somebody before"},
    "withdrawal": {"fa": "انصراف از خرید", "en": "withdrawal from the purchase"},
    "sold": {"fa": "فروخته یا داده شد", "en": "it was sold or given away"},
    "failing": {"fa": "نشانی پاسخ نمی‌دهد", "en": "the address does not answer"},
    "gone": {"fa": "نشانی گفت دیگر نیست", "en": "the address says that it is gone"},
    "customer": {"fa": "مشتری نوشت", "en": "the customer wrote"},
    "at_risk": {"fa": "موعد یک قول نزدیک است", "en": "a promise is due soon"},
    "late": {"fa": "موعد یک قول گذشت", "en": "a promise is late"},
    "time": {"fa": "وقتش رسید", "en": "its time came"},
    "person": {"fa": "خودش خواست", "en": "they asked for it"},
}
"""Reasons that the product itself gives; those of people are told as they wrote them."""


@cache
def _codes() -> Mapping[str, Mapping[str, Any]]:
    """By the name of the value."""
    classes = standard_library().schema.facts["product_class"].choices
    return {
        "why": WHY,
        "reason": {**WHY, **dict(HoldReason.choices)},
        "role": dict(Role.choices),
        "permissions": PERMISSION_NAMES,
        "scopes": PERMISSION_NAMES,
        "way": {**dict(Way.choices), **dict(Place.choices)},
        "pricing": dict(Pricing.choices),
        "duration_unit": dict(DurationUnit.choices),
        "channel": dict(Channel.choices),
        "product_class": classes,
        "name": {**classes, **NAMES},
    }


def word_of(name: str, value: Any) -> Any:
    """What the value `name` of a fact is called where it is a code that is known; else the value."""
    return _codes().get(name, {}).get(value, value) if isinstance(value, str) else value
