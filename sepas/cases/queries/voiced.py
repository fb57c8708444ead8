"""What is said of what customers wish, share and rate, in both languages."""

from datetime import date

from sepas.cases.appointments import Part
from sepas.cases.queries.lines import Data, Line
from sepas.cases.reader import Reader

PARTS = {
    Part.MORNING: ("صبح", "morning"),
    Part.NOON: ("حوالی ظهر", "around noon"),
    Part.AFTERNOON: ("بعدازظهر", "afternoon"),
    Part.EVENING: ("عصر و شب", "evening"),
}


def wish_in_words(wish: Data | None, reader: Reader) -> str:
    """A wish for an appointment in a line: «شنبه ۱ آذر یا دوشنبه ۳ آذر؛ صبح»; empty when there is none."""
    if not wish:
        return ""
    days = [reader.date(date.fromisoformat(day)) for day in wish.get("days", [])]
    parts = [reader.say(*PARTS[Part(part)]) for part in wish.get("parts", [])]
    return reader.say("؛ ", "; ").join(filter(None, [reader.either(days), reader.either(parts)]))


def preferred(data: Data, reader: Reader) -> Line:
    wish = wish_in_words(data, reader)
    if not wish:
        return Line(reader.say("زمان دلخواه پس گرفته شد.", "The wish for a time was taken back."))
    return Line(reader.say("زمان دلخواه برای مراجعه گفته شد.", "A time was wished for."), wish)


def shared(data: Data, reader: Reader) -> Line | None:
    text = reader.say("پیوند فقط‌تماشا ساخته شد.", "A link for looking on was made.")
    return Line(text) if reader.public else None


def unshared(data: Data, reader: Reader) -> Line | None:
    text = reader.say("پیوند فقط‌تماشا پس گرفته شد.", "A link for looking on was taken back.")
    return Line(text) if reader.public else None


def rated(data: Data, reader: Reader) -> Line | None:
    """Staff are not told who rated: they see sums."""
    return (
        Line(reader.say("به کار انجام‌شده امتیاز داده شد.", "The work was rated.")) if reader.public else None
    )


def erased(data: Data, reader: Reader) -> Line:
    if reader.is_customer:
        return Line(
            reader.say(
                "به خواست شما، نوشته‌ها و فایل‌های این پرونده پاک شد.",
                "At your wish, words and files of this case were erased.",
            )
        )
    return Line(
        reader.say(
            "به خواست مشتری، نوشته‌ها و فایل‌های این پرونده پاک شد.",
            "At the customer’s wish, words and files of this case were erased.",
        )
    )
