"""What is said of appointments, in both languages."""

from datetime import datetime

from sepas.cases.appointment_lifecycle import AppointmentState, Meeting, Side
from sepas.cases.models import Appointment
from sepas.cases.queries.lines import Data, Line
from sepas.cases.queries.voiced import wish_in_words
from sepas.cases.reader import Reader
from sepas.kernel.text import to_persian_digits

STANDINGS = {
    AppointmentState.PROPOSED: ("منتظر پاسخ شما", "waits for your answer"),
    AppointmentState.FIXED: ("قرار گذاشته شد", "appointed"),
    AppointmentState.CONFIRMED: ("تأیید شد", "confirmed"),
    AppointmentState.DECLINED: ("زمان دیگری خواستید", "you asked for another time"),
    AppointmentState.KEPT: ("انجام شد", "took place"),
    AppointmentState.CANCELLED: ("لغو شد", "cancelled"),
    AppointmentState.MISSED_BY_CUSTOMER: ("شما نبودید", "you were not there"),
    AppointmentState.MISSED_BY_COMPANY: ("از شرکت کسی نیامد", "nobody of the company came"),
}
"""As the customer reads a state."""


def window(begins_at: datetime | str, ends_at: datetime | str, reader: Reader) -> str:
    """«دوشنبه ۹ آذر ۱۴۰۵، ساعت ۱۰:۰۰ تا ۱۲:۰۰»."""
    begin, end = _local(begins_at, reader), _local(ends_at, reader)
    day = reader.date(begin.date())
    clocks = f"{begin:%H:%M}", f"{end:%H:%M}"
    first, last = map(to_persian_digits, clocks)
    return reader.say(f"{day}، ساعت {first} تا {last}", f"{day}, {clocks[0]} to {clocks[1]}")


def where(meeting: str, reader: Reader) -> str:
    """What the customer does: waits, or brings the device. Whoever looks on reads where it is."""
    if reader.onlooker:
        at_branch = meeting == Meeting.BRANCH
        return reader.say("در شعبه", "At the branch") if at_branch else reader.say("در محل", "On site")
    if meeting == Meeting.BRANCH:
        return reader.say("دستگاه را به شعبه بیاورید.", "Bring the device to the branch.")
    return reader.say("تکنسین پیش شما می‌آید.", "A technician comes to you.")


def countdown(appointment: Appointment, now: datetime, reader: Reader) -> str:
    """How long it is until then, in words; empty when it is over."""
    if not appointment.stands or now >= appointment.ends_at:
        return ""
    if now >= appointment.begins_at:
        return reader.say("همین حالا", "now")
    begin, local = _local(appointment.begins_at, reader), now.astimezone(reader.zone)
    days = (begin.date() - local.date()).days
    if days == 0:
        hours = round((appointment.begins_at - now).total_seconds() / 3600)
        if hours < 1:
            return reader.say("کمتر از یک ساعت دیگر", "in less than an hour")
        number = reader.number(hours)
        return reader.say(
            f"امروز، حدود {number} ساعت دیگر",
            f"today, in about {number} hours" if hours > 1 else "today, in about an hour",
        )
    if days == 1:
        return reader.say("فردا", "tomorrow")
    if days == 2:
        return reader.say("پس‌فردا", "the day after tomorrow")
    number = reader.number(days)
    return reader.say(f"{number} روز دیگر", f"in {number} days")


def _made(data: Data, reader: Reader) -> Line:
    when = window(data["begins_at"], data["ends_at"], reader)
    if data["fixed"]:
        text = reader.say(f"قرار گذاشته شد: {when}.", f"An appointment was made: {when}.")
    else:
        text = reader.say(f"این زمان پیشنهاد شد: {when}.", f"A time was proposed: {when}.")
    return Line(text, _detail(data, reader))


def _moved(data: Data, reader: Reader) -> Line:
    when = window(data["begins_at"], data["ends_at"], reader)
    if (data["begins_at"], data["ends_at"]) == (data["was_begins_at"], data["was_ends_at"]):
        return Line(
            reader.say("جزئیات قرار عوض شد.", "The details of the appointment changed."),
            _detail(data, reader),
        )
    was = window(data["was_begins_at"], data["was_ends_at"], reader)
    if data["fixed"]:
        text = reader.say(f"زمان قرار عوض شد: {when}.", f"The appointment was moved: {when}.")
    else:
        text = reader.say(f"زمان دیگری پیشنهاد شد: {when}.", f"Another time was proposed: {when}.")
    detail = reader.say(f"زمان پیشین: {was}", f"Before: {was}")
    return Line(text, "\n".join(filter(None, [_detail(data, reader), detail])), "warn")


