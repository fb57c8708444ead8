"""What is said of each fact of a case, to staff and to the public, in both languages."""

from collections.abc import Callable, Mapping, Sequence

from sepas.cases.lifecycle import HoldReason, Kind
from sepas.cases.promises.moments import Moment
from sepas.cases.promises.plan import title_of
from sepas.cases.queries import appointed, bonded, voiced
from sepas.cases.queries.lines import Data, Line
from sepas.cases.reader import Reader

KINDS = {
    Kind.GUARANTEE_REPAIR: ("تعمیر با گارانتی", "repair under guarantee"),
    Kind.PAID_REPAIR: ("تعمیر با هزینه", "paid repair"),
    Kind.INSTALLATION: ("نصب", "installation"),
    Kind.ACTIVATION: ("فعال‌سازی", "activation"),
    Kind.MAINTENANCE: ("سرویس دوره‌ای", "maintenance"),
    Kind.ADVICE: ("راهنمایی فنی", "technical advice"),
    Kind.PARTS_ORDER: ("سفارش قطعه", "parts order"),
    Kind.TRAINING: ("آموزش کار با دستگاه", "training"),
    Kind.RETURN: ("پس‌دادن کالا یا انصراف از خرید", "return or withdrawal"),
    Kind.REPLACEMENT: ("تعویض کالا", "replacement"),
    Kind.REFUND: ("پس‌گرفتن پول", "refund"),
    Kind.SUGGESTION: ("پیشنهاد", "suggestion"),
    Kind.CRITICISM: ("انتقاد", "criticism"),
    Kind.COMPLAINT: ("شکایت", "complaint"),
}

HOLDS = {
    HoldReason.WAITING_FOR_CUSTOMER: ("منتظر پاسخ مشتری هستیم", "we are waiting for the customer’s answer"),
    HoldReason.WAITING_FOR_DEVICE: ("منتظر رسیدن دستگاه هستیم", "we are waiting for the device to arrive"),
    HoldReason.WAITING_FOR_PART: ("منتظر رسیدن قطعه هستیم", "we are waiting for a part"),
    HoldReason.WAITING_FOR_ASSESSOR: ("منتظر نظر کارشناس هستیم", "we are waiting for an expert’s opinion"),
    HoldReason.FORCE_MAJEURE: ("به‌خاطر شرایط پیش‌بینی‌نشده متوقف شده است", "it is stopped by force majeure"),
}

MOMENTS = {
    Moment.DEVICE_RECEIVED: ("دستگاه تحویل گرفته شد.", "The device was received."),
    Moment.ESTIMATE_GIVEN: ("هزینهٔ تقریبی اعلام شد.", "The approximate cost was announced."),
    Moment.VISIT_COMPLETED: ("تکنسین سر زد و کارش را انجام داد.", "The technician’s visit took place."),
    Moment.REPAIR_COMPLETED: ("تعمیر تمام شد.", "The repair was completed."),
    Moment.CUSTOMER_NOTIFIED: (
        "پایان تعمیر به مشتری خبر داده شد.",
        "The customer was told that the repair is done.",
    ),
    Moment.STATEMENT_GIVEN: ("صورت‌وضعیت کتبی تحویل شد.", "The written statement was handed over."),
    Moment.LOANER_GIVEN: ("دستگاه امانی تحویل شد.", "A loan device was handed over."),
    Moment.UNIT_REPLACED: ("کالا با یکی نو عوض شد.", "The product was replaced."),
    Moment.REFUND_AGREED: ("دربارهٔ پس‌دادن پول توافق شد.", "A refund was agreed."),
    Moment.REFUND_PAID: ("پول پس داده شد.", "The refund was paid."),
    Moment.COMPLAINT_REGISTERED_AT_AUTHORITY: (
        "شکایت در سازمان مسئول ثبت شد.",
        "The complaint was registered with the authority.",
    ),
    Moment.AWARD_NOTIFIED: ("رأی ابلاغ شد.", "The award was notified."),
    Moment.AWARD_EXECUTED: ("رأی اجرا شد.", "The award was carried out."),
}


def promised(promises: Sequence[Data], reader: Reader) -> str:
    """Promised dates, one a line: «پاسخ: تا پایان شنبه …»."""
    return "\n".join(
        reader.say(
            f"{reader.text(each['title'])}: تا {reader.moment(each['due_at'])}",
            f"{reader.text(each['title'])}: by {reader.moment(each['due_at'])}",
        )
        for each in promises
        if each.get("due_at")
    )


