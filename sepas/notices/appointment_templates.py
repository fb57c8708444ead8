"""What customers hear of their appointments."""

from sepas.notices.texts import CODE, COMPANY, Template, Text

_SAMPLE: dict[str, Text | str] = {
    "company": COMPANY,
    "code": CODE,
    "link": "https://sepas.example/t/…",
    "name": {"fa": "مریم محمدی", "en": "Maryam Mohammadi"},
    "when": {"fa": "دوشنبه ۹ آذر ۱۴۰۵، ساعت ۱۰:۰۰ تا ۱۲:۰۰", "en": "Monday 30 November 2026, 10:00 to 12:00"},
    "where": {"fa": "تکنسین پیش شما می‌آید.", "en": "A technician comes to you."},
}
_WHY: dict[str, Text | str] = {
    "why": {"fa": "\nتکنسین ما بیمار شده است.", "en": "\nOur technician has fallen ill."}
}

APPOINTMENT_PROPOSED = Template(
    name="appointment_proposed",
    needs_me=True,
    title={"fa": "زمانی برای قرار پیشنهاد شد", "en": "A time was proposed"},
    sms={
        "fa": "{company}\nبرای درخواست {code} این زمان را پیشنهاد می‌کنیم:\n{when}\n{where}{why}\n"
        "لطفاً این‌جا بپذیرید یا زمان دیگری بخواهید:\n{link}",
        "en": "{company}\nFor your request {code} we propose:\n{when}\n{where}{why}\n"
        "Please agree here, or ask for another time:\n{link}",
    },
    subject={"fa": "زمان پیشنهادی برای درخواست {code}", "en": "A time for your request {code}"},
    sample=_SAMPLE | {"why": ""},
)

APPOINTMENT_MADE = Template(
    name="appointment_made",
    needs_me=True,
    title={"fa": "قرار گذاشته شد", "en": "Appointment made"},
    sms={
        "fa": "{company}\nقرار درخواست {code}:\n{when}\n{where}\nاگر این زمان مناسب نیست:\n{link}",
        "en": "{company}\nAppointment for your request {code}:\n{when}\n{where}\nIf it does not suit you:\n{link}",
    },
    subject={"fa": "قرار درخواست {code}", "en": "Appointment for your request {code}"},
    sample=_SAMPLE,
)

APPOINTMENT_MOVED = Template(
    name="appointment_moved",
    needs_me=True,
    title={"fa": "زمان قرار عوض شد", "en": "Appointment moved"},
    sms={
        "fa": "{company}\nزمان قرار درخواست {code} عوض شد:\n{when}\n{where}{why}\nاگر این زمان مناسب نیست:\n{link}",
        "en": "{company}\nThe appointment for your request {code} was moved:\n{when}\n{where}{why}\n"
        "If it does not suit you:\n{link}",
    },
    subject={"fa": "زمان قرار درخواست {code} عوض شد", "en": "Appointment for {code} moved"},
    sample=_SAMPLE | _WHY,
)

APPOINTMENT_CANCELLED = Template(
    name="appointment_cancelled",
    needs_me=True,
    title={"fa": "قرار لغو شد", "en": "Appointment cancelled"},
    sms={
        "fa": "{company}\nقرار {when} برای درخواست {code} لغو شد.{why}\n{link}",
        "en": "{company}\nThe appointment on {when} for your request {code} was cancelled.{why}\n{link}",
    },
    subject={"fa": "قرار درخواست {code} لغو شد", "en": "Appointment for {code} cancelled"},
    sample=_SAMPLE | _WHY,
)

APPOINTMENT_MISSED = Template(
    name="appointment_missed",
    needs_me=True,
    title={"fa": "قرار انجام نشد", "en": "Appointment missed"},
    sms={
        "fa": "{company}\n{what}\nقرار: {when}\nزمان دیگری را این‌جا بخواهید:\n{link}",
        "en": "{company}\n{what}\nAppointment: {when}\nAsk for another time here:\n{link}",
    },
    subject={"fa": "قرار درخواست {code} انجام نشد", "en": "Appointment for {code} missed"},
    sample=_SAMPLE
    | {
        "what": {"fa": "در زمان قرار شما را پیدا نکردیم.", "en": "We did not find you at the appointed time."}
    },
)

APPOINTMENT_REMINDER = Template(
    name="appointment_reminder",
    needs_me=True,
    title={"fa": "یادآوری قرار", "en": "Reminder of an appointment"},
    sms={
        "fa": "{company}\nیادآوری قرار درخواست {code}:\n{when}\n{where}\nاگر نمی‌توانید، زودتر خبر دهید:\n{link}",
        "en": "{company}\nReminder for your request {code}:\n{when}\n{where}\nIf you cannot, please tell us early:\n"
        "{link}",
    },
    subject={"fa": "یادآوری قرار درخواست {code}", "en": "Reminder: appointment for {code}"},
    sample=_SAMPLE,
)

OF_APPOINTMENTS = (
    APPOINTMENT_PROPOSED,
    APPOINTMENT_MADE,
    APPOINTMENT_MOVED,
    APPOINTMENT_CANCELLED,
    APPOINTMENT_MISSED,
    APPOINTMENT_REMINDER,
)
