"""Examples of models and of the services beside them, for the API's documents."""

from typing import Any

TERMS: dict[str, Any] = {
    "id": 6, "version": 2, "kind": "installation", "name": {"fa": "نصب در خانه", "en": "Installation at home"},
    "way": "at_home", "price": {"kind": "fixed", "amount": 9000000, "currency": "IRR"},
    "duration": {"amount": 1, "unit": "hour"}, "prepare": {"fa": "پریز نزدیک دستگاه", "en": "A socket near the device"},
    "promised_on": "2026-11-22",
}  # fmt: skip

BODIES: dict[str, dict[str, Any]] = {
    "ModelIn": {"code": "RF-700", "name_fa": "یخچال ۷۰۰", "product_class": "refrigerator"},
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
        "last_sold_on": None, "version": 0,
    },
    "OfferOut": {
        "id": 6, "state": "offered", "kind": "installation", "model": None, "product_class": "refrigerator",
        "name_fa": "نصب در خانه", "name_en": "Installation at home", "text_fa": "", "text_en": "", "way": "at_home",
        "duration": {"amount": 1, "unit": "hour"}, "price": {"kind": "fixed", "amount": 9000000, "currency": "IRR"},
        "prepare_fa": "پریز نزدیک دستگاه", "prepare_en": "", "valid_from": None, "valid_to": None, "version": 2,
    },
}  # fmt: skip