def _opened(data: Data, reader: Reader) -> Line:
    kind = reader.say(*KINDS[Kind(data["kind"])])
    text = reader.say(f"درخواست «{kind}» ثبت شد.", f"The request was received: {kind}.")
    if data.get("split_from"):
        other = bonded.code(data["split_from"], reader)
        text = reader.say(
            f"درخواست «{kind}» از {other} جدا شد.", f"A request of its own was made of {other}: {kind}."
        )
    offer = data.get("offer")
    service = reader.say("خدمت: ", "Service: ") + reader.text(offer["name"]) if offer else ""
    return Line(text, "\n".join(filter(None, [service, promised(data["promises"], reader)])))


def _replied(data: Data, reader: Reader) -> Line:
    if data["internal"]:
        return Line(reader.say("یادداشت داخلی نوشت.", "Wrote an internal note."), internal=True)
    if data["by_customer"]:
        if not reader.public:
            return Line(reader.say("پیام فرستاد.", "Sent a message."))
        yours = reader.say("پیام شما", "Your message")
        return Line(yours if reader.is_customer else reader.say("پیام مشتری", "Message of the customer"))
    if not reader.public:
        return Line(reader.say("پاسخ داد.", "Answered."))
    return Line(reader.say("پاسخ شرکت", "Answer of the company"))


def _triaged(data: Data, reader: Reader) -> Line:
    return Line(
        reader.say("درخواست در دست بررسی است.", "The request is being looked at."),
        "" if reader.public else data["note"],
    )


def _assigned(data: Data, reader: Reader) -> Line:
    if reader.public:
        return Line(reader.say("کار به کارشناس سپرده شد.", "Somebody was put in charge."))
    name = reader.person(data["assignee_name"], data.get("assignee_id"))
    why = reader.text(data.get("why"))
    return Line(reader.say(f"کار به {name} سپرده شد.", f"Assigned to {name}."), why)


def _held(data: Data, reader: Reader) -> Line:
    reason = reader.say(*HOLDS[HoldReason(data["reason"])])
    if reader.is_customer and data["reason"] == HoldReason.WAITING_FOR_CUSTOMER:
        reason = reader.say("منتظر پاسخ شما هستیم", "we are waiting for your answer")
    detail = ""
    if not reader.public:
        parts = [data["note"]] if data["note"] else []
        if data["running"]:
            parts.append(
                reader.say(
                    "این دلیل مهلت قانونی را نگه نمی‌دارد؛ ساعت این قول‌ها همچنان می‌گذرد: ",
                    "This reason does not stop these clocks, which run on: ",
                )
                + reader.join([reader.quote(reader.text(title_of(name))) for name in data["running"]])
            )
        detail = "\n".join(parts)
    return Line(reader.say(f"کار فعلاً متوقف است: {reason}.", f"On hold: {reason}."), detail, "warn")


def _resumed(data: Data, reader: Reader) -> Line:
    return Line(reader.say("کار از سر گرفته شد.", "Work goes on."), promised(data["promises"], reader))


def _progressed(data: Data, reader: Reader) -> Line:
    parts = [data["note"] if not reader.public else "", promised(data["promises"], reader)]
    text = reader.say(*MOMENTS[Moment(data["moment"])])
    if reader.is_customer and data["moment"] == Moment.CUSTOMER_NOTIFIED:
        text = reader.say("پایان تعمیر به شما خبر داده شد.", "You were told that the repair is done.")
    return Line(text, "\n".join(part for part in parts if part), "good")


def _answered(data: Data, reader: Reader) -> Line:
    return Line(reader.say("به پرسش‌های تکمیلی پاسخ داده شد.", "Further questions were answered."))


def _inspected(data: Data, reader: Reader) -> Line:
    text = reader.say("نتیجهٔ بررسی فنی ثبت شد.", "The findings of the inspection were recorded.")
    return Line(text, "" if reader.public else data["note"])


def _decided(data: Data, reader: Reader) -> Line | None:
    if data["supersedes_id"] is not None and not data["changed"]:
        text = reader.say(
            "تصمیم دوباره بررسی شد و همان ماند.", "The decision was made again and stays as it was."
        )
        return Line(text, internal=True)
    if data["supersedes_id"] is None:
        text = reader.say("دربارهٔ پوشش و حقوق مشتری تصمیم گرفته شد.", "It was decided what is covered.")
        if reader.is_customer:
            text = reader.say("دربارهٔ پوشش و حقوق شما تصمیم گرفته شد.", "It was decided what is covered.")
    elif data["provisional"]:
        text = reader.say("تصمیم عوض شد؛ هنوز موقت است.", "The decision changed; it is still provisional.")
    else:
        text = reader.say("تصمیم عوض شد.", "The decision changed.")
    parts = [reader.text(data["explanation"]), promised(data["started"], reader)]
    return Line(text, "\n".join(part for part in parts if part), "warn")


def _resolved(data: Data, reader: Reader) -> Line:
    until = reader.moment(data["reopen_until"])
    more = reader.say(
        f"اگر مشکل برطرف نشده، تا {until} می‌توانید همین درخواست را دوباره باز کنید.",
        f"If it is not solved, this case can be reopened until {until}.",
    )
    return Line(
        reader.say("کار انجام شد.", "Resolved."), "\n".join(filter(None, [data["resolution"], more])), "good"
    )


