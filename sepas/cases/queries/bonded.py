"""What is said of links, merges, splits and of who has a case, in both languages."""

from collections.abc import Iterable

from sepas.cases.models import Promise, PromiseState
from sepas.cases.queries.lines import Data, Line
from sepas.cases.reader import Reader
from sepas.kernel.ids import show_code
from sepas.kernel.text import to_persian_digits

TIES = {
    ("related", True): ("مرتبط با", "related to"),
    ("related", False): ("مرتبط با", "related to"),
    ("duplicate", True): ("تکرار", "a duplicate of"),
    ("duplicate", False): ("اصلِ", "the original of"),
    ("caused_by", True): ("پیامد", "caused by"),
    ("caused_by", False): ("علت", "the cause of"),
    ("child", True): ("بخشی از", "a part of"),
    ("child", False): ("دربرگیرندهٔ", "the whole of"),
}
VERBS = {"resolve": ("انجام‌شده اعلام شد", "resolved"), "close": ("بسته شد", "closed")}
WOKEN = {
    "time": ("زمانش رسید", "its time has come"),
    "customer": ("مشتری پیام داد", "the customer wrote"),
    "at_risk": ("مهلت یک قول نزدیک است", "a promise is due soon"),
    "late": ("مهلت یک قول گذشت", "a promise is late"),
    "person": ("خودش خواست", "they asked for it"),
}


def brought_beside(promises: Iterable[Promise]) -> frozenset[int]:
    """Promises that a merge brought beside one of the same name that the case itself made: whoever reads both has to
    be told which is which.
    """
    counted = [each for each in promises if each.state != PromiseState.CANCELLED]
    own = {each.name for each in counted if not each.brought}
    return frozenset(each.pk for each in counted if each.brought and each.name in own)


def code(data: str, reader: Reader) -> str:
    """A case's code within a sentence; isolated, so that its groups keep their order beside Persian words."""
    return reader.say(f"\u2066{to_persian_digits(show_code(data, '-'))}\u2069", show_code(data, "-"))


def linked(data: Data, reader: Reader) -> Line:
    tie = reader.say(*TIES[data["tie"], data["forward"]])
    other = code(data["other_code"], reader)
    return Line(reader.say(f"این درخواست {tie} {other} است.", f"Linked: {tie} {other}."), internal=True)


def unlinked(data: Data, reader: Reader) -> Line:
    other = code(data["other_code"], reader)
    return Line(
        reader.say(f"پیوند با {other} برداشته شد.", f"The link to {other} was taken away."), internal=True
    )


def overridden(data: Data, reader: Reader) -> Line:
    codes = reader.join([code(child, reader) for child in data["children"]])
    done = reader.say(*VERBS[data["verb"]])
    text = reader.say(
        f"با وجود بخش‌های باز ({codes}) {done}.", f"It was {done} although parts are open: {codes}."
    )
    return Line(text, data["note"], "warn", internal=True)


def merged(data: Data, reader: Reader) -> Line:
    if not data["same_customer"] and reader.public:
        return Line(
            reader.say(
                "این درخواست همراه با درخواست دیگری برای همین دستگاه پیگیری می‌شود.",
                "This request is handled together with another one for the same product.",
            )
        )
    other = code(data["survivor_code"], reader)
    return Line(
        reader.say(
            f"این درخواست با درخواست {other} یکی شد و همان‌جا پیگیری می‌شود.",
            f"This request was merged into {other} and goes on there.",
        )
    )


def absorbed(data: Data, reader: Reader) -> Line | None:
    if reader.public and not data["same_customer"]:
        return None
    other = code(data["duplicate_code"], reader)
    titles = [reader.quote(reader.text(each["title"])) for each in data["brought"]]
    detail = ""
    if titles:
        names = reader.join(titles)
        detail = reader.say(f"این قول‌ها هم به اینجا آمد: {names}.", f"These promises came along: {names}.")
    return Line(
        reader.say(
            f"درخواست {other} با این درخواست یکی شد.", f"The request {other} was merged into this one."
        ),
        detail,
    )


def unmerged(data: Data, reader: Reader) -> Line:
    other = code(data["other_code"], reader)
    if data["was"] == "duplicate":
        if reader.public:
            return Line(
                reader.say(
                    "این درخواست دوباره جداگانه پیگیری می‌شود.", "This request is handled by itself again."
                )
            )
        return Line(reader.say(f"ادغام با {other} برگردانده شد.", f"The merge into {other} was undone."))
    return Line(
        reader.say(f"درخواست {other} دوباره جدا شد.", f"The request {other} stands by itself again."),
        internal=True,
    )


def split(data: Data, reader: Reader) -> Line:
    other = code(data["new_code"], reader)
    return Line(
        reader.say(
            f"بخشی از گفت‌وگو به درخواست تازهٔ {other} رفت.",
            f"A part of the talk went into the new case {other}.",
        ),
        "" if reader.public else data["note"],
    )


def released(data: Data, reader: Reader) -> Line:
    name = data["former_name"]
    return Line(
        reader.say(f"کار دیگر با {name} نیست و منتظر مسئول است.", f"{name} gave it back; nobody has it."),
        internal=True,
    )


def snoozed(data: Data, reader: Reader) -> Line:
    until, name = reader.moment(data["until"]), data["staff_name"]
    return Line(
        reader.say(f"{name} آن را تا {until} کنار گذاشت.", f"{name} put it aside until {until}."),
        internal=True,
    )


def woken(data: Data, reader: Reader) -> Line:
    why = reader.say(*WOKEN[data["why"]])
    return Line(
        reader.say(f"به فهرست کارها برگشت: {why}.", f"Back in the list of work: {why}."), internal=True
    )


def forgotten(data: Data, reader: Reader) -> Line:
    hours = reader.number(data["hours"])
    return Line(
        reader.say(
            f"{hours} ساعت کاری کسی به این درخواست دست نزده است.",
            f"Nobody has touched this case for {hours} working hours.",
        ),
        tone="warn",
        internal=True,
    )


def nobody_fits(data: Data, reader: Reader) -> Line:
    return Line(
        reader.say("مسئولی پیدا نشد.", "Nobody was found for it."),
        reader.text(data["why"]),
        "warn",
        internal=True,
    )


def macro_run(data: Data, reader: Reader) -> Line:
    title = reader.quote(data["title"])
    return Line(reader.say(f"ماکرو {title} اجرا شد.", f"The macro {title} was run."), internal=True)


SENTENCES = {
    "case.linked": linked,
    "case.unlinked": unlinked,
    "case.overridden": overridden,
    "case.merged": merged,
    "case.absorbed": absorbed,
    "case.unmerged": unmerged,
    "case.split": split,
    "case.released": released,
    "case.snoozed": snoozed,
    "case.woken": woken,
    "case.forgotten": forgotten,
    "case.unassigned": nobody_fits,
    "case.macro_run": macro_run,
}
