"""Saying what waited: replies whose time has come become posts, each exactly once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.texts import LONGEST
from sepas.cases.attachments import Prepared
from sepas.cases.models import Case
from sepas.kernel.activity.record import record
from sepas.kernel.actor import system
from sepas.kernel.errors import Conflict, DomainError, Refused, Stale
from sepas.kernel.swap import swap
from sepas.parties.actors import actor_for_staff
from sepas.teamwork.actions.notifications import notify
from sepas.teamwork.events import ReplyNotSent
from sepas.teamwork.models import Draft, Reason, WaitingFile, WaitingReply, WaitingState

WHY = "whoever wrote it is asked for when it is said"


def publish_due(now: datetime, limit: int = 50) -> int:
    """Say up to `limit` replies that are due by `now`; how many were settled. Several workers may run it at once.

    The reply's own swap, its post and their events commit together, so a reply that is taken back at the same
    moment is either said or not. What the policy or the state of the case refuses by now is kept as failed, and
    its author is told.
    """
    due = (
        WaitingReply.objects.unscoped(WHY)
        .filter(state=WaitingState.WAITING, due_at__lte=now)
        .select_related("case__organisation", "case__branch", "case__customer", "case__unit__model")
        .select_related("case__assignee", "case__decision", "author__user")
        .order_by("due_at", "pk")[:limit]
    )
    return sum(_publish(waiting, now) for waiting in due)


def fail_waiting(case: Case, now: datetime) -> int:
    """What still waits in a case that is closed by now is not said: its words go back to their authors, who are told.
    How many.
    """
    waiting = WaitingReply.objects.unscoped(WHY).filter(case=case, state=WaitingState.WAITING).order_by("pk")
    over = Conflict(_("The case was closed before the answer went out."), code="case_over")
    return sum(_fail(each, over, now) for each in waiting)


def _publish(waiting: WaitingReply, now: datetime) -> int:
    files = list(WaitingFile.objects.unscoped(WHY).filter(reply=waiting).order_by("pk"))
    try:
        with transaction.atomic():
            swap(waiting, expected={"state": WaitingState.WAITING}, state=WaitingState.GONE)
            author = actor_for_staff(waiting.author)
            if author is None:
                raise Refused(_("Whoever wrote it does not work here any more."), code="not_staff")
            post = reply_to_case(
                author, case=waiting.case, body=waiting.body, files=[_read(file) for file in files], now=now
            )
            WaitingReply.objects.unscoped(WHY).filter(pk=waiting.pk).update(post_id=post.pk)
    except Stale:
        return 0
    except DomainError as error:
        return _fail(waiting, error, now)
    for file in files:
        file.file.delete(save=False)
    WaitingFile.objects.unscoped(WHY).filter(reply=waiting).delete()
    return 1


def _fail(waiting: WaitingReply, error: DomainError, now: datetime) -> int:
    waiting = WaitingReply.objects.unscoped(WHY).select_related("case", "author").get(pk=waiting.pk)
    try:
        with transaction.atomic(), override(waiting.author.language):
            swap(
                waiting,
                expected={"state": WaitingState.WAITING},
                state=WaitingState.FAILED,
                error=str(error.message),
            )
            case = waiting.case
            _back_to_author(waiting, now)
            record(
                ReplyNotSent(case.pk, error.code),
                actor=system(case.organisation_id),
                organisation_id=case.organisation_id,
                subject_id=waiting.pk,
                at=now,
            )
            notify(
                staff_id=waiting.author_id,
                case=case,
                reason=Reason.NOT_SENT,
                who="",
                text=str(error.message),
                key=f"not_sent:{waiting.pk}",
                now=now,
            )
    except Stale:
        return 0
    return 1


def _back_to_author(waiting: WaitingReply, now: datetime) -> None:
    """The words become the author's draft, after whatever stands there already."""
    if not waiting.body:
        return
    drafts = Draft.objects.unscoped(WHY)
    draft = drafts.filter(case=waiting.case, author=waiting.author).first()
    before = draft.body.rstrip() if draft else ""
    body = before if waiting.body in before else f"{before}\n\n{waiting.body}".lstrip()
    drafts.update_or_create(
        case=waiting.case, author=waiting.author, defaults={"body": body[:LONGEST], "at": now}
    )


def _read(file: WaitingFile) -> Prepared:
    with file.file.open("rb") as source:
        return Prepared(file.name, file.content_type, source.read(), file.sha256)
