"""Saying something in a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import attachments, policies
from sepas.cases.actions.saying import write_post
from sepas.cases.actions.texts import cleaned
from sepas.cases.attachments import Prepared, Upload
from sepas.cases.events import CaseReplied, CaseResumed
from sepas.cases.lifecycle import CASE, HoldReason, State
from sepas.cases.models import Case, Post
from sepas.cases.promises import told
from sepas.cases.promises.moments import Moment
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Stale
from sepas.kernel.files import gone_if_refused
from sepas.kernel.policy import require

ATTEMPTS = 3


def reply_to_case(
    actor: Actor,
    *,
    case: Case,
    body: str,
    internal: bool = False,
    files: Sequence[Upload | Prepared] = (),
    now: datetime,
) -> Post:
    """Say `body` to the other side, or among staff when `internal`; with files, words are not needed.

    The first answer of staff keeps the promise to answer. The customer's answer resumes a case that waited
    for it. What is said holds whatever changed meanwhile, so a case that somebody else changes at the same
    moment is read again. Raises `Invalid` for nothing at all, a text too long, or a file that cannot be kept.
    """
    _check(actor, case, internal)
    body = cleaned("body", body, missing=None if files else _("Write a message, or add a file."))
    kept = attachments.prepare(files)
    for _attempt in range(ATTEMPTS - 1):
        try:
            return _say(actor, case, body, internal, kept, now)
        except Stale:
            case.refresh_from_db()
            _check(actor, case, internal)
    return _say(actor, case, body, internal, kept, now)


def _check(actor: Actor, case: Case, internal: bool) -> None:
    require(policies.may_note(actor, case) if internal else policies.may_reply(actor, case))
    CASE.after(case.state, "reply")


def _say(
    actor: Actor, case: Case, body: str, internal: bool, kept: list[attachments.Prepared], now: datetime
) -> Post:
    with gone_if_refused(), transaction.atomic():
        turn = Turn.begin(actor, case, now)
        changes: dict[str, Any] = {}
        if actor.is_public:
            if case.state == State.ON_HOLD and case.hold_reason == HoldReason.WAITING_FOR_CUSTOMER:
                changes = {"state": CASE.after(case.state, "resume"), "hold_reason": ""}
                resumed = turn.release()
                turn.tell(lambda: CaseResumed(HoldReason.WAITING_FOR_CUSTOMER, told.as_data(resumed)))
        elif not internal:
            turn.happened(Moment.REPLIED)
        posts: list[Post] = []

        def said() -> CaseReplied:
            post = write_post(actor, case, body, now, internal=internal)
            attachments.keep(case, kept, post=post, internal=internal, now=now)
            posts.append(post)
            return CaseReplied(post.pk, actor.is_public, internal, attachments.as_data(kept))

        turn.commit("reply", said, **changes)
    return posts[0]
