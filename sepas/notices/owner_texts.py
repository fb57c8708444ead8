"""What is written to owners about their units: registered, looked at, handed over, known by an invoice."""

from sepas.notices.texts import COMPANY, Template, Text

_UNIT: dict[str, Text | str] = {
    "company": COMPANY,
    "product": {"fa": "یخچال ۶۲۰ لیتری", "en": "Refrigerator 620 l"},
    "serial": "SARD-620-1001",
}

GUARANTEE_REGISTERED = Template(
    name="guarantee_registered",
    title={"fa": "گارانتی ثبت شد", "en": "Guarantee registered"},
    sms={
        "fa": "{company}\nگارانتی {product} با سریال {serial} به نام شما ثبت شد.{until}\nمبارک باشد!",
        "en": "{company}\nThe guarantee of your {product}, serial {serial}, is registered.{until}",
    },
    subject={"fa": "گارانتی شما ثبت شد", "en": "Your guarantee is registered"},
    sample=_UNIT | {"until": {"fa": "\nتا ۲۳ شهریور ۱۴۰۷", "en": "\nUntil 14 September 2028"}},
)

REGISTRATION_DISPUTED = Template(
    name="registration_disputed",
    must=True,
    title={"fa": "ثبت گارانتی در بررسی است", "en": "Registration under review"},
    sms={
        "fa": "{company}\nثبت گارانتی {product} با سریال {serial} در حال بررسی است.\n{why}",
        "en": "{company}\nThe registration of {product}, serial {serial}, is under review.\n{why}",
    },
    subject={"fa": "ثبت گارانتی در حال بررسی است", "en": "Your registration is under review"},
    sample=_UNIT
    | {
        "why": {
            "fa": "این دستگاه را پیش‌تر کس دیگری ثبت کرده است.",
            "en": "Somebody else registered this unit before you.",
        }
    },
)

REGISTRATION_CHALLENGED = Template(
    name="registration_challenged",
    must=True,
    title={"fa": "کس دیگری همین دستگاه را ثبت کرد", "en": "Somebody else registered the same unit"},
    sms={
        "fa": "{company}\nکسی خواسته است {product} با سریال {serial} را که به نام شماست، به نام خودش ثبت کند. "
        "دستگاه به نام شما می‌ماند تا بررسی کنیم. اگر آن را واگذار کرده‌اید به ما بگویید.",
        "en": "{company}\nSomebody asked to register {product}, serial {serial}, which is in your name. It stays "
        "yours while we look into it. If you passed it on, tell us.",
    },
    subject={"fa": "دستگاه شما را کس دیگری هم ثبت کرد", "en": "Somebody else registered your unit"},
    sample=_UNIT,
)

REGISTRATION_REVIEWED = Template(
    name="registration_reviewed",
    must=True,
    title={"fa": "نتیجهٔ بررسی ثبت گارانتی", "en": "Registration reviewed"},
    sms={
        "fa": "{company}\nنتیجهٔ بررسی ثبت {product} با سریال {serial}: {result}",
        "en": "{company}\nResult of the review of {product}, serial {serial}: {result}",
    },
    subject={"fa": "نتیجهٔ بررسی ثبت گارانتی", "en": "Result of the review of your registration"},
    sample=_UNIT | {"result": {"fa": "پذیرفته شد.", "en": "accepted."}},
)

HANDOVER_OFFERED = Template(
    name="handover_offered",
    needs_me=True,
    title={"fa": "دستگاه به مالک تازه پیشنهاد شد", "en": "Unit offered to its next owner"},
    sms={
        "fa": "{company}\n{product} با سریال {serial} را می‌خواهند به نام شما کنند؛ گارانتی هم با آن می‌آید.\n"
        "اگر درست است، تا {until} بپذیرید:\n{link}\nاگر خبر ندارید، کاری نکنید.",
        "en": "{company}\n{product}, serial {serial}, is being handed over to you, with its guarantee.\n"
        "If this is right, accept it until {until}:\n{link}\nIf you know nothing of it, do nothing.",
    },
    subject={"fa": "دستگاهی به نام شما می‌شود", "en": "A product is being handed over to you"},
    sample=_UNIT
    | {
        "until": {"fa": "شنبه ۷ آذر ۱۴۰۵، ساعت ۱۰:۰۰", "en": "Saturday 28 November 2026, 10:00"},
        "link": "https://sepas.example/handover/…",
    },
)

HANDOVER_ACCEPTED = Template(
    name="handover_accepted",
    must=True,
    title={"fa": "مالک تازه دستگاه را پذیرفت", "en": "The next owner took the unit over"},
    sms={
        "fa": "{company}\nمالک تازه {product} با سریال {serial} را پذیرفت. دستگاه و گارانتی‌اش دیگر به نام شما نیست.",
        "en": "{company}\nThe new owner accepted {product}, serial {serial}. It is no longer in your name.",
    },
    subject={"fa": "دستگاه به مالک تازه رسید", "en": "Your product has a new owner"},
    sample=_UNIT,
)

HANDOVER_ENDED = Template(
    name="handover_ended",
    title={"fa": "انتقال دستگاه انجام نشد", "en": "Handover came to nothing"},
    sms={
        "fa": "{company}\nانتقال {product} با سریال {serial} انجام نشد: {how} دستگاه همچنان به نام شماست.",
        "en": "{company}\n{product}, serial {serial}, was not handed over: {how} It is still in your name.",
    },
    subject={"fa": "انتقال دستگاه انجام نشد", "en": "Your product was not handed over"},
    sample=_UNIT | {"how": {"fa": "گیرنده نپذیرفت.", "en": "it was declined."}},
)

INVOICE_RECEIVED = Template(
    name="invoice_received",
    title={"fa": "فاکتور رسید", "en": "Invoice received"},
    sms={
        "fa": "{company}\nفاکتور شمارهٔ \u200e{number} رسید. دستگاه را پیدا می‌کنیم و نتیجهٔ ثبت گارانتی را پیامک می‌کنیم.",
        "en": "{company}\nWe have your invoice {number}. We look for the unit and tell you when it is registered.",
    },
    subject={"fa": "فاکتور شما رسید", "en": "We have your invoice"},
    sample={"company": COMPANY, "number": "1405-0071"},
)

INVOICE_REJECTED = Template(
    name="invoice_rejected",
    must=True,
    title={"fa": "فاکتور پذیرفته نشد", "en": "Invoice not accepted"},
    sms={
        "fa": "{company}\nگارانتی با فاکتور شمارهٔ \u200e{number} ثبت نشد:\n{why}\n"
        "حق قانونی شما به ثبت گارانتی بسته نیست.",
        "en": "{company}\nNothing was registered by your invoice {number}:\n{why}\n"
        "Your rights by law do not depend on registering.",
    },
    subject={"fa": "نتیجهٔ بررسی فاکتور شما", "en": "About your invoice"},
    sample={
        "company": COMPANY,
        "number": "1405-0071",
        "why": {"fa": "عکس خوانا نیست؛ دوباره بفرستید.", "en": "The photo cannot be read; send it again."},
    },
)

OF_OWNERS = (
    GUARANTEE_REGISTERED,
    REGISTRATION_DISPUTED,
    REGISTRATION_CHALLENGED,
    REGISTRATION_REVIEWED,
    HANDOVER_OFFERED,
    HANDOVER_ACCEPTED,
    HANDOVER_ENDED,
    INVOICE_RECEIVED,
    INVOICE_REJECTED,
)
