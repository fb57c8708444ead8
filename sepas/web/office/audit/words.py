"""What is said of a fact in the record, in both languages, and what its values are called."""

from collections.abc import Mapping
from typing import Any

from sepas.parties import masks
from sepas.web.office.audit.codes import word_of
from sepas.web.office.audit.events import EVENTS, Pair
from sepas.web.office.audit.fields import FIELDS

SUBJECTS: dict[str, Pair] = {
    "case": {"fa": "پرونده", "en": "case"},
    "customer": {"fa": "مشتری", "en": "customer"},
    "unit": {"fa": "دستگاه", "en": "unit"},
    "model": {"fa": "مدل کالا", "en": "product model"},
    "registration": {"fa": "ثبت گارانتی", "en": "registration"},
    "decision": {"fa": "تصمیم", "en": "decision"},
    "guarantee": {"fa": "گارانتی", "en": "guarantee"},
    "photo_hint": {"fa": "راهنمای عکس", "en": "photo guidance"},
    "service_offer": {"fa": "خدمت", "en": "service"},
    "organisation": {"fa": "شرکت", "en": "organisation"},
    "branch": {"fa": "شعبه", "en": "branch"},
    "special_day": {"fa": "روز خاص", "en": "special day"},
    "staff": {"fa": "همکار", "en": "member of staff"},
    "role": {"fa": "نقش", "en": "role"},
    "service_promise": {"fa": "قول خدمت", "en": "service promise"},
    "token": {"fa": "کلید API", "en": "API token"},
    "canned_reply": {"fa": "متن آماده", "en": "ready text"},
    "macro": {"fa": "ماکرو", "en": "macro"},
    "saved_view": {"fa": "نمای ذخیره‌شده", "en": "saved view"},
    "waiting_reply": {"fa": "پاسخ در راه", "en": "reply on its way"},
    "message": {"fa": "پیام", "en": "message"},
    "message_text": {"fa": "متن پیام", "en": "text of a message"},
    "delivery": {"fa": "کار پس‌زمینه", "en": "background work"},
    "code": {"fa": "کد یک‌بارمصرف", "en": "one-time code"},
    "card": {"fa": "کارت گارانتی", "en": "guarantee card"},
    "invoice": {"fa": "فاکتور", "en": "invoice"},
    "handover": {"fa": "واگذاری", "en": "handover"},
    "assignment_rule": {"fa": "قاعدهٔ ارجاع", "en": "assignment rule"},
    "webhook": {"fa": "وب‌هوک", "en": "webhook"},
    "import": {"fa": "ورود داده", "en": "import"},
    "export": {"fa": "خروج داده", "en": "export"},
}
"""Kinds of things that have a history, in the order in which they are offered."""


SAID = frozenset({"before", "after", "branch_id", "code", "hours", "unit", "kind", "state", "language"})
"""Not among the details: told as a change, by the subject's own name, or a number or word of machines."""
BOTH = {
    True: {"fa": "بله", "en": "yes"},
    False: {"fa": "نه", "en": "no"},
    None: {"fa": "خالی", "en": "empty"},
}


def said(name: str) -> Pair:
    """What a fact says was done; its own name where there are no words for it."""
    return EVENTS.get(name, {"fa": name, "en": name})


def changes(data: Mapping[str, Any]) -> list[tuple[Pair, Any, Any]]:
    """Each changed field with its value before and after, from either shape in which facts keep them."""
    found: list[tuple[Pair, Any, Any]] = []
    told = data.get("changes")
    if isinstance(told, Mapping):
        found += [
            (called(name), _hidden(name) or shown(name, pair[0]), _hidden(name) or shown(name, pair[1]))
            for name, pair in told.items()
            if isinstance(pair, list) and len(pair) == 2
        ]
    if "before" in data and "after" in data:
        before, after = data["before"], data["after"]
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
            found += [
                (called(name), shown(name, before.get(name)), shown(name, after.get(name))) for name in names
            ]
        else:
            found.append((FIELDS["text"], shown("text", before), shown("text", after)))
    return found


def details(data: Mapping[str, Any]) -> list[tuple[Pair, Any]]:
    """The other values of a fact that say something: no ids, nothing empty, no name where there is a title."""
    return [
        (called(name), shown(name, value))
        for name, value in data.items()
        if name in FIELDS
        and name not in SAID
        and not (name == "name" and "title" in data)
        and value not in ("", None, [], {})
    ]


def _hidden(name: str) -> str:
    """What stands for a value that the reader may not see."""
    return masks.DOT * 3 if name == "price" and masks.hides("fields.money") else ""


def called(name: str) -> Pair:
    return FIELDS.get(name, {"fa": name, "en": name})


def shown(name: str, value: Any) -> Any:
    """The value `name` of a fact, for `|say`: words for codes, for yes, no and nothing, a list with commas."""
    value = [word_of(name, item) for item in value] if isinstance(value, list) else word_of(name, value)
    if value is None or value == "" or isinstance(value, bool):
        return BOTH[value if isinstance(value, bool) else None]
    if isinstance(value, list):
        return {"fa": "، ".join(map(_flat, value)), "en": ", ".join(map(_flat, value))}
    if isinstance(value, Mapping):
        return value if {"fa", "en"} & set(value) else _flat(value)
    return str(value)


def _flat(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "–".join(map(_flat, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_flat(item)}" for key, item in value.items())
    return str(value)
