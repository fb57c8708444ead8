"""Promises that an organisation begins with, and a promise in words. Pure.

They are a company's own policy, not law: what the law asks is counted beside them, from the rule packs.
"""

from dataclasses import dataclass
from typing import Final

from sepas.kernel.text import to_persian_digits
from sepas.service_levels.clocks import Unit

FIRST_REPLY: Final = "first_reply"
RESOLUTION: Final = "resolution"
NAMES: Final = (FIRST_REPLY, RESOLUTION)

CUSTOMER, DEVICE, PART, ASSESSOR, FORCE = (
    "waiting_for_customer",
    "waiting_for_device",
    "waiting_for_part",
    "waiting_for_assessor",
    "force_majeure",
)
PAUSES: Final = (CUSTOMER, DEVICE, PART, ASSESSOR, FORCE)
"""Reasons of hold that a promise may be paused by."""


@dataclass(frozen=True, slots=True)
class Default:
    kind: str
    name: str
    amount: int
    unit: Unit
    pausable_by: tuple[str, ...] = ()


DEFAULTS: Final = (
    Default("", FIRST_REPLY, 1, "business_day"),
    Default("", RESOLUTION, 10, "business_day", (CUSTOMER, DEVICE, FORCE)),
    Default("guarantee_repair", RESOLUTION, 7, "business_day", (CUSTOMER, DEVICE, ASSESSOR, FORCE)),
    Default("paid_repair", RESOLUTION, 10, "business_day", (CUSTOMER, DEVICE, PART, FORCE)),
    Default("installation", RESOLUTION, 3, "business_day", (CUSTOMER, DEVICE, FORCE)),
    Default("activation", RESOLUTION, 2, "business_day", (CUSTOMER, DEVICE, FORCE)),
    Default("maintenance", RESOLUTION, 5, "business_day", (CUSTOMER, DEVICE, FORCE)),
    Default("advice", RESOLUTION, 2, "business_day", (CUSTOMER,)),
    Default("parts_order", RESOLUTION, 15, "business_day", (CUSTOMER, PART, FORCE)),
    Default("return", RESOLUTION, 7, "business_day", (CUSTOMER, DEVICE, FORCE)),
    Default("replacement", RESOLUTION, 7, "business_day", (CUSTOMER, DEVICE, ASSESSOR, FORCE)),
    Default("refund", RESOLUTION, 7, "business_day", (CUSTOMER, DEVICE, ASSESSOR, FORCE)),
    Default("complaint", RESOLUTION, 10, "day", (CUSTOMER,)),
)

_WITHIN_FA: Final = {
    "hour": "{n} ساعت",
    "opening_hour": "{n} ساعت کاری",
    "day": "{n} روز",
    "business_day": "{n} روز کاری",
    "month": "{n} ماه",
}
_WITHIN_EN: Final = {
    "hour": ("hour", "hours"),
    "opening_hour": ("opening hour", "opening hours"),
    "day": ("day", "days"),
    "business_day": ("working day", "working days"),
    "month": ("month", "months"),
}
_TEXTS: Final = {
    (FIRST_REPLY, ""): ("تا {within} پاسخ می‌دهیم.", "We answer within {within}."),
    (RESOLUTION, ""): (
        "تا {within} درخواست شما را به سرانجام می‌رسانیم.",
        "We settle your request within {within}.",
    ),
    (RESOLUTION, "guarantee_repair"): (
        "تا {within} دستگاه را تعمیر می‌کنیم.",
        "We repair it within {within}.",
    ),
    (RESOLUTION, "paid_repair"): (
        "تا {within} دستگاه را تعمیر می‌کنیم.",
        "We repair it within {within}.",
    ),
    (RESOLUTION, "installation"): ("تا {within} دستگاه را نصب می‌کنیم.", "We install it within {within}."),
    (RESOLUTION, "activation"): ("تا {within} دستگاه را فعال می‌کنیم.", "We activate it within {within}."),
    (RESOLUTION, "replacement"): (
        "تا {within} دربارهٔ تعویض تصمیم می‌گیریم و انجامش می‌دهیم.",
        "We decide on the replacement within {within} and carry it out.",
    ),
    (RESOLUTION, "refund"): (
        "تا {within} دربارهٔ پس‌دادن پول تصمیم می‌گیریم و نتیجه را می‌گوییم.",
        "We decide on the refund within {within} and tell you the outcome.",
    ),
    (RESOLUTION, "complaint"): (
        "تا {within} به شکایت شما رسیدگی می‌کنیم و نتیجه را می‌گوییم.",
        "We decide on your complaint within {within} and tell you the outcome.",
    ),
}


def promise_text(kind: str, name: str, amount: int, unit: str) -> dict[str, str]:
    """A promise in words, `{"fa": …, "en": …}`; numbers in each language's digits."""
    persian, english = _TEXTS.get((name, kind)) or _TEXTS[name, ""]
    one, many = _WITHIN_EN[unit]
    return {
        "fa": persian.format(within=_WITHIN_FA[unit].format(n=to_persian_digits(str(amount)))),
        "en": english.format(within=f"{amount} {one if amount == 1 else many}"),
    }
