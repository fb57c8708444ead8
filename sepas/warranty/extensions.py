"""The promise behind an extension: a goodwill pack of the organisation, which holds for units that have one. Pure."""

from typing import Any

TITLE = {"fa": "گارانتی تمدیدشدهٔ شرکت", "en": "Guarantee extended by the company"}
COVERED = ("parts", "labour", "diagnosis", "travel")
OWN = "{'misuse', 'accident', 'tampering'}"
ALWAYS = "2000-01-01"


def pack_of(slug: str) -> str:
    return f"{slug}.extension"


def extension_document(
    *, slug: str, jurisdiction: str, version: str = "1", begins: str = ALWAYS
) -> dict[str, Any]:
    """A document for `publish_guarantee`: until the day to which a unit's guarantee was extended, repairs are free as
    under any guarantee; what comes from misuse, accident or tampering is out, which the company must prove.

    It needs another `version`, for extensions to `begins` (ISO) and later, when the company ended the one before.
    """
    pack = pack_of(slug)
    return {
        "pack": pack,
        "version": version,
        "title": TITLE,
        "level": "goodwill",
        "jurisdiction": jurisdiction,
        "calendar": "gregorian",
        "valid": {"from": begins, "to": None},
        "as_of": ["extended_until"],
        "scope": "known(extended_until)",
        "sources": {"decision": {"instrument": TITLE, "kind": "contract"}},
        "definitions": {
            "guarantee_start": "first_known(purchase_date, delivery_date, activation_date)",
            "guarantee_end": "extended_until",
            "running": "event_date <= extended_until",
        },
        "provisions": [
            {
                "id": f"{pack}.cover",
                "title": TITLE,
                "cite": {"source": "decision", "article": "1"},
                "status": "verified_text",
                "when": "running",
                "text": {
                    "fa": "شرکت گارانتی این دستگاه را تمدید کرده و ایراد در همین مدت پیدا شده است. قطعه، دستمزد، "
                    "عیب‌یابی و ایاب‌وذهاب تعمیرکار رایگان است.",
                    "en": "The company extended the guarantee of this unit, and the fault appeared within it. Parts, "
                    "labour, diagnosis and the technician's travel are free.",
                },
                "gives": [{"line": line, "outcome": "covered"} for line in COVERED],
            },
            {
                "id": f"{pack}.excluded",
                "title": {"fa": "آنچه این تمدید نمی‌پوشاند", "en": "What this extension leaves out"},
                "cite": {"source": "decision", "article": "2"},
                "status": "verified_text",
                "when": f"defect_cause in {OWN}",
                "burden": "supplier",
                "text": {
                    "fa": "اگر ایراد از استفادهٔ نادرست، حادثه یا دست‌کاری باشد، این تمدید آن را نمی‌پوشاند. "
                    "اثبات آن با شرکت است.",
                    "en": "This extension leaves out faults from misuse, accident or tampering. The company must "
                    "prove it.",
                },
                "denies": [{"line": line} for line in COVERED],
            },
        ],
    }
