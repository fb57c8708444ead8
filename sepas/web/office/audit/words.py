"""What is said of a fact in the record, in both languages, and what its values are called."""

from collections.abc import Mapping
from typing import Any

from sepas.parties import masks
from sepas.web.office.audit.fields import FIELDS

Pair = Mapping[str, str]

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
    "organisation": {"fa": "سازمان", "en": "organisation"},
    "branch": {"fa": "شعبه", "en": "branch"},
    "special_day": {"fa": "روز خاص", "en": "special day"},
    "staff": {"fa": "همکار", "en": "member of staff"},
    "role": {"fa": "نقش", "en": "role"},
    "service_promise": {"fa": "قول خدمت", "en": "service promise"},
    "token": {"fa": "توکن API", "en": "API token"},
    "canned_reply": {"fa": "متن آماده", "en": "ready text"},
    "macro": {"fa": "ماکرو", "en": "macro"},
    "saved_view": {"fa": "نمای ذخیره‌شده", "en": "saved view"},
    "waiting_reply": {"fa": "پاسخ در راه", "en": "reply on its way"},
    "message": {"fa": "پیام", "en": "message"},
    "message_text": {"fa": "متن پیام", "en": "text of a message"},
    "delivery": {"fa": "کار پس‌زمینه", "en": "background work"},
    "code": {"fa": "کد یک‌بارمصرف", "en": "one-time code"},
}
"""Kinds of things that have a history, in the order in which they are offered."""

