"""Sentences about decisions, in Persian and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sepas.kernel.dates import format_date, format_number
from sepas.kernel.money import Money, format_money
from sepas.kernel.text import to_persian_digits
from sepas.rules.answers import OUTCOME_TEXTS
from sepas.rules.model import FactDef

Text = dict[str, str]

_YES_NO: Mapping[bool, Text] = {True: {"fa": "بله", "en": "yes"}, False: {"fa": "خیر", "en": "no"}}
_UNITS: Mapping[str, tuple[str, str, str]] = {
    "km": ("کیلومتر", "kilometre", "kilometres"),
    "hour": ("ساعت", "hour", "hours"),
    "day": ("روز", "day", "days"),
    "business_day": ("روز کاری", "working day", "working days"),
    "month": ("ماه", "month", "months"),
}
_UNKNOWN: Text = {"fa": "نامعلوم", "en": "unknown"}
_STATUS: Mapping[str, Text] = {
    "owed": {"fa": "بر عهدهٔ شرکت است", "en": "is owed"},
    "conditional": {"fa": "فعلاً بر عهدهٔ شرکت است", "en": "is owed for now"},
    "available": {"fa": "حق شماست", "en": "is yours to claim"},
    "after_breach": {"fa": "اگر شرکت دیر کند حق شماست", "en": "is yours if the company is late"},
    "needs_facts": {"fa": "به اطلاعات بیشتر نیاز دارد", "en": "needs more facts"},
    "": {"fa": "دیگر در کار نیست", "en": "no longer applies"},
}
_PACKS: Text = {"fa": "متن تازهٔ مقررات یا ضمانت‌نامه", "en": "a new text of the rules or the guarantee"}
_FORMS: Mapping[str, Text] = {
    "line": {
        "fa": "{titles}: پیش‌تر «{before}» بود و حالا «{after}»{why}.",
        "en": "{titles}: was “{before}” and is now “{after}”{why}.",
    },
    "same": {
        "fa": "{titles}: همچنان «{after}»، این بار بر پایهٔ سند دیگری{why}.",
        "en": "{titles}: still “{after}”, now by another text{why}.",
    },
    "other": {"fa": "{titles}: {after}{why}.", "en": "{titles}: {after}{why}."},
    "share": {"fa": "{text} ({share}٪)", "en": "{text} ({share}%)"},
    "because": {"fa": "؛ چون {causes}", "en": ", because of {causes}"},
    "quoted": {"fa": "«{text}»", "en": "“{text}”"},
    "list": {"fa": "{most} و {last}", "en": "{most} and {last}"},
    "and": {"fa": "، ", "en": ", "},
}


def shown(fact: FactDef, value: Any) -> Text:
    """A fact's value as people say it: dates in the Jalali calendar in Persian, in the Gregorian in English."""
    if value is None:
        return dict(_UNKNOWN)
    if fact.type.kind == "bool":
        return dict(_YES_NO[bool(value)])
    if fact.type.kind == "choice":
        return dict(fact.choices.get(str(value), {"fa": str(value), "en": str(value)}))
    if fact.type.kind == "date":
        return day_text(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if fact.type.kind == "quantity":
        return _measured(value, fact.type.unit)
    return {"fa": to_persian_digits(str(value)), "en": str(value)}


def _measured(value: Any, unit: str | None) -> Text:
    """An amount with its unit: «۴۰٬۰۰۰ کیلومتر»; money as people say it."""
    if unit == "money":
        amount = Money(int(value))
        return {"fa": format_money(amount), "en": format_money(amount, "en")}
    persian, one, many = _UNITS.get(unit or "", ("", "", ""))
    english = one if value == 1 else many
    return {
        "fa": f"{format_number(value)} {persian}".strip(),
        "en": f"{format_number(value, 'en')} {english}".strip(),
    }


def day_text(day: date) -> Text:
    """A day in both languages."""
    return {"fa": format_date(day), "en": format_date(day, "gregorian", "en")}


def sentence(change: Mapping[str, Any], language: str) -> str:
    """The whole change in a few sentences, things that changed alike in one; empty when nothing does.

    Duties and remedies that were not sure before and are not now go unsaid.
    """
    facts = {fact["name"]: fact for fact in change["facts"]}
    alike: dict[tuple[str, ...], list[str]] = {}
    for item in change["lines"]:
        alike.setdefault(_line(item, facts, language), []).append(item["title"][language])
    for item in (*change["obligations"], *change["remedies"]):
        if not {_status(item["before"]), _status(item["after"])} <= {"needs_facts", ""}:
            alike.setdefault(_other(item, facts, language), []).append(item["title"][language])
    return " ".join(
        _FORMS[form][language].format(titles=_listed(titles, language), before=before, after=after, why=why)
        for (form, before, after, why), titles in alike.items()
    )


def _line(item: Mapping[str, Any], facts: Mapping[str, Any], language: str) -> tuple[str, ...]:
    before, after = (_outcome(item[side], language) for side in ("before", "after"))
    return "same" if before == after else "line", before, after, _because(item["because"], facts, language)


def _other(item: Mapping[str, Any], facts: Mapping[str, Any], language: str) -> tuple[str, ...]:
    return "other", "", _STATUS[_status(item["after"])][language], _because(item["because"], facts, language)


def _status(side: Mapping[str, Any] | None) -> str:
    """The best that is said of a duty or remedy by any provision; empty when none says anything."""
    said = [one["status"] for one in side["each"]] if side else []
    return next((status for status in _STATUS if status in said), "")


def _listed(titles: Sequence[str], language: str) -> str:
    *most, last = dict.fromkeys(titles)
    return (
        _FORMS["list"][language].format(most=_FORMS["and"][language].join(most), last=last) if most else last
    )


def _outcome(side: Mapping[str, Any] | None, language: str) -> str:
    if side is None:
        return OUTCOME_TEXTS["not_covered"][language]
    text = OUTCOME_TEXTS[side["outcome"]][language]
    if side["percent"] is None:
        return text
    share = f"{side['percent']:g}"
    return _FORMS["share"][language].format(
        text=text, share=to_persian_digits(share) if language == "fa" else share
    )


def _because(causes: Sequence[Mapping[str, str]], facts: Mapping[str, Any], language: str) -> str:
    said: list[str] = []
    for cause in causes:
        if cause["kind"] == "pack":
            said.append(_PACKS[language])
        else:
            fact = facts[cause["name"]]
            said.append(f"{fact['title'][language]}: {fact['text'][language]}")
    quoted = [_FORMS["quoted"][language].format(text=text) for text in dict.fromkeys(said)]
    return _FORMS["because"][language].format(causes=_FORMS["and"][language].join(quoted)) if quoted else ""
