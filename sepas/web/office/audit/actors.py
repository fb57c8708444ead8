"""What kinds of actors are called, together as a filter and one by one."""

from sepas.web.office.audit.events import Pair

KINDS: dict[str, Pair] = {
    "staff": {"fa": "همکاران", "en": "Staff"},
    "customer": {"fa": "مشتریان", "en": "Customers"},
    "link": {"fa": "دارندگان پیوند پیگیری", "en": "Holders of a tracking link"},
    "token": {"fa": "برنامه‌ها", "en": "Programs"},
    "system": {"fa": "خود سپاس", "en": "Sepas itself"},
    "guest": {"fa": "مهمانان", "en": "Guests"},
}
"""Kinds of actors, as a filter."""

ONE: dict[str, Pair] = {
    "staff": {"fa": "همکار", "en": "A colleague"},
    "customer": {"fa": "مشتری", "en": "The customer"},
    "link": {"fa": "مشتری", "en": "The customer"},
    "viewer": {"fa": "بیننده", "en": "A viewer"},
    "token": {"fa": "برنامه", "en": "A program"},
    "system": {"fa": "سپاس", "en": "Sepas"},
    "guest": {"fa": "مهمان", "en": "A guest"},
}
"""Whoever acted without a name of their own."""
