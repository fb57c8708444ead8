"""Answering and noting from the desk: not over somebody else's answer, at once or later, with time to think again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.cases import attachments
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.texts import cleaned
from sepas.cases.attachments import Prepared, Upload
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case, Post
from sepas.cases.policies import may_reply
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.files import written
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import names
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import open_from
from sepas.teamwork import policies
from sepas.teamwork.actions.canned import count_use
from sepas.teamwork.actions.drafts import forget_draft
from sepas.teamwork.events import ReplyPutOff, ReplyTakenBack
from sepas.teamwork.mentions import mentioned, refused_mention
from sepas.teamwork.models import Draft, WaitingFile, WaitingReply, WaitingState

FURTHEST = timedelta(days=60)
"""How far ahead an answer may be put off."""


def say_in_case(
    actor: Actor,
    *,
    case: Case,
    body: str,
    internal: bool = False,
    files: Sequence[Upload | Prepared] = (),
    seen: int | None = None,
    at: datetime | None = None,
    canned: int | None = None,
    ask_hours: bool = False,
    now: datetime,
) -> Post | WaitingReply:
    """Say something as somebody who works in a team.

    `seen` is the last post on the page it was written from: an answer over a newer one of somebody else is a
    `Conflict` (`answered_meanwhile`). `at` puts an answer off; with `ask_hours`, a moment at which the branch is
    closed is a `Conflict` (`outside_hours`, with the next opening as `opens`), for a person to decide. An answer waits
    `SEPAS_UNDO_SECONDS` in which it can be taken back; a note is kept at once, and a mention in it of somebody who may
    not see the case is `Invalid`. The draft is done with, and the use of a ready text counted.
    """
    if internal:
        _check_mentions(actor, case, body)
        with transaction.atomic():
            post = reply_to_case(actor, case=case, body=body, internal=True, files=files, now=now)
            forget_draft(actor, case=case)
        return post
    require(may_reply(actor, case))
    CASE.after(case.state, "reply")
    if seen is not None:
        check_seen(actor, case, seen)
    due = _due(at, now)
    if at is not None and ask_hours:
        _check_hours(case, at)
    prepared = attachments.prepare(files)
    with transaction.atomic():
        said: Post | WaitingReply
        if due > now:
            said = _put_off(actor, case, body, prepared, due, at is not None, now)
        else:
            said = reply_to_case(actor, case=case, body=body, files=prepared, now=now)
        forget_draft(actor, case=case)
        if canned is not None:
            count_use(actor, canned)
    return said


def take_back(actor: Actor, *, waiting: WaitingReply, now: datetime) -> Draft | None:
    """The answer is not said after all; its words become the author's draft again.

    Raises `Conflict` (`gone_already`) when it has gone out, `Stale` when it goes this very moment.
    """
    require(policies.may_take_back(actor, waiting))
    if waiting.state != WaitingState.WAITING:
        raise Conflict(_("It has gone out already; it cannot be taken back any more."), code="gone_already")
    with transaction.atomic():
        swap(waiting, expected={"state": WaitingState.WAITING}, state=WaitingState.TAKEN_BACK)
        draft = None
        if waiting.body:
            draft, _new = Draft.objects.unscoped("the words go back to their author").update_or_create(
                case=waiting.case, author=waiting.author, defaults={"body": waiting.body, "at": now}
            )
        record(
            ReplyTakenBack(waiting.case_id),
            actor=actor,
            organisation_id=waiting.case.organisation_id,
            subject_id=waiting.pk,
            at=now,
        )
    return draft


def _put_off(
    actor: Actor, case: Case, body: str, files: list[Prepared], due: datetime, scheduled: bool, now: datetime
) -> WaitingReply:
    assert actor.id is not None
    body = cleaned("body", body, missing=None if files else _("Write a message, or add a file."))
    waiting = WaitingReply.objects.create(
        case=case, author_id=actor.id, body=body, due_at=due, scheduled=scheduled, created_at=now
    )
    for each in files:
        row = WaitingFile(reply=waiting, name=each.name, content_type=each.content_type, sha256=each.sha256)
        row.file.save(each.name, ContentFile(each.content), save=False)
        written(row.file)
        row.save(force_insert=True)
    record(
        ReplyPutOff(case.pk, due.isoformat(), scheduled),
        actor=actor,
        organisation_id=case.organisation_id,
        subject_id=waiting.pk,
        at=now,
        first=True,
    )
    return waiting


def _due(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        return now + timedelta(seconds=settings.SEPAS_UNDO_SECONDS)
    if at <= now:
        raise Invalid({"at": _("This moment is over. Choose a later one, or send it now.")})
    if at > now + FURTHEST:
        raise Invalid({"at": _("Choose a moment within the next sixty days.")})
    return at


def _check_hours(case: Case, at: datetime) -> None:
    opens = open_from(at, calendar_of(case.branch))
    if opens == at:
        return
    raise Conflict(
        _("The branch is closed at this moment: if the customer answers, nobody is there."),
        code="outside_hours",
        data={"opens": opens.isoformat() if opens else None},
    )


def check_seen(actor: Actor, case: Case, seen: int) -> None:
    """Raises `Conflict` (`answered_meanwhile`) when somebody else has written, or is sending, since the post `seen`."""
    newer = (
        Post.objects.visible_to(actor).filter(case=case, internal=False, pk__gt=seen).order_by("-pk").first()
    )
    if newer is None:
        waiting = (
            WaitingReply.objects.visible_to(actor)
            .filter(case=case, state=WaitingState.WAITING, scheduled=False)
            .exclude(author_id=actor.id)
            .select_related("author")
            .first()
        )
        if waiting is None:
            return
        raise _meanwhile(names.lazily(waiting.author), seen)
    by_customer = newer.author_kind in {"customer", "link"}
    raise _meanwhile(case.customer.name if by_customer else names.called(newer.author_name, actor), newer.pk)


def _meanwhile(name: type_of_text, last: int) -> Conflict:
    return Conflict(
        format_lazy(
            _(
                "{name} wrote in this case while you were writing. Read it, then send your answer again "
                "if it still fits."
            ),
            name=name or _("Somebody"),
        ),
        code="answered_meanwhile",
        data={"seen": last},
    )


def _check_mentions(actor: Actor, case: Case, body: str) -> None:
    for person in mentioned(actor, body):
        if refused_mention(person, case):
            raise Invalid(
                {
                    "body": format_lazy(
                        _(
                            "{name} may not see this case, so a mention would not reach them. Take it out, "
                            "or assign the case first."
                        ),
                        name=names.lazily(person),
                    )
                },
                code="mention_refused",
                data={"staff": person.pk},
            )
