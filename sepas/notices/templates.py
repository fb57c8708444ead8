"""What is written to people: one text per cause, language and channel. Data, so that it can be previewed.

Texts are filled by `str.format` with values that are already words of the reader's language; a text that
asks for a value that was not given is a programming error and a test fills every one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sepas.notices.appointment_templates import OF_APPOINTMENTS
from sepas.notices.bond_templates import CASE_MERGED, CASE_SPLIT, CASE_UNMERGED
from sepas.notices.models import Channel
from sepas.notices.owner_texts import OF_OWNERS
from sepas.notices.texts import CODE, COMPANY, Template, Text

_SAMPLE: dict[str, Text | str] = {
    "company": COMPANY,
    "code": CODE,
    "link": "https://sepas.example/t/…",
    "name": {"fa": "مریم محمدی", "en": "Maryam Mohammadi"},
}

ONE_TIME_CODE = Template(
    name="one_time_code",
    must=True,
    title={"fa": "کد یک‌بارمصرف", "en": "One-time code"},
    sms={
        "fa": "کد ورود شما: {otp}\nتا {minutes} دقیقه معتبر است. آن را به هیچ‌کس نگویید.",
        "en": "Your code: {otp}\nIt is valid for {minutes} minutes. Tell it to nobody.",
    },
    subject={"fa": "کد یک‌بارمصرف", "en": "One-time code"},
    sample={"otp": "481516", "minutes": {"fa": "۵", "en": "5"}},
    urgent=True,
    secret=True,
)

CASE_OPENED = Template(
    name="case_opened",
    must=True,
    title={"fa": "درخواست ثبت شد", "en": "Case opened"},
    sms={
        "fa": "{company}\nدرخواست شما با کد {code} ثبت شد.{promise}\nپیگیری بدون رمز:\n{link}",
        "en": "{company}\nYour request was received. Code: {code}.{promise}\nFollow it without a password:\n{link}",
    },
    subject={"fa": "درخواست شما ثبت شد: {code}", "en": "Your request {code}"},
    sample=_SAMPLE
    | {
        "promise": {
            "fa": "\nنخستین پاسخ: تا یکشنبه ۱ آذر ۱۴۰۵، ساعت ۱۷:۰۰",
            "en": "\nFirst answer by Sunday 22 November 2026, 17:00",
        }
    },
    urgent=True,
)

STAFF_REPLIED = Template(
    name="staff_replied",
    needs_me=True,
    title={"fa": "پاسخ تازه", "en": "New answer"},
    sms={
        "fa": "{company}\nبه درخواست {code} پاسخ دادیم:\n{body}\n{link}",
        "en": "{company}\nWe answered your request {code}:\n{body}\n{link}",
    },
    subject={"fa": "پاسخ به درخواست {code}", "en": "Answer to your request {code}"},
    sample=_SAMPLE
    | {"body": {"fa": "لطفاً عکس پلاک دستگاه را بفرستید.", "en": "Please send a photo of the rating plate."}},
)

CASE_HELD = Template(
    name="case_held",
    needs_me=True,
    title={"fa": "کار متوقف شد", "en": "On hold"},
    sms={
        "fa": "{company}\nکار درخواست {code} فعلاً متوقف است: {reason}.\n{link}",
        "en": "{company}\nYour request {code} is on hold: {reason}.\n{link}",
    },
    subject={"fa": "درخواست {code} متوقف است", "en": "Your request {code} is on hold"},
    sample=_SAMPLE | {"reason": {"fa": "منتظر پاسخ شما هستیم", "en": "we are waiting for your answer"}},
)

CASE_RESOLVED = Template(
    name="case_resolved",
    needs_me=True,
    title={"fa": "کار انجام شد", "en": "Resolved"},
    sms={
        "fa": "{company}\nدرخواست {code} انجام شد:\n{resolution}\n"
        "اگر مشکل برطرف نشده، تا {until} دوباره بازش کنید:\n{link}",
        "en": "{company}\nYour request {code} is resolved:\n{resolution}\n"
        "If it is not, reopen it until {until}:\n{link}",
    },
    subject={"fa": "درخواست {code} انجام شد", "en": "Your request {code} is resolved"},
    sample=_SAMPLE
    | {
        "resolution": {"fa": "کمپرسور عوض شد.", "en": "The compressor was replaced."},
        "until": {"fa": "شنبه ۷ آذر ۱۴۰۵، ساعت ۱۰:۰۰", "en": "Saturday 28 November 2026, 10:00"},
    },
)

DECISION_CHANGED = Template(
    name="decision_changed",
    must=True,
    title={"fa": "تصمیم عوض شد", "en": "Decision changed"},
    sms={
        "fa": "{company}\nتصمیم دربارهٔ درخواست {code} عوض شد:\n{explanation}\n{link}",
        "en": "{company}\nThe decision on your request {code} changed:\n{explanation}\n{link}",
    },
    subject={"fa": "تصمیم دربارهٔ درخواست {code}", "en": "Decision on your request {code}"},
    sample=_SAMPLE
    | {
        "explanation": {
            "fa": "قطعه رایگان است، چون عیب از ساخت بوده است.",
            "en": "Parts are free, because it is a manufacturing defect.",
        }
    },
)

PROMISE_BREACHED = Template(
    name="promise_breached",
    must=True,
    title={"fa": "دیر کردیم؛ حق مشتری", "en": "Late: the customer’s right"},
    sms={
        "fa": "{company}\nمهلت «{promise}» در درخواست {code} گذشت.\n{right}\n{link}",
        "en": "{company}\n“{promise}” is late in your request {code}.\n{right}\n{link}",
    },
    subject={"fa": "دیر کردیم: درخواست {code}", "en": "We are late with your request {code}"},
    sample=_SAMPLE
    | {
        "promise": {"fa": "تعمیر", "en": "Repair"},
        "right": {
            "fa": "حق شما از این پس: جایگزین موقت.",
            "en": "From now on you may claim: Loaner.",
        },
    },
)

CASE_ESCALATED = Template(
    name="case_escalated",
    must=True,
    title={"fa": "شکایت یک پله بالاتر رفت", "en": "Complaint escalated"},
    sms={
        "fa": "{company}\nشکایت شما در درخواست {code} یک پله بالاتر رفت.\n{step}{due}\n{link}",
        "en": "{company}\nYour complaint in {code} climbed one step.\n{step}{due}\n{link}",
    },
    subject={"fa": "شکایت شما در درخواست {code}", "en": "Your complaint in {code}"},
    sample=_SAMPLE
    | {
        "step": {"fa": "شکایت شما به دفتر مرکزی شرکت رسید.", "en": "It is with the head office now."},
        "due": {"fa": "\nمهلت پاسخ: سه‌شنبه ۱۰ آذر ۱۴۰۵", "en": "\nAnswer due by Tuesday 1 December 2026"},
    },
)

WEBHOOK_FAILED = Template(
    name="webhook_failed",
    title={"fa": "وب‌هوک خاموش شد", "en": "Webhook switched off"},
    sms={
        "fa": "وب‌هوک «{name}» ({host}) مدتی طولانی چیزی را نپذیرفت و خاموش شد. "
        "آنچه منتظر است نگه داشته می‌شود؛ گیرنده را درست و وب‌هوک را در دفتر روشن کنید.",
        "en": "The webhook “{name}” ({host}) accepted nothing for long and was switched off. What waits is kept; mend "
        "the receiver and switch the webhook on in the office.",
    },
    subject={"fa": "وب‌هوک «{name}» خاموش شد", "en": "The webhook “{name}” was switched off"},
    sample={"name": {"fa": "انبار", "en": "Warehouse"}, "host": "hooks.example.ir"},
    urgent=True,
)

STAFF_NOTIFIED = Template(
    name="staff_notified",
    title={"fa": "خبر کار برای همکار", "en": "News of work to a colleague"},
    sms={
        "fa": "پروندهٔ {code}: {reason}.\n{link}\nاین‌که چه چیزی به شما گفته شود، در نمایهٔ خودتان عوض می‌شود.",
        "en": "Case {code}: {reason}.\n{link}\nWhat you are told of is chosen on your profile.",
    },
    subject={"fa": "پروندهٔ {code}: {reason}", "en": "Case {code}: {reason}"},
    sample={
        "code": CODE,
        "reason": {"fa": "مشتری نوشت", "en": "the customer wrote"},
        "link": "https://sepas.example/desk/…",
    },
    urgent=True,
)

TEMPLATES: Mapping[str, Template] = {
    template.name: template
    for template in (
        ONE_TIME_CODE,
        CASE_OPENED,
        STAFF_REPLIED,
        CASE_HELD,
        CASE_RESOLVED,
        DECISION_CHANGED,
        PROMISE_BREACHED,
        CASE_ESCALATED,
        CASE_MERGED,
        CASE_UNMERGED,
        CASE_SPLIT,
        *OF_APPOINTMENTS,
        *OF_OWNERS,
        WEBHOOK_FAILED,
        STAFF_NOTIFIED,
    )
}


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    body: str


def render(name: str, context: Mapping[str, Any], *, language: str, channel: str) -> Rendered:
    """The message in one language for one channel; values are texts, or `{fa, en}`.

    Raises `KeyError` for a template or value that is missing.
    """
    template = TEMPLATES[name]
    spoken = language if language in template.sms else "fa"
    body = template.email if channel == Channel.EMAIL and template.email else template.sms
    return filled(template.subject[spoken] if channel == Channel.EMAIL else "", body[spoken], context, spoken)


def filled(subject: str, body: str, context: Mapping[str, Any], language: str) -> Rendered:
    """A subject and a body with the values of `context` (texts, or `{fa, en}`) in their places."""
    values = {
        key: value.get(language, value["fa"]) if isinstance(value, Mapping) else str(value)
        for key, value in context.items()
    }
    return Rendered(subject.format_map(values), body.format_map(values))


def preview(name: str, *, language: str, channel: str = Channel.SMS) -> Rendered:
    """The message as it looks with sample values."""
    return render(name, TEMPLATES[name].sample, language=language, channel=channel)
