"""A company's guarantee from the values of a simple form, as a pack document. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sepas.kernel.dates import format_number

Text = Mapping[str, str]

STARTS: dict[str, Text] = {
    "purchase_date": {"fa": "روز خرید", "en": "the day of purchase"},
    "delivery_date": {"fa": "روز تحویل", "en": "the day of delivery"},
    "installation_date": {"fa": "روز نصب", "en": "the day of installation"},
    "activation_date": {"fa": "روز فعال‌سازی", "en": "the day of activation"},
}
"""What a guarantee may be counted from. Where that day is unknown, the day of purchase stands for it."""

_COVER: Text = {
    "fa": "{months} ماه گارانتی شرکت از {start}. ایراد در همین مدت پیدا شده است.",
    "en": "{months} months of the company's guarantee from {start}. The fault appeared within it.",
}
_COVER_KM: Text = {
    "fa": "{months} ماه گارانتی شرکت از {start}، تا {km} کیلومتر. ایراد در همین مدت پیدا شده است.",
    "en": "{months} months of the company's guarantee from {start}, up to {km} km. The fault appeared within it.",
}

EXCLUDED = ("misuse", "accident", "tampering")

CAUSES: dict[str, Text] = {
    "misuse": {"fa": "استفادهٔ نادرست", "en": "misuse"},
    "accident": {"fa": "حادثه", "en": "accident"},
    "tampering": {"fa": "دست‌کاری", "en": "tampering"},
    "wear": {"fa": "فرسودگی عادی", "en": "normal wear"},
    "transport": {"fa": "حمل‌ونقل", "en": "transport"},
    "force_majeure": {"fa": "حوادث قهری", "en": "force majeure"},
}
"""Causes that the form lets a company leave out; what comes from design or making is never its customer's burden."""


def contract_document(
    *,
    pack: str,
    version: str,
    title: Text,
    valid_from: date,
    months: int,
    km: int | None = None,
    lines: Sequence[str] = ("parts", "labour"),
    partly: Mapping[str, int] | None = None,
    starts: str = "purchase_date",
    excludes: Sequence[str] = EXCLUDED,
    product_classes: Sequence[str] = (),
    repair_days: int | None = None,
    level: str = "contract",
    jurisdiction: str = "IR",
    calendar: str = "jalali",
    valid_to: date | None = None,
) -> dict[str, Any]:
    """A document for `publish_guarantee`: `lines` are covered, `partly` maps further lines to a percentage.

    It runs `months` of `calendar` from `starts`, and not beyond `km`. Causes in `excludes` are out, and it is the
    company that must prove them. `repair_days` is a promise of its own, from the day the device is received. Names
    of lines, causes and classes are checked when it is published.
    """
    shares = dict(partly or {})
    names = [*lines, *(name for name in shares if name not in lines)]
    gives: list[dict[str, Any]] = [{"line": name, "outcome": "covered"} for name in lines]
    gives += [
        {"line": name, "outcome": "partly", "percent": shares[name]} for name in shares if name not in lines
    ]
    parameters: dict[str, Any] = {
        "term": {
            "value": months,
            "unit": "month",
            "title": {"fa": "مدت گارانتی", "en": "Term of the guarantee"},
        }
    }
    running = "event_date <= guarantee_end"
    start = starts if starts == "purchase_date" else f"first_known({starts}, purchase_date)"
    definitions = {"guarantee_start": start, "guarantee_end": "guarantee_start + term"}
    if km is not None:
        parameters["term_km"] = {
            "value": km, "unit": "km", "title": {"fa": "سقف کیلومتر", "en": "Limit in kilometres"},
        }  # fmt: skip
        definitions["guarantee_km"] = "term_km"
        running += " and odometer <= term_km"
    definitions["running"] = running
    cover: dict[str, Any] = {
        "id": f"{pack}.cover",
        "title": dict(title),
        "cite": {"source": "terms", "article": "1"},
        "status": "verified_text",
        "when": "running",
        "text": _cover_text(months, km, starts),
        "gives": gives,
    }
    if repair_days is not None:
        cover["owes"] = [
            {
                "obligation": "repair",
                "within": f"days({repair_days})",
                "starts": "device_received",
                "of": "supplier",
            }
        ]
    document: dict[str, Any] = {
        "pack": pack,
        "version": version,
        "title": dict(title),
        "level": level,
        "jurisdiction": jurisdiction,
        "calendar": calendar,
        "valid": {"from": valid_from.isoformat(), "to": valid_to.isoformat() if valid_to else None},
        "as_of": ["purchase_date", "delivery_date"],
        "sources": {"terms": {"instrument": dict(title), "kind": "contract"}},
        "parameters": parameters,
        "definitions": definitions,
        "provisions": [cover],
    }
    if product_classes:
        document["scope"] = f"product_class in {_set(product_classes)}"
    if excludes:
        document["provisions"].append(
            {
                "id": f"{pack}.excluded",
                "title": {"fa": "آنچه این گارانتی نمی‌پوشاند", "en": "What this guarantee leaves out"},
                "cite": {"source": "terms", "article": "2"},
                "status": "verified_text",
                "when": f"defect_cause in {_set(excludes)}",
                "burden": "supplier",
                "text": _excluded_text(excludes),
                "denies": [{"line": name} for name in names],
            }
        )
    return document


