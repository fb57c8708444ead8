"""Why a registration is under review, refused or over: names that are stored, and what people read."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sepas.warranty.models import Registration

Text = Mapping[str, str]

REASONS: dict[str, Text] = {
    "duplicate": {
        "fa": "این دستگاه را پیش‌تر کس دیگری به نام خودش ثبت کرده است. هر دو ثبت را بررسی می‌کنیم و نتیجه را پیامک "
        "می‌کنیم. فاکتور خرید را نگه دارید؛ اگر لازم شد می‌خواهیم.",
        "en": "Somebody else registered this unit before you. We look into both registrations and send you the "
        "result. Keep your invoice; we may ask for it.",
    },
    "clone": {
        "fa": "نشانه‌هایی هست که این سریال روی بیش از یک دستگاه خورده یا دستگاه پیش از فروش کار کرده است. "
        "بررسی می‌کنیم و نتیجه را پیامک می‌کنیم؛ این بررسی حقی از شما کم نمی‌کند.",
        "en": "There are signs that this serial number is on more than one unit, or that the unit was used before "
        "it was sold. We look into it and send you the result; you lose no right by this.",
    },
    "replaced": {
        "fa": "این دستگاه تعویض شد و گارانتی آن به دستگاه جایگزین رسید.",
        "en": "This unit was exchanged, and its guarantee went over to the new one.",
    },
    "transferred": {
        "fa": "دستگاه به مالک تازه منتقل شد.",
        "en": "The unit went to a new owner.",
    },
    "given_away": {
        "fa": "صاحب دستگاه گفت که دیگر آن را ندارد.",
        "en": "The owner said that they do not have the unit any more.",
    },
    "returned": {
        "fa": "دستگاه به فروشنده برگشت و خرید لغو شد.",
        "en": "The unit went back to the seller and the sale was undone.",
    },
    "other_owner": {
        "fa": "پس از بررسی، دستگاه به نام مالک دیگری ثبت شد. اگر قبول ندارید، با فاکتور خرید اعتراض کنید.",
        "en": "After a review the unit was registered for another owner. If you disagree, object with your invoice.",
    },
    "not_accepted": {
        "fa": "این ثبت پس از بررسی پذیرفته نشد. اگر قبول ندارید، با فاکتور خرید اعتراض کنید.",
        "en": "This registration was not accepted after a review. If you disagree, object with your invoice.",
    },
}

SIGNS: dict[str, Text] = {
    "owned_by_other": {
        "fa": "دستگاه به نام کس دیگری ثبت است.",
        "en": "The unit is registered for somebody else.",
    },
    "serial_elsewhere": {
        "fa": "همین سریال روی دستگاه دیگری هم به نام شخص دیگری ثبت است.",
        "en": "The same serial number is registered on another unit, for another person.",
    },
    "activated_early": {
        "fa": "دستگاه پیش از تاریخ خریدی که نوشتید فعال شده است.",
        "en": "The unit was activated before the date of purchase that you gave.",
    },
    "reported_lost": {
        "fa": "صاحب پیشین این دستگاه گزارش داده که گم یا دزدیده شده است.",
        "en": "The former owner reported this unit lost or stolen.",
    },
    "holds_card": {
        "fa": "کد کارت گارانتی همین دستگاه را دارد.",
        "en": "They have the code of this unit's own guarantee card.",
    },
    "many_people": {
        "fa": "در ماه‌های اخیر چند نفر با شماره‌های گوناگون خواسته‌اند این سریال را ثبت کنند.",
        "en": "In recent months several people with different numbers tried to register this serial number.",
    },
    "date_differs": {
        "fa": "تاریخ خریدی که نوشتید با تاریخ فروشِ ثبت‌شدهٔ فروشنده یکی نیست؛ تا اصلاح نشود، تاریخ فروشنده ملاک است. "
        "اگر فاکتور دارید، آن را برایمان بفرستید.",
        "en": "The date of purchase that you gave is not the seller's. The seller's counts until it is corrected: "
        "send us your invoice if you have one.",
    },
}


def explain(registration: "Registration") -> list[Text]:
    """Why a registration is in its state, in both languages: the reason first, then what was noticed."""
    found = [REASONS[registration.reason]] if registration.reason in REASONS else []
    return found + [SIGNS[name] for name in registration.signs if name in SIGNS]


def said(texts: Sequence[Text], language: str) -> str:
    """Several texts as one paragraph in one language."""
    return " ".join(text["fa" if language.startswith("fa") else "en"] for text in texts)
