"""How a case of the last working days is told: who wrote what, how far it came, and what still waits.

Hours are working hours of the branch before the last moment of the world, so that a desk is as busy on a holiday as on
the evening before; `home` rows came in through the portal by the clock on the wall. A step is a method of `Today`.
"""

from dataclasses import dataclass
from typing import Any

Step = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    company: str
    product_class: str
    kind: str
    hours: float
    words: str
    steps: tuple[Step, ...] = ()
    """`(hours before the end, verb, arguments…)`, in their order."""
    offered: bool = False
    """Asked for as one of the services with a price."""
    home: bool = False
    key: str = ""
    """A name by which another row ties its case to this one; rows of one name (`twice-1`, `twice-2`) have one owner."""


GREETED = "سلام، درخواست شما رسید و به همکار فنی سپردیم. زمان را همین‌جا پیشنهاد می‌دهیم."
SEEN = "سلام، درخواست شما را دیدیم. تا همکاری آن را بردارد همین‌جا خبر می‌دهیم."
SORRY = "با پوزش از آنچه پیش آمد؛ مدیر کیفیت موضوع را بررسی می‌کند و تا دو روز کاری پاسخ می‌دهد."


def received(hours: float, words: str = GREETED) -> tuple[Step, ...]:
    """Looked at, given to a technician and answered, from so many hours before the end on."""
    return (hours, "triage"), (hours - 0.2, "assign"), (hours - 0.4, "answer", words)


def looked(hours: float, words: str = SEEN) -> tuple[Step, ...]:
    """Looked at and answered, but nobody has it yet."""
    return (hours, "triage"), (hours - 0.1, "answer", words)