def values_of(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values that `contract_document` makes this document from; None when it was written in another way."""
    try:
        cover = document["provisions"][0]
        start = str(document["definitions"]["guarantee_start"])
        excluded = document["provisions"][1]["when"] if len(document["provisions"]) > 1 else "{}"
        owes = cover.get("owes") or []
        days = re.fullmatch(r"days\((\d+)\)", owes[0]["within"]) if owes else None
        valid = document["valid"]
        parameters = document["parameters"]
        values = {
            "pack": document["pack"],
            "version": document["version"],
            "title": document["title"],
            "valid_from": date.fromisoformat(valid["from"]),
            "valid_to": date.fromisoformat(valid["to"]) if valid["to"] else None,
            "months": parameters["term"]["value"],
            "km": parameters["term_km"]["value"] if "term_km" in parameters else None,
            "lines": [give["line"] for give in cover["gives"] if give["outcome"] == "covered"],
            "partly": {
                give["line"]: give["percent"] for give in cover["gives"] if give["outcome"] == "partly"
            },
            "starts": next((name for name in STARTS if f"({name}," in start), "purchase_date"),
            "excludes": re.findall(r"'(\w+)'", excluded),
            "product_classes": re.findall(r"'(\w+)'", document.get("scope", "")),
            "repair_days": int(days[1]) if days else None,
            "level": document["level"],
            "jurisdiction": document["jurisdiction"],
            "calendar": document["calendar"],
        }
        return values if contract_document(**values) == document else None
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def _set(names: Sequence[str]) -> str:
    return "{" + ", ".join(f"'{name}'" for name in names) + "}"


def _excluded_text(causes: Sequence[str]) -> dict[str, str]:
    named = {
        language: [CAUSES[name][language] if name in CAUSES else name for name in causes]
        for language in ("fa", "en")
    }
    return {
        "fa": f"اگر ایراد از {_listed(named['fa'], '، ', ' یا ')} باشد، این گارانتی آن را نمی‌پوشاند. "
        "اثبات آن با شرکت است.",
        "en": f"This guarantee leaves out faults from {_listed(named['en'], ', ', ' or ')}. "
        "The company must prove it.",
    }


def _listed(names: Sequence[str], comma: str, last: str) -> str:
    return comma.join(names[:-1]) + last + names[-1] if len(names) > 1 else names[0]


def _cover_text(months: int, km: int | None, starts: str) -> dict[str, str]:
    form = _COVER if km is None else _COVER_KM
    return {
        language: form[language].format(
            months=format_number(months, language),
            km=format_number(km or 0, language),
            start=STARTS[starts][language],
        )
        for language in ("fa", "en")
    }
