"""Examples of models and of the services beside them, for the API's documents."""

from typing import Any

TERMS: dict[str, Any] = {
    "id": 6, "version": 2, "kind": "installation", "name": {"fa": "نصب در خانه", "en": "Installation at home"},
    "way": "at_home", "price": {"kind": "fixed", "amount": 9000000, "currency": "IRR"},
    "duration": {"amount": 1, "unit": "hour"}, "prepare": {"fa": "پریز نزدیک دستگاه", "en": "A socket near the device"},
    "promised_on": "2026-11-22",
}  # fmt: skip

BODIES: dict[str, dict[str, Any]] = {
    "ExtensionIn": {"until": "2028-03-19", "why": "سی روز در تعمیرگاه بود."},
    "ExtensionEndIn": {"why": "برای دستگاه دیگری بود."},
    "ModelIn": {
        "code": "RF-700",
        "name_fa": "یخچال ۷۰۰",
        "product_class": "refrigerator",
        "state": "planned",
    },
    "LaunchIn": {"day": "2026-12-01"},
    "DiscontinuationIn": {"day": "2026-12-01", "service_until": "2036-12-01"},
    "PartsIn": {"parts": [{"code": "C-1", "name_fa": "کمپرسور", "price": 120000000, "lead_days": 5}]},
    "EndingIn": {"last_day": "2026-12-31", "why": "نسخهٔ تازه"},
    "PhotoHintIn": {"product_class": "refrigerator", "title_fa": "برفک دیواره", "hint_fa": "با در باز"},
    "PhotoHintEdit": {"title_en": "Frost on the wall"},
    "ModelEdit": {"last_sold_on": "2026-11-01"},
    "OfferIn": {
        "kind": "installation",
        "product_class": "refrigerator",
        "name_fa": "نصب در خانه",
        "name_en": "Installation at home",
        "way": "at_home",
        "duration": 1,
        "duration_unit": "hour",
        "pricing": "fixed",
        "price": 9000000,
        "prepare_fa": "پریز نزدیک دستگاه",
    },
    "OfferEdit": {"pricing": "free"},
    "WithdrawalIn": {"why": "فقط تا پایان پاییز بود."},
}
SHAPES: dict[str, dict[str, Any]] = {
    "ModelOut": {
        "id": 5, "code": "RF-500", "name_fa": "یخچال ۵۰۰", "name_en": "Fridge 500", "brand": "سرد",
        "product_class": "refrigerator", "vehicle_class": "", "gtin": "", "facts": {}, "launched_on": None,
        "last_sold_on": None, "service_interval_months": 12, "manual_url": "", "state": "on_sale",
        "service_until": None, "sold_outside": 0, "version": 0,
    },
    "ReadinessOut": {
        "ready": False,
        "needs": [
            {"name": "parts", "title": {"fa": "فهرست قطعات", "en": "A parts list"}, "met": False, "required": True,
             "reason": {"fa": "هیچ قطعه‌ای ثبت نشده است.", "en": "No parts are listed: nobody could order one."}}
        ],
    },
    "PartsOut": {
        "items": [
            {"code": "C-1", "name_fa": "کمپرسور", "name_en": "Compressor", "orderable": True, "price": 120000000,
             "lead_days": 5}
        ],
        "next": "",
    },
    "ManualOut": {
        "language": "fa", "name": "rf-500.pdf", "size": 481023, "sha256": "9f86d08188…",
        "url": "https://service.example.ir/manuals/0uVb…/", "added_at": "2026-11-22T06:30:00Z",
    },
    "PhotoHintOut": {
        "id": 4, "model": None, "product_class": "refrigerator", "kind": "", "title_fa": "برفک دیواره",
        "title_en": "Frost on the wall", "hint_fa": "با در باز", "hint_en": "", "version": 0,
    },
    "OfferOut": {
        "id": 6, "state": "offered", "kind": "installation", "model": None, "product_class": "refrigerator",
        "name_fa": "نصب در خانه", "name_en": "Installation at home", "text_fa": "", "text_en": "", "way": "at_home",
        "duration": {"amount": 1, "unit": "hour"}, "price": {"kind": "fixed", "amount": 9000000, "currency": "IRR"},
        "prepare_fa": "پریز نزدیک دستگاه", "prepare_en": "", "valid_from": None, "valid_to": None, "version": 2,
    },
}  # fmt: skip