def _reopened(data: Data, reader: Reader) -> Line:
    parts = [data.get("why", ""), promised(data["promises"], reader)]
    return Line(
        reader.say("درخواست دوباره باز شد.", "The case was reopened."),
        "\n".join(part for part in parts if part),
        "warn",
    )


def _closed(data: Data, reader: Reader) -> Line:
    why = {
        "customer": reader.say("درخواست با رضایت مشتری بسته شد.", "Closed: the customer is satisfied."),
        "clock": reader.say(
            "مهلت بازکردن دوباره تمام شد و درخواست بسته شد.", "Closed: the time to reopen is over."
        ),
        "staff": reader.say("درخواست بسته شد.", "Closed."),
    }
    if data["how"] == "customer" and reader.is_customer:
        return Line(reader.say("گفتید که حل شد؛ درخواست بسته شد.", "Closed: you said that it is solved."))
    return Line(why[data["how"]])


def _escalated(data: Data, reader: Reader) -> Line:
    if data["by_itself"]:
        text = reader.say(
            "چون به‌موقع پاسخ داده نشد، شکایت خودبه‌خود یک پله بالاتر رفت.",
            "Because the answer was late, the complaint climbed one step by itself.",
        )
    else:
        text = reader.say("شکایت یک پله بالاتر رفت.", "The complaint climbed one step.")
    parts = [reader.text(data["text"]), data.get("why", "")]
    if data["due_at"]:
        due = reader.moment(data["due_at"])
        parts.append(reader.say(f"مهلت پاسخ: {due}", f"Answer due by {due}"))
    return Line(text, "\n".join(part for part in parts if part), "warn")


def _at_risk(data: Data, reader: Reader) -> Line:
    title, due = reader.quote(reader.text(data["title"])), reader.moment(data["due_at"])
    return Line(
        reader.say(f"از مهلت {title} چیزی نمانده است: {due}.", f"{title} is due soon: {due}."),
        tone="warn",
        internal=True,
    )


def _breached(data: Data, reader: Reader) -> Line | None:
    if reader.public and data["source"] == "organisation" and not data["rights"]:
        title = reader.quote(reader.text(data["title"]))
        return Line(
            reader.say(f"به قول {title} نرسیدیم.", f"We did not keep our promise {title}."), tone="bad"
        )
    title = reader.quote(reader.text(data["title"]))
    due = reader.moment(data["due_at"])
    text = reader.say(f"مهلت {title} گذشت ({due}).", f"{title} is late (it was due {due}).")
    detail = rights_in_words(data["rights"], reader)
    return Line(text, detail, "bad")


def rights_in_words(rights: Sequence[Data], reader: Reader) -> str:
    """What the customer may now claim, in plain words, a right a paragraph."""
    if not rights:
        return ""
    names = reader.join([reader.right(right) for right in rights])
    head = reader.say(f"حق مشتری از این پس: {names}.", f"From now on the customer may claim: {names}.")
    if reader.is_customer:
        head = reader.say(f"حق شما از این پس: {names}.", f"From now on you may claim: {names}.")
    texts = dict.fromkeys(reader.text(right["text"]) for right in rights)
    return "\n".join([head, *(text for text in texts if text)])


def _met(data: Data, reader: Reader) -> Line:
    title = reader.quote(reader.text(data["title"]))
    if data["late"]:
        return Line(
            reader.say(f"{title} با تأخیر انجام شد.", f"{title} was kept, but late."),
            tone="warn",
            internal=True,
        )
    return Line(
        reader.say(f"{title} به‌موقع انجام شد.", f"{title} was kept in time."), tone="good", internal=True
    )


SENTENCES: Mapping[str, Callable[[Data, Reader], Line | None]] = {
    "case.opened": _opened,
    "case.replied": _replied,
    "case.triaged": _triaged,
    "case.assigned": _assigned,
    "case.held": _held,
    "case.resumed": _resumed,
    "case.progressed": _progressed,
    "case.answered": _answered,
    "case.inspected": _inspected,
    "case.decided": _decided,
    "case.resolved": _resolved,
    "case.reopened": _reopened,
    "case.closed": _closed,
    "case.escalated": _escalated,
    "case.shared": voiced.shared,
    "case.unshared": voiced.unshared,
    "case.rated": voiced.rated,
    "case.erased": voiced.erased,
    "case.appointment_preferred": voiced.preferred,
    "promise.at_risk": _at_risk,
    "promise.breached": _breached,
    "promise.met": _met,
    **appointed.SENTENCES,
    **bonded.SENTENCES,
}
"""Every fact of a case has a sentence; a test compares this with the registry."""