EVENTS: dict[str, Pair] = {
    "case.opened": {"fa": "ثبت کرد", "en": "opened"},
    "case.replied": {"fa": "پاسخ داد", "en": "answered"},
    "case.triaged": {"fa": "دسته‌بندی کرد", "en": "sorted"},
    "case.assigned": {"fa": "سپرد", "en": "assigned"},
    "case.held": {"fa": "متوقف کرد", "en": "put on hold"},
    "case.resumed": {"fa": "از سر گرفت", "en": "resumed"},
    "case.progressed": {"fa": "یک گام پیش برد", "en": "took a step"},
    "case.answered": {"fa": "پرسشی را پاسخ داد", "en": "answered a question"},
    "case.inspected": {"fa": "نتیجهٔ بازدید را ثبت کرد", "en": "recorded an inspection"},
    "case.decided": {"fa": "دربارهٔ حق مشتری تصمیم گرفت", "en": "decided on the customer’s rights"},
    "case.resolved": {"fa": "انجام‌شده اعلام کرد", "en": "resolved"},
    "case.reopened": {"fa": "دوباره باز کرد", "en": "reopened"},
    "case.closed": {"fa": "بست", "en": "closed"},
    "case.shared": {"fa": "پیوند تماشا داد", "en": "shared a link for looking on"},
    "case.unshared": {"fa": "پیوند تماشا را پس گرفت", "en": "took a shared link back"},
    "case.rated": {"fa": "امتیاز داد", "en": "rated"},
    "case.appointment_preferred": {"fa": "زمان دلخواه را گفت", "en": "preferred a time"},
    "case.appointment_made": {"fa": "قرار گذاشت", "en": "made an appointment"},
    "case.appointment_moved": {"fa": "زمان قرار را عوض کرد", "en": "moved the appointment"},
    "case.appointment_confirmed": {"fa": "قرار را تأیید کرد", "en": "confirmed the appointment"},
    "case.appointment_declined": {"fa": "زمان دیگری خواست", "en": "asked for another time"},
    "case.appointment_cancelled": {"fa": "قرار را لغو کرد", "en": "cancelled the appointment"},
    "case.appointment_missed": {"fa": "نیامدن به قرار را ثبت کرد", "en": "recorded a missed appointment"},
    "case.appointment_kept": {"fa": "انجام قرار را ثبت کرد", "en": "recorded a kept appointment"},
    "case.appointment_reminded": {"fa": "قرار را یادآوری کرد", "en": "reminded of the appointment"},
    "case.erased": {"fa": "داده‌های شخصی را پاک کرد", "en": "erased personal data"},
    "case.forgotten": {"fa": "فراموش‌شده یافت", "en": "found forgotten"},
    "case.escalated": {"fa": "یک پله بالاتر برد", "en": "escalated"},
    "promise.at_risk": {"fa": "قولی را در خطر دید", "en": "saw a promise at risk"},
    "promise.breached": {"fa": "قولی را شکسته دید", "en": "saw a promise broken"},
    "promise.met": {"fa": "قولی را وفاشده دید", "en": "saw a promise kept"},
    "organisation.created": {"fa": "ایجاد کرد", "en": "created"},
    "organisation.edited": {"fa": "مشخصات را عوض کرد", "en": "changed the details of"},
    "flow.switched": {"fa": "یک کار خودکار را روشن یا خاموش کرد", "en": "switched an automatic step"},
    "branch.created": {"fa": "ایجاد کرد", "en": "created"},
    "branch.edited": {"fa": "مشخصات را عوض کرد", "en": "changed the details of"},
    "branch.moved": {"fa": "جابه‌جا کرد", "en": "moved"},
    "branch.hours_changed": {"fa": "ساعت کار را عوض کرد", "en": "changed the hours of"},
    "branch.closed": {"fa": "تعطیل کرد", "en": "closed down"},
    "branch.reopened": {"fa": "دوباره گشود", "en": "reopened"},
    "special_day.set": {"fa": "گذاشت", "en": "set"},
    "special_day.removed": {"fa": "برداشت", "en": "removed"},
    "staff.created": {"fa": "افزود", "en": "added"},
    "staff.admitted": {"fa": "با حساب شرکت پذیرفت", "en": "let in by the company’s account"},
    "staff.edited": {"fa": "مشخصات را عوض کرد", "en": "changed the details of"},
    "staff.deactivated": {"fa": "غیرفعال کرد", "en": "deactivated"},
    "staff.reactivated": {"fa": "دوباره فعال کرد", "en": "reactivated"},
    "staff.role_assigned": {"fa": "نقش داد", "en": "gave a role to"},
    "staff.role_revoked": {"fa": "نقش را پس گرفت", "en": "took a role from"},
    "staff.password_given": {"fa": "رمز یک‌بارمصرف داد", "en": "gave a one-time password to"},
    "staff.password_chosen": {"fa": "رمز خود را انتخاب کرد", "en": "chose a password"},
    "staff.session_ended": {"fa": "نشست را پایان داد", "en": "ended a session of"},
    "role.created": {"fa": "ساخت", "en": "made"},
    "role.edited": {"fa": "تغییر داد", "en": "changed"},
    "role.removed": {"fa": "برداشت", "en": "removed"},
    "customer.created": {"fa": "افزود", "en": "added"},
    "customer.edited": {"fa": "مشخصات را عوض کرد", "en": "changed the details of"},
    "customer.consent_given": {"fa": "رضایت را ثبت کرد", "en": "noted a consent of"},
    "customer.consent_withdrawn": {"fa": "پس‌گرفتن رضایت را ثبت کرد", "en": "noted a withdrawn consent of"},
    "customer.notices_chosen": {"fa": "راه خبررسانی را انتخاب کرد", "en": "chose how to be told"},
    "customer.erasure_asked": {"fa": "خواست که فراموش شود", "en": "asked to be forgotten"},
    "customer.erased": {"fa": "داده‌های شخصی را پاک کرد", "en": "erased personal data of"},
    "registration.erased": {"fa": "نوشته‌ها را پاک کرد", "en": "erased what was written of"},
    "invoice.erased": {"fa": "کاغذ و نوشته‌ها را پاک کرد", "en": "erased paper and words of"},
    "handover.erased": {"fa": "شماره و نوشته‌ها را پاک کرد", "en": "erased number and words of"},
    "code.issued": {"fa": "فرستاد", "en": "sent"},
    "code.accepted": {"fa": "پذیرفت", "en": "accepted"},
    "code.exhausted": {"fa": "پس از تلاش‌های نادرست باطل کرد", "en": "ended after wrong tries"},
    "token.issued": {"fa": "صادر کرد", "en": "issued"},
    "token.revoked": {"fa": "باطل کرد", "en": "revoked"},
    "model.added": {"fa": "افزود", "en": "added"},
    "model.edited": {"fa": "مشخصات را عوض کرد", "en": "changed the details of"},
    "model.put_on_sale": {"fa": "به فروش گذاشت", "en": "put on sale"},
    "model.discontinued": {"fa": "از فروش برداشت", "en": "took off the market"},
    "model.service_ended": {"fa": "خدمات را پایان داد", "en": "ended the service of"},
    "model.outside_sale": {
        "fa": "فروش بیرون از زمان عرضه را دید در",
        "en": "saw units sold outside the sale of",
    },
    "parts.kept": {"fa": "فهرست قطعات را نگه داشت", "en": "kept the parts list of"},
    "manual.kept": {"fa": "دفترچهٔ راهنما را نگه داشت", "en": "kept a manual of"},
    "manual.removed": {"fa": "دفترچهٔ راهنما را برداشت", "en": "removed a manual of"},
    "photo_hint.kept": {"fa": "نگه داشت", "en": "kept"},
    "photo_hint.removed": {"fa": "برداشت", "en": "removed"},
    "unit.added": {"fa": "افزود", "en": "added"},
    "unit.edited": {"fa": "مشخصات را عوض کرد", "en": "changed the details of"},
    "unit.transferred": {"fa": "به نام دیگری کرد", "en": "passed on"},
    "unit.replaced": {"fa": "با دستگاهی دیگر عوض کرد", "en": "replaced"},
    "unit.returned": {"fa": "پس گرفت", "en": "took back"},
    "delivery.replayed": {"fa": "دوباره اجرا کرد", "en": "ran again"},
    "service_offer.added": {"fa": "نوشت", "en": "wrote"},
    "service_offer.edited": {"fa": "تغییر داد", "en": "changed"},
    "service_offer.offered": {"fa": "به مشتریان عرضه کرد", "en": "offered to customers"},
    "service_offer.withdrawn": {"fa": "پس گرفت", "en": "withdrew"},
    "guarantee.published": {"fa": "منتشر کرد", "en": "published"},
    "guarantee.ended": {"fa": "پایان داد", "en": "ended"},
    "guarantee.registered": {"fa": "فعال کرد", "en": "activated"},
    "registration.disputed": {"fa": "برای بررسی نگه داشت", "en": "held for review"},
    "registration.reviewed": {"fa": "بررسی کرد", "en": "reviewed"},
    "registration.ended": {"fa": "پایان داد", "en": "ended"},
    "decision.made": {"fa": "گرفت", "en": "made"},
    "decision.changed": {"fa": "عوض کرد", "en": "changed"},
    "canned_reply.kept": {"fa": "نگه داشت", "en": "kept"},
    "canned_reply.removed": {"fa": "برداشت", "en": "removed"},
    "macro.kept": {"fa": "نگه داشت", "en": "kept"},
    "macro.removed": {"fa": "برداشت", "en": "removed"},
    "case.macro_run": {"fa": "ماکرو اجرا کرد", "en": "ran a macro on"},
    "saved_view.kept": {"fa": "ساخت", "en": "made"},
    "saved_view.changed": {"fa": "تغییر داد", "en": "changed"},
    "saved_view.shared": {"fa": "هم‌رسانی کرد", "en": "shared"},
    "saved_view.unshared": {"fa": "از هم‌رسانی برداشت", "en": "stopped sharing"},
    "saved_view.removed": {"fa": "برداشت", "en": "removed"},
    "reply.put_off": {"fa": "برای بعد گذاشت", "en": "put off"},
    "reply.taken_back": {"fa": "پس گرفت", "en": "took back"},
    "reply.not_sent": {"fa": "نفرستاد", "en": "did not send"},
    "message.replayed": {"fa": "دوباره فرستاد", "en": "sent again"},
    "message_text.written": {"fa": "بازنویسی کرد", "en": "rewrote"},
    "message_text.reset": {"fa": "به متن استاندارد برگرداند", "en": "set back to the standard"},
    "message_text.switched": {"fa": "روشن یا خاموش کرد", "en": "switched on or off"},
    "service_promise.set": {"fa": "گذاشت", "en": "set"},
    "service_promise.removed": {"fa": "برداشت", "en": "removed"},
}

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
            (called(name), _hidden(name) or shown(pair[0]), _hidden(name) or shown(pair[1]))
            for name, pair in told.items()
            if isinstance(pair, list) and len(pair) == 2
        ]
    if "before" in data and "after" in data:
        before, after = data["before"], data["after"]
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
            found += [(called(name), shown(before.get(name)), shown(after.get(name))) for name in names]
        else:
            found.append((FIELDS["text"], shown(before), shown(after)))
    return found


def details(data: Mapping[str, Any]) -> list[tuple[Pair, Any]]:
    """The other values of a fact that say something; ids and what is empty are left out."""
    return [
        (called(name), shown(value))
        for name, value in data.items()
        if name in FIELDS and name not in SAID and value not in ("", None, [], {})
    ]


def _hidden(name: str) -> str:
    """What stands for a value that the reader may not see."""
    return masks.DOT * 3 if name == "price" and masks.hides("fields.money") else ""


def called(name: str) -> Pair:
    return FIELDS.get(name, {"fa": name, "en": name})


def shown(value: Any) -> Any:
    """A value for `|say`: words for yes, no and nothing, a list with commas."""
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
