"""Sentences about decisions, in Persian and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sepas.kernel.dates import format_date
from sepas.kernel.text import to_persian_digits
from sepas.rules.answers import OUTCOME_TEXTS
from sepas.rules.model import FactDef

Text = dict[str, str]

_YES_NO: Mapping[bool, Text] = {True: {"fa": "بله", "en": "yes"}, False: {"fa": "خیر", "en": "no"}}
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
    return {"fa": to_persian_digits(str(value)), "en": str(value)}


def day_text(day: date) -> Text:
    """A day in both languages."""
    return {"fa": format_date(day), "en": format_date(day, "gregorian", "en")}


def sentence(change: Mapping[str, Any], language: str) -> str:
    """The whole change in a few sentences, one for each thing that differs; empty when nothing does."""
    facts = {fact["name"]: fact for fact in change["facts"]}
    said = [_line(item, facts, language) for item in change["lines"]]
    said += [_other(item, facts, language) for kind in ("obligations", "remedies") for item in change[kind]]
    return " ".join(said)


def _line(item: Mapping[str, Any], facts: Mapping[str, Any], language: str) -> str:
    title, why = item["title"][language], _because(item["because"], facts, language)
    before, after = (_outcome(item[side], language) for side in ("before", "after"))
    if before == after:
        if language == "fa":
            return f"{title}: همچنان «{after}»، این بار بر پایهٔ سند دیگری{why}."
        return f"{title}: still “{after}”, now by another text{why}."
    if language == "fa":
        return f"{title}: پیش‌تر «{before}» بود و حالا «{after}»{why}."
    return f"{title}: was “{before}” and is now “{after}”{why}."


def _outcome(side: Mapping[str, Any] | None, language: str) -> str:
    if side is None:
        return OUTCOME_TEXTS["not_covered"][language]
    text = OUTCOME_TEXTS[side["outcome"]][language]
    if side["percent"] is not None:
        share = f"{side['percent']:g}"
        text += f" ({to_persian_digits(share)}٪)" if language == "fa" else f" ({share}%)"
    return text


def _other(item: Mapping[str, Any], facts: Mapping[str, Any], language: str) -> str:
    statuses = [one["status"] for one in item["after"]["each"]] if item["after"] else [""]
    best = next((status for status in _STATUS if status in statuses), "")
    why = _because(item["because"], facts, language)
    return f"{item['title'][language]}: {_STATUS[best][language]}{why}."


def _because(causes: Sequence[Mapping[str, str]], facts: Mapping[str, Any], language: str) -> str:
    said: list[str] = []
    for cause in causes:
        if cause["kind"] == "pack":
            said.append(_PACKS[language])
            continue
        fact = facts[cause["name"]]
        title, text = fact["title"][language], fact["text"][language]
        said.append(f"{title}: {text}")
    said = list(dict.fromkeys(said))
    if not said:
        return ""
    if language == "fa":
        return "؛ چون " + "، ".join(f"«{text}»" for text in said)
    return ", because of " + ", ".join(f"“{text}”" for text in said)
