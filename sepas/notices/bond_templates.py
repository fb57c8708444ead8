"""What customers hear when their requests are put together or taken apart."""

from sepas.notices.texts import CODE, COMPANY, Template, Text

SAMPLE: dict[str, Text | str] = {
    "company": COMPANY,
    "code": CODE,
    "link": "https://sepas.example/t/…",
    "name": {"fa": "مریم محمدی", "en": "Maryam Mohammadi"},
}
OTHER: dict[str, Text | str] = {"other": {"fa": "\u200e5678-1234-9012", "en": "5678-1234-9012"}}

CASE_MERGED = Template(
    name="case_merged",
    title={"fa": "درخواست‌ها یکی شد", "en": "Requests put together"},
    sms={
        "fa": "{company}\n{how}\nهیچ قولی از دست نمی‌رود. پیگیری:\n{link}",
        "en": "{company}\n{how}\nNo promise is lost. Follow it:\n{link}",
    },
    subject={
        "fa": "درخواست {code} با درخواست دیگری یکی شد",
        "en": "Your request {code} was put together with another",
    },
    sample=SAMPLE
    | {
        "how": {
            "fa": "درخواست \u200e1234-5678-9012 شما با درخواست \u200e5678-1234-9012 یکی شد و همان‌جا پیگیری می‌شود.",
            "en": "Your request 1234-5678-9012 was put together with 5678-1234-9012 and goes on there.",
        }
    },
)

CASE_UNMERGED = Template(
    name="case_unmerged",
    title={"fa": "درخواست دوباره جدا شد", "en": "Request by itself again"},
    sms={
        "fa": "{company}\nدرخواست {code} شما دوباره جداگانه پیگیری می‌شود:\n{link}",
        "en": "{company}\nYour request {code} is handled by itself again:\n{link}",
    },
    subject={"fa": "درخواست {code} دوباره جدا شد", "en": "Your request {code} by itself again"},
    sample=SAMPLE,
)

CASE_SPLIT = Template(
    name="case_split",
    must=True,
    title={"fa": "درخواست تازه از دل درخواست دیگر", "en": "A request of its own"},
    sms={
        "fa": "{company}\nبخشی از درخواست {other} جداگانه پیگیری می‌شود، با کد {code}.{promise}\n{link}",
        "en": "{company}\nA part of your request {other} is handled by itself now. Code: {code}.{promise}\n{link}",
    },
    subject={
        "fa": "کد تازه برای بخشی از درخواست شما: {code}",
        "en": "A code of its own for a part of your request: {code}",
    },
    sample=SAMPLE
    | OTHER
    | {"promise": {"fa": "\nنخستین پاسخ: تا یکشنبه ۱ آذر", "en": "\nFirst answer by Sunday"}},
)
