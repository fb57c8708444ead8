"""Examples of what is set and read beside cases: places, days, roles, words, assignment, ratings."""

from typing import Any

IMPORT: dict[str, Any] = {
    "id": 14, "state": "draft", "kind": "units", "shape": "", "file": "units.csv", "dry": True,
    "mapping": {"serial": 0, "model": 1, "sold_on": 2}, "rows": 0, "added": 0, "changed": 0, "already_there": 0,
    "not_taken": 0, "error": "", "ended_at": None, "needs": [],
}  # fmt: skip

BODIES: dict[str, dict[str, Any]] = {
    "ViewIn": {"name": "دیرکردهای تهران", "filters": {"due": "late", "branch": "3"}, "staff": 12},
    "ViewEdit": {"filters": {"due": "late"}},
    "PlaceIn": {"parent": 3},
    "SpecialDayIn": {"day": "2026-12-05", "title": "انبارگردانی", "hours": [["09:00", "12:00"]]},
    "LossIn": {"on": "2026-11-20"},
    "ReleaseIn": {"why": "فروخته شد."},
    "ReadyTextIn": {
        "title": "نشانی شعبه",
        "folder": "راهنمایی",
        "body_fa": "سلام {مشتری}، نشانی ما {شعبه} است.",
    },
    "ReadyTextEdit": {"folder": "سلام"},
    "MacroIn": {
        "title": "عکس بخواه",
        "steps": [
            {"do": "answer", "fa": "سلام {مشتری}، لطفاً از دستگاه عکس بفرستید."},
            {"do": "hold", "reason": "waiting_for_customer"},
        ],
    },
    "MacroEdit": {"title": "عکس"},
    "WordingIn": {
        "channel": "sms",
        "language": "fa",
        "body": "{company}: پروندهٔ {code} منتظر شماست: {reason}",
    },
    "WayIn": {"channel": "sms", "language": "fa"},
    "SwitchIn": {"on": False},
    "AssignmentRuleIn": {
        "name": "یخچال در تهران",
        "conditions": {"classes": ["refrigerator"], "cities": ["تهران"]},
        "wants": {"skilled": True, "level": 2, "on_shift": True, "roles": ["technician"]},
        "way": "least_loaded",
    },
    "RulePlaceIn": {"up": True},
    "SkillIn": {"skill": "refrigerator", "level": 2, "until": "2027-03-20"},
    "AbsenceIn": {"first": "2026-12-01", "last": "2026-12-03"},
    "StartIn": {"dry": True, "mapping": {"serial": 0, "model": 1}},
    "ExportIn": {"what": "cases", "form": "jsonl", "filters": {"state": "open"}},
}

SHAPES: dict[str, dict[str, Any]] = {
    "ViewOut": {
        "id": 4, "name": "دیرکردهای تهران", "filters": {"due": "late", "branch": "3"},
        "columns": ["customer", "promise"], "owner": 12, "shared": True, "branch": 3, "count": 7, "version": 0,
    },
    "SpecialDayOut": {
        "id": 6, "day": "2026-12-05", "title": "انبارگردانی", "hours": [["09:00", "12:00"]], "branch": 3, "version": 0,
    },
    "OpeningOut": {
        "day": "2026-12-05", "hours": [["08:30", "12:30"], ["13:30", "17:00"]], "holiday": None,
    },
    "RoleKindOut": {
        "role": "custom:2", "name": {"fa": "بیننده", "en": "Viewer"}, "own": True, "based_on": "agent",
        "permissions": [{"code": "cases.view", "name": {"fa": "دیدن پرونده‌ها", "en": "See cases"}}], "held": 4,
    },
    "RatingSumsOut": {
        "number": 128, "mean": 4.31, "shares": [{"score": 5, "number": 80, "percent": 63}], "fewest": 5,
    },
    "RatingOut": {
        "id": 9, "case": "482019375516", "branch": "tehran", "score": 5, "words": "ممنون از برخورد خوب شما.",
        "at": "2026-11-22T06:30:00Z",
    },
    "ShareLinkOut": {
        "id": 2, "url": "https://service.example.ir/s/8xQv…/", "created_at": "2026-11-22T06:30:00Z",
    },
    "ReadyTextOut": {
        "id": 5, "title": "نشانی شعبه", "folder": "راهنمایی", "body_fa": "سلام {مشتری}، نشانی ما {شعبه} است.",
        "body_en": "", "owner": None, "used": 12, "version": 0,
    },
    "MacroOut": {
        "id": 3, "title": "عکس بخواه", "owner": None, "used": 4, "version": 1,
        "steps": [
            {"do": "take"}, {"do": "answer", "fa": "سلام {مشتری}، لطفاً از دستگاه عکس بفرستید.", "en": ""},
            {"do": "hold", "reason": "waiting_for_customer"}, {"do": "aside", "until": "customer"},
        ],
    },
    "TextOut": {
        "name": "case_held", "title": {"fa": "پرونده منتظر چیزی است", "en": "The case waits"}, "on": True,
        "must": False, "places": ["code", "company", "link", "reason"], "needed": ["code", "reason"],
        "wordings": [
            {"channel": "sms", "language": "fa", "subject": "", "body": "{company}: {code} {reason}", "own": True}
        ],
    },
    "AssignmentRuleOut": {
        "id": 4, "position": 1, "name": "یخچال در تهران", "conditions": {"classes": ["refrigerator"]},
        "wants": {"skilled": True, "level": 2, "same_branch": False, "on_shift": True, "roles": ["technician"]},
        "way": "least_loaded", "version": 0,
    },
    "SkillOut": {"skill": "refrigerator", "level": 2, "until": "2027-03-20"},
    "AbsenceOut": {"id": 3, "first": "2026-12-01", "last": "2026-12-03"},
    "ImportOut": IMPORT,
    "UploadedOut": {**IMPORT, "columns": ["شماره سریال", "کد مدل", "تاریخ فروش"]},
    "ExportOut": {
        "id": 9, "state": "done", "what": "cases", "form": "csv", "rows": 1204, "size": 391022, "error": "",
        "keep_until": "2026-11-29T06:30:00Z",
    },
}  # fmt: skip
