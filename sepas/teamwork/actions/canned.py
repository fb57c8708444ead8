"""Ready texts: keeping, removing, counting."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sepas.cases.actions.texts import Problems, cleaned
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Staff
from sepas.teamwork import policies, variables
from sepas.teamwork.events import CannedReplyKept, CannedReplyRemoved
from sepas.teamwork.models import CannedReply


def keep_canned_reply(
    actor: Actor,
    *,
    kept: CannedReply | None = None,
    title: str,
    folder: str = "",
    body_fa: str = "",
    body_en: str = "",
    personal: bool = True,
    owner: Staff | None = None,
    now: datetime,
) -> CannedReply:
    """Write a ready text, or change `kept`. A text in one language serves customers of the other too.

    Raises `Invalid` for a missing title or text, and for a word in braces that is no variable. A program names the
    `owner` of a personal one.
    """
    require(policies.may_keep(actor, personal=personal, kept=kept))
    problems = Problems()
    found = {"title": "", "folder": "", "body_fa": "", "body_en": ""}
    with problems:
        found["title"] = cleaned(
            "title", title, missing=_("Give the text a title to find it by."), longest=120
        )
    with problems:
        found["folder"] = cleaned("folder", folder, longest=60)
    for name, text in (("body_fa", body_fa), ("body_en", body_en)):
        with problems:
            found[name] = cleaned(name, text)
            variables.check(name, found[name])
    if not (body_fa.strip() or body_en.strip()):
        problems.add("body_fa", _("Write the text in at least one language."))
    problems.tell()
    assert actor.organisation_id is not None
    with transaction.atomic():
        if kept is None:
            owner_id = policies.owner_id(actor, owner) if personal else None
            kept = CannedReply.objects.create(
                organisation_id=actor.organisation_id, owner_id=owner_id, **found
            )
        else:
            swap(kept, expected=None, **found)
        event = CannedReplyKept(personal=kept.owner_id is not None, **found)
        record(event, actor=actor, organisation_id=kept.organisation_id, subject_id=kept.pk, at=now)
    return kept


def remove_canned_reply(actor: Actor, *, kept: CannedReply, now: datetime) -> None:
    """Take a ready text away; what was sent with it stays sent."""
    require(policies.may_keep(actor, personal=kept.owner_id is not None, kept=kept))
    with transaction.atomic():
        swap(kept)
        pk = kept.pk
        CannedReply.objects.visible_to(actor).filter(pk=pk).delete()
        record(
            CannedReplyRemoved(kept.title),
            actor=actor,
            organisation_id=kept.organisation_id,
            subject_id=pk,
            at=now,
        )


def count_use(actor: Actor, pk: int) -> None:
    """One more answer was sent with this text; nothing when it is gone meanwhile."""
    CannedReply.objects.visible_to(actor).filter(pk=pk).update(used=F("used") + 1)
