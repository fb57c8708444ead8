"""The customer's page: what happens next, promised dates and rights in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sepas.cases import policies
from sepas.cases.facts import case_facts, local_day
from sepas.cases.lifecycle import HoldReason, State
from sepas.cases.models import OPEN_PROMISES, Attachment, Case, Post, Promise, PromiseState, Right
from sepas.cases.promises.moments import Moment
from sepas.cases.promises.terms import terms_of
from sepas.cases.queries.bonded import brought_beside
from sepas.cases.queries.page import attachments_of, posts_of, promises_of, rights_of
from sepas.cases.queries.sentences import HOLDS, MOMENTS
from sepas.cases.queries.timeline import Entry, timeline
from sepas.cases.reader import Reader
from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer, require

STATES = {
    State.NEW: ("دریافت شد", "Received"),
    State.TRIAGED: ("در دست بررسی", "Being looked at"),
    State.IN_PROGRESS: ("در دست انجام", "In progress"),
    State.ON_HOLD: ("فعلاً متوقف", "On hold"),
    State.RESOLVED: ("انجام شد", "Resolved"),
    State.CLOSED: ("بسته شد", "Closed"),
}
STANDING = {
    PromiseState.RUNNING: ("در مهلت", "in time"),
    PromiseState.AT_RISK: ("در مهلت", "in time"),
    PromiseState.BREACHED: ("دیر شده", "late"),
    PromiseState.PAUSED: ("متوقف", "waiting"),
    PromiseState.MET: ("انجام شد", "kept"),
    PromiseState.MET_LATE: ("با تأخیر انجام شد", "kept late"),
}


@dataclass(frozen=True, slots=True)
class PromisedDate:
    """One promise in plain words: what, by when, how it stands; `state` is the promise's."""

    title: str
    text: str
    when: str
    standing: str
    due_at: datetime | None
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class ClaimableRight:
    """One right in plain words; `so_far` is what an amount per day has grown to, as its rule counts days."""

    title: str
    text: str
    amount: str
    so_far: str
    row: Right


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the customer's page shows. Texts are in the reader's language."""

    case: Case
    state: str
    next_step: str
    """What happens next, in a sentence or two."""
    waiting_for_you: bool
    promises: Sequence[PromisedDate]
    rights: Sequence[ClaimableRight]
    posts: Sequence[Post]
    attachments: Sequence[Attachment]
    timeline: Sequence[Entry]
    verbs: dict[str, Answer]
    reopen_until: datetime | None


def tracking(actor: Actor, case: Case, *, now: datetime) -> Tracking:
    """The tracking page of `case`, which came from `case_by_secret` or `case_by_code`. Five queries."""
    require(policies.may_view(actor, case))
    reader = Reader.of(actor, case.organisation)
    promises, rights = promises_of(actor, case), rights_of(actor, case)
    return Tracking(
        case=case,
        state=reader.say(*STATES[State(case.state)]),
        next_step=next_step(case, promises, rights, reader),
        waiting_for_you=_waits_for_customer(case),
        promises=_promised_dates(promises, reader),
        rights=claimables(case, rights, reader, now),
        posts=posts_of(actor, case),
        attachments=attachments_of(actor, case),
        timeline=timeline(actor, case),
        verbs=dict(policies.verbs(actor, case, now=now)),
        reopen_until=policies.reopen_until(case),
    )


def next_step(case: Case, promises: Sequence[Promise], rights: Sequence[Right], reader: Reader) -> str:
    """What the customer can expect next. Promises and rights as they are now; no queries."""
    if case.state == State.CLOSED:
        return reader.say(
            "این درخواست بسته شده است. اگر کار دیگری دارید، درخواست تازه‌ای ثبت کنید.",
            "This case is closed. If you need anything else, open a new one.",
        )
    if case.state == State.RESOLVED:
        if reader.onlooker:
            return reader.say("کار انجام شده است.", "This is resolved.")
        until = reader.moment(case.close_at)
        return reader.say(
            f"کار انجام شده است. اگر مشکل برطرف نشده، تا {until} همین درخواست را دوباره باز کنید؛ "
            "وگرنه خودبه‌خود بسته می‌شود.",
            f"This is resolved. If it is not, reopen it until {until}; otherwise it closes by itself.",
        )
    if case.state == State.ON_HOLD:
        if _waits_for_customer(case) and reader.is_customer:
            return reader.say(
                "منتظر پاسخ شما هستیم. با پاسخ شما کار ادامه پیدا می‌کند.",
                "We are waiting for your answer. Work goes on as soon as you reply.",
            )
        if case.hold_reason == HoldReason.WAITING_FOR_DEVICE and reader.is_customer:
            return reader.say(
                "منتظر رسیدن دستگاه شما هستیم. وقتی برسد، خبرتان می‌کنیم و کار شروع می‌شود.",
                "We are waiting for your device. When it arrives we tell you, and work begins.",
            )
        reason = reader.say(*HOLDS[HoldReason(case.hold_reason)])
        return reader.say(
            f"کار فعلاً متوقف است: {reason}. وقتی ادامه پیدا کند، همین‌جا می‌بینید.",
            f"On hold: {reason}. You will see here when work goes on.",
        )
    late = next((each for each in promises if each.state == PromiseState.BREACHED), None)
    coming = next(
        (each for each in promises if each.state in OPEN_PROMISES and each is not late and each.due_at), None
    )
    first = {
        State.NEW: reader.say(
            "درخواست شما رسید و به‌زودی بررسی می‌شود.", "We have your request and will look at it soon."
        ),
        State.TRIAGED: reader.say("درخواست شما در دست بررسی است.", "Your request is being looked at."),
        State.IN_PROGRESS: reader.say("کار شما در دست انجام است.", "Your case is being worked on."),
    }[State(case.state)]
    if reader.onlooker:
        first = {
            State.NEW: reader.say(
                "درخواست رسیده است و به‌زودی بررسی می‌شود.", "The request has arrived and is looked at soon."
            ),
            State.TRIAGED: reader.say("درخواست در دست بررسی است.", "The request is being looked at."),
            State.IN_PROGRESS: reader.say("کار در دست انجام است.", "The case is being worked on."),
        }[State(case.state)]
    done = [moment for moment in (Moment.REPAIR_COMPLETED, Moment.DEVICE_RECEIVED) if moment in case.moments]
    parts = [reader.say(*MOMENTS[done[0]]) if done else first]
    if late is not None:
        title = reader.quote(reader.text(late.title))
        parts.append(reader.say(f"{title} دیر شده است.", f"{title} is late."))
        if not reader.onlooker and any(right.promise_id == late.pk for right in rights):
            parts.append(
                reader.say(
                    "حقی که این تأخیر به شما می‌دهد پایین‌تر نوشته شده است.",
                    "What this entitles you to is written below.",
                )
            )
    elif coming is not None:
        title, due = reader.quote(reader.text(coming.title)), reader.moment(coming.due_at)
        parts.append(reader.say(f"قول بعدی: {title} تا {due}.", f"Next promise: {title} by {due}."))
    return " ".join(parts)


def claimables(case: Case, rights: Sequence[Right], reader: Reader, now: datetime) -> list[ClaimableRight]:
    """Rights in plain words, with what they have grown to by `now`. No queries, unless a guarantee of the
    organisation was decided by."""
    totals: Mapping[str, int] = {}
    if any(right.per for right in rights):
        facts = case_facts(case, case.moments, now)
        totals = terms_of(case.decision, facts, as_of=local_day(case, now)).totals
    return [_claimable(right, totals.get(right.remedy), reader, now) for right in rights]


def accrued(right: Right, now: datetime) -> int | None:
    """What a right is worth by `now`: an amount per day for each day begun since it was unlocked."""
    if right.amount is None or right.per != "day":
        return right.amount
    elapsed = (right.stopped_at or now) - right.unlocked_at
    return right.amount * max(-(-int(elapsed.total_seconds()) // 86400), 0)


def _claimable(right: Right, total: int | None, reader: Reader, now: datetime) -> ClaimableRight:
    amount = so_far = ""
    if right.amount is not None:
        amount = reader.money(right.amount)
        if right.per == "day":
            amount = reader.say(f"روزی {amount}", f"{amount} a day")
            so_far = reader.money(total if total is not None else accrued(right, now) or 0)
    return ClaimableRight(reader.text(right.title), reader.text(right.text), amount, so_far, right)


def _promised_dates(promises: Sequence[Promise], reader: Reader) -> list[PromisedDate]:
    beside = brought_beside(promises)
    return [
        _promised(each, each.pk in beside, reader)
        for each in promises
        if each.state != PromiseState.CANCELLED
    ]


def _promised(promise: Promise, beside: bool, reader: Reader) -> PromisedDate:
    title, merged = reader.text(promise.title), reader.say("درخواست ادغام‌شده", "of the merged request")
    return PromisedDate(
        title=f"{title} ({merged})" if beside else title,
        text=reader.text(promise.text),
        when=reader.moment(promise.due_at),
        standing=reader.say(*STANDING[PromiseState(promise.state)]),
        due_at=promise.due_at,
        state=promise.state,
        source=promise.source,
    )


def _waits_for_customer(case: Case) -> bool:
    return case.state == State.ON_HOLD and case.hold_reason == HoldReason.WAITING_FOR_CUSTOMER
