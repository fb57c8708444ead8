"""Undoing a merge, as long as nothing happened since."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies, search
from sepas.cases.actions import merge_appointments
from sepas.cases.actions.merge import MOMENTS, PROMISE_MOMENTS, WHY
from sepas.cases.bond_events import CaseUnmerged
from sepas.cases.models import Attachment, Case, Merge, Post, Promise, Right
from sepas.cases.promises import told
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import require
from sepas.kernel.swap import swap

WINDOW = timedelta(hours=24)
"""How long after a merge it can be undone."""


def unmerge_cases(actor: Actor, *, duplicate: Case, now: datetime) -> Case:
    """Put both cases back as they were before `duplicate` was merged; returns it.

    Only within `WINDOW`, and while nothing happened in either since: then `Conflict` (`unmerge_over`,
    `happened_since`). An appointment that ended with the merge stands again if its time is still to come. A case that
    was not merged stays as it is.
    """
    require(bond_policies.may_merge(actor, duplicate))
    merge = standing_merge(duplicate)
    if merge is None:
        return duplicate
    survivor = merge.survivor
    require(bond_policies.may_merge(actor, duplicate, survivor))
    if now > merge.at + WINDOW:
        raise Conflict(
            _("A merge can be undone for a day. Split what belongs elsewhere."), code="unmerge_over"
        )
    if survivor.version != merge.before["versions"][1] or not merge_appointments.undisturbed(
        merge, duplicate
    ):
        raise Conflict(
            _("Something happened in these cases since. Split what belongs elsewhere."), code="happened_since"
        )
    with transaction.atomic():
        changes = _case_before(merge) | {"merged_into": None, "touched_at": now}
        rows = {
            each.pk: each for each in Promise.objects.unscoped(WHY).filter(pk__in=merge.before["promises"])
        }
        states = merge.before["promises"]
        for pk, row in rows.items():
            was = states[str(pk)]
            for name, value in was.items():
                setattr(row, name, _moment(value) if name in PROMISE_MOMENTS else value)
        theirs = [row for row in rows.values() if row.case_id == duplicate.pk]
        ours = [row for row in rows.values() if row.case_id == survivor.pk]
        steps: list[tuple[Case, dict[str, Any]]] = [
            (duplicate, changes | told.summary(theirs)),
            (survivor, {"touched_at": now, **told.summary(ours)}),
        ]
        for case, values in sorted(steps, key=lambda step: step[0].pk):
            swap(case, **values)
        # What goes back to the duplicate leaves first: a promise of the same beginning may wait for its place.
        for row in (*theirs, *ours):
            names = states[str(row.pk)]
            swap(row, **{name: getattr(row, name) for name in names})
        before = merge.before
        Right.objects.unscoped(WHY).filter(pk__in=before["rights"]).update(case=duplicate)
        Post.objects.unscoped(WHY).filter(pk__in=before["posts"]).update(case=duplicate)
        Attachment.objects.unscoped(WHY).filter(pk__in=before["files"]).update(case=duplicate)
        search.renew_said(duplicate.pk, survivor.pk)
        Merge.objects.unscoped(WHY).filter(pk=merge.pk).update(undone_at=now)
        for case, other, was in ((duplicate, survivor, "duplicate"), (survivor, duplicate, "survivor")):
            fact = CaseUnmerged(other.pk, other.code, was)
            record(fact, actor=actor, organisation_id=case.organisation_id, subject_id=case.pk, at=now)
        merge_appointments.bring_back(actor, merge, duplicate, now)
    return duplicate


def standing_merge(duplicate: Case) -> Merge | None:
    """The merge by which a case was closed, if it was and that stands. One query."""
    rows = Merge.objects.unscoped(WHY).select_related(
        "survivor__organisation", "survivor__branch", "survivor__customer"
    )
    return rows.filter(duplicate=duplicate, undone_at=None).first()


def may_undo(merge: Merge, now: datetime) -> bool:
    """Whether nothing stands in the way of undoing it, besides the policy. `merge` came with both cases."""
    same = merge.survivor.version == merge.before["versions"][1]
    return now <= merge.at + WINDOW and same and merge_appointments.undisturbed(merge, merge.duplicate)


def _case_before(merge: Merge) -> dict[str, Any]:
    return {
        name: _moment(value) if name in MOMENTS else value for name, value in merge.before["case"].items()
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
