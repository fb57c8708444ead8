"""Forgetting what a customer wrote and sent in cases that are closed."""

from datetime import datetime

from django.db import transaction

from sepas.cases import search
from sepas.cases.events import CaseErased
from sepas.cases.lifecycle import State
from sepas.cases.models import Attachment, Case, Merge, Post, Rating, ShareLink
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.activity.redact import take_out
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.models import Customer

WHY = "the policy of erasing was asked; it reaches whatever hangs from the customer's cases"

WORDS = {
    "case.triaged": ("note",),
    "case.held": ("note",),
    "case.progressed": ("note",),
    "case.inspected": ("note",),
    "case.resolved": ("resolution",),
    "case.reopened": ("why",),
    "case.escalated": ("why",),
    "case.overridden": ("note",),
    "case.split": ("note",),
}
"""Fields of facts in which somebody's words stand; what is said elsewhere is in a post."""


def erase_words(actor: Actor, *, customer: Customer, now: datetime) -> int:
    """Take words, files and links from the customer's closed cases; how many cases.

    What stays of a case: code, kind, product, dates, promises, decision. Files are hidden at once; a worker takes
    their bytes away (`forget_files`). Call it again when the customer's name is gone, so that search forgets it.
    """
    require(policies.may_erase_customer(actor, customer))
    closed = (
        Case.objects.unscoped(WHY).filter(customer=customer, state=State.CLOSED).select_related("unit__model")
    )
    erased = 0
    for case in closed.order_by("pk"):
        with transaction.atomic():
            search.renew(case, customer=customer, unit=case.unit)
            told = list(Event.objects.of("case", case.pk).filter(name__in=WORDS))
            said = any(event.data.get(field) for event in told for field in WORDS[event.name])
            if case.description == "" and not said and not _has_words(case):
                continue
            swap(case, description="", subject="", resolution="", preference=None)
            search.renew(case, customer=customer, unit=case.unit)
            Post.objects.unscoped(WHY).filter(case=case).update(body="", author_name="")
            search.renew_said(case.pk)
            Rating.objects.unscoped(WHY).filter(case=case).update(words="")
            ShareLink.objects.unscoped(WHY).filter(case=case, revoked_at=None).update(revoked_at=now)
            Attachment.objects.unscoped(WHY).filter(case=case, erased_at=None).update(erased_at=now, name="")
            record(
                CaseErased(take_out(told, WORDS, now=now)),
                actor=actor,
                organisation_id=case.organisation_id,
                subject_id=case.pk,
                at=now,
            )
            erased += 1
    return erased


def erase_elsewhere(actor: Actor, *, customer: Customer, now: datetime) -> int:
    """Take what the customer wrote and sent before a request of theirs was merged into somebody else's, which goes on;
    how many posts and files. Call it with `erase_words`.
    """
    require(policies.may_erase_customer(actor, customer))
    merges = Merge.objects.unscoped(WHY).filter(duplicate__customer=customer, undone_at=None)
    gone = 0
    for merge in merges.exclude(survivor__customer=customer).order_by("pk"):
        with transaction.atomic():
            posts = Post.objects.unscoped(WHY).filter(pk__in=merge.before.get("posts", [])).exclude(body="")
            files = Attachment.objects.unscoped(WHY).filter(
                pk__in=merge.before.get("files", []), erased_at=None
            )
            changed = posts.update(body="", author_name="") + files.update(erased_at=now, name="")
            if changed:
                search.renew_said(merge.survivor_id)
                gone += changed
        forget_files(merge.survivor_id)
    return gone


def forget_files(case_id: int) -> int:
    """Delete the bytes of the case's erased files, then their rows; how many. May be repeated."""
    rows = list(Attachment.objects.unscoped(WHY).filter(case_id=case_id).exclude(erased_at=None))
    for row in rows:
        for kept in (row.file, row.thumbnail):
            if kept.name:
                kept.storage.delete(kept.name)
        Attachment.objects.unscoped(WHY).filter(pk=row.pk).delete()
    return len(rows)


def _has_words(case: Case) -> bool:
    said = Post.objects.unscoped(WHY).filter(case=case).exclude(body="").exists()
    return said or Attachment.objects.unscoped(WHY).filter(case=case, erased_at=None).exists()