def _chosen(data: Data, reader: Reader) -> Line:
    when = window(data["begins_at"], data["ends_at"], reader)
    if data["by_customer"]:
        text = reader.say(f"مشتری این زمان را برداشت: {when}.", f"The customer took this time: {when}.")
        if reader.is_customer:
            text = reader.say(f"این زمان را برداشتید: {when}.", f"You took this time: {when}.")
    else:
        text = reader.say(
            f"این زمان برای مشتری گرفته شد: {when}.", f"This time was taken for the customer: {when}."
        )
        if reader.is_customer:
            text = reader.say(f"این زمان برای شما گرفته شد: {when}.", f"This time was taken for you: {when}.")
    before = ""
    if data.get("was_begins_at") and data["was_begins_at"] != data["begins_at"]:
        was = window(data["was_begins_at"], data["was_ends_at"], reader)
        before = reader.say(f"زمان پیشین: {was}", f"Before: {was}")
    return Line(text, "\n".join(filter(None, [_detail(data, reader), before])), "good")


def _confirmed(data: Data, reader: Reader) -> Line:
    when = window(data["begins_at"], data["ends_at"], reader)
    if data["by_customer"]:
        text = reader.say(f"مشتری زمان قرار را پذیرفت: {when}.", f"The customer agreed to the time: {when}.")
        if reader.is_customer:
            text = reader.say(f"زمان قرار را پذیرفتید: {when}.", f"You agreed to the time: {when}.")
        return Line(text, tone="good")
    return Line(
        reader.say(f"قرار تأیید شد: {when}.", f"The appointment was confirmed: {when}."),
        "" if reader.public else reader.say("مشتری تلفنی پذیرفت.", "The customer agreed on the phone."),
        "good",
    )


def _declined(data: Data, reader: Reader) -> Line:
    wish = wish_in_words(data, reader)
    text = reader.say("زمان دیگری برای قرار خواسته شد.", "Another time was asked for.")
    return Line(text, reader.say(f"زمان دلخواه: {wish}", f"Would suit: {wish}") if wish else "", "warn")


def _cancelled(data: Data, reader: Reader) -> Line:
    when = window(data["begins_at"], data["ends_at"], reader)
    text = reader.say(f"قرار {when} لغو شد.", f"The appointment on {when} was cancelled.")
    return Line(text, because(data["because"], reader), "warn")


def because(why: str, reader: Reader) -> str:
    """Why an appointment ended, where the product itself ended it."""
    if why == "resolved":
        return reader.say("چون کار انجام شده است.", "Because the work is done.")
    if why == "merged":
        return reader.say(
            "چون این درخواست همراه با درخواست دیگری پیگیری می‌شود.",
            "Because this request is handled together with another one.",
        )
    return ""


def _missed(data: Data, reader: Reader) -> Line:
    when = window(data["begins_at"], data["ends_at"], reader)
    if data["by"] == Side.COMPANY:
        text = reader.say(f"در قرار {when} از شرکت کسی نیامد.", f"On {when} nobody of the company came.")
        return Line(text, tone="bad")
    text = reader.say(f"در قرار {when} مشتری نبود.", f"On {when} the customer was not there.")
    if reader.is_customer:
        text = reader.say(f"در قرار {when} شما را پیدا نکردیم.", f"On {when} we did not find you.")
    return Line(text, tone="warn")


def _kept(data: Data, reader: Reader) -> Line:
    return Line(
        reader.say("قرار سر جایش انجام شد.", "The appointment took place."), tone="good", internal=True
    )


def _reminded(data: Data, reader: Reader) -> Line:
    return Line(
        reader.say("وقت یادآوری قرار رسید.", "It was time to remind of the appointment."), internal=True
    )


def _detail(data: Data, reader: Reader) -> str:
    if reader.public:
        return where(data["meeting"], reader)
    place = (
        reader.say("محل: شعبه", "At the branch")
        if data["meeting"] == Meeting.BRANCH
        else reader.say("محل: نزد مشتری", "At the customer’s place")
    )
    name = reader.person(data.get("technician_name", ""), data.get("technician_id"))
    return "\n".join(
        filter(None, [place, reader.say(f"تکنسین: {name}", f"Technician: {name}") if name else ""])
    )


def _local(moment: datetime | str, reader: Reader) -> datetime:
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found.astimezone(reader.zone)


SENTENCES = {
    "case.appointment_made": _made,
    "case.appointment_moved": _moved,
    "case.appointment_chosen": _chosen,
    "case.appointment_confirmed": _confirmed,
    "case.appointment_declined": _declined,
    "case.appointment_cancelled": _cancelled,
    "case.appointment_missed": _missed,
    "case.appointment_kept": _kept,
    "case.appointment_reminded": _reminded,
}
