"""What ties a case to others, for its page; and what a merge would do, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sepas.cases import bond_policies
from sepas.cases.actions.merge import settle
from sepas.cases.actions.unmerge import may_undo
from sepas.cases.models import OPEN_PROMISES, Attachment, Case, CaseLink, Merge, Post, Promise, Snooze, Tie
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import NotFound
from sepas.kernel.policy import ALLOWED, Answer


@dataclass(frozen=True, slots=True)
class Bond:
    """A link as one of its cases sees it: `other` is what `name` says. `name` is a tie, or a tie seen from behind."""

    link: CaseLink
    other: Case
    name: str


@dataclass(frozen=True, slots=True)
class Bonds:
    """Everything that ties a case. `merged`: the merge that closed it; `absorbed`: those that it goes on for."""

    links: Sequence[Bond]
    open_children: Sequence[Case]
    merged: Merge | None
    may_unmerge: bool
    absorbed: Sequence[Merge]
    snooze: Snooze | None

    @property
    def holds_back(self) -> Answer:
        return bond_policies.held_back(self.open_children) if self.open_children else ALLOWED

    @property
    def has_children(self) -> bool:
        return any(bond.name == "whole_of" for bond in self.links)


BEHIND = {
    Tie.RELATED: "related",
    Tie.DUPLICATE: "has_duplicate",
    Tie.CAUSED_BY: "causes",
    Tie.CHILD: "whole_of",
}


def bonds(actor: Actor, case: Case, *, now: datetime) -> Bonds:
    """Three queries, and one for a case that was merged."""
    links: list[CaseLink] = []
    if actor.is_staff:
        # Two halves, each by its own index: an OR over both would walk all links.
        seen = CaseLink.objects.visible_to(actor).select_related("first", "second")
        both = seen.filter(first=case).union(seen.filter(second=case), all=True)
        links = sorted(both, key=lambda link: (link.first_id != case.pk, link.pk))
    return _bonds(actor, case, links, now)


def _bonds(actor: Actor, case: Case, links: list[CaseLink], now: datetime) -> Bonds:
    seen = [
        Bond(link, link.second, link.tie)
        if link.first_id == case.pk
        else Bond(link, link.first, BEHIND[Tie(link.tie)])
        for link in links
    ]
    merges = _absorbed(case.pk, given=actor)
    merged = None
    if case.merged_into_id is not None:
        own = Merge.objects.visible_to(actor).filter(undone_at=None, duplicate=case)
        merged = own.select_related("duplicate", "survivor").first()
    return Bonds(
        links=seen,
        open_children=[bond.other for bond in seen if bond.name == "whole_of" and bond.other.is_open],
        merged=merged,
        may_unmerge=merged is not None and may_undo(merged, now),
        absorbed=merges,
        snooze=_snooze.first(case.pk, given=actor),
    )


def _absorbed_by(actor: Actor, pk: int) -> QuerySet[Merge]:
    rows = Merge.objects.visible_to(actor).filter(undone_at=None, survivor_id=pk)
    return rows.select_related("duplicate", "survivor").order_by("pk")


_absorbed = Compiled(_absorbed_by, int)
_snooze = Compiled(lambda actor, pk: Snooze.objects.visible_to(actor).filter(case_id=pk).order_by("pk"), int)


def link_of(actor: Actor, case: Case, pk: int) -> CaseLink:
    """One link of the case. Raises `NotFound`."""
    rows = CaseLink.objects.visible_to(actor).select_related("first", "second")
    found = rows.filter(pk=pk).first()
    if found is None or case.pk not in {found.first_id, found.second_id}:
        raise NotFound()
    return found


def link_between(actor: Actor, case: Case, other: Case, tie: str) -> CaseLink | None:
    """The link by which `case` is `tie` `other`, or None. One query."""
    first, second = (other, case) if tie == Tie.RELATED and case.pk > other.pk else (case, other)
    rows = CaseLink.objects.visible_to(actor).select_related("first", "second")
    return rows.filter(first=first, second=second, tie=tie).first()


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging `duplicate` into `survivor` would do."""

    survivor: Case
    answer: Answer
    same_customer: bool
    posts: int
    files: int
    brought: Sequence[Promise]
    """Promises that come along; of each kind the one that is due first."""
    kept: Sequence[Promise]
    """The survivor's own that stay."""


def merge_preview(actor: Actor, duplicate: Case, survivor: Case) -> MergePreview:
    """Three queries."""
    owed = list(
        Promise.objects.visible_to(actor)
        .filter(case__in=[duplicate, survivor], state__in=OPEN_PROMISES)
        .order_by("due_at", "pk")
    )
    ours = [promise for promise in owed if promise.case_id == survivor.pk]
    settled = settle([promise for promise in owed if promise.case_id == duplicate.pk], ours)
    moves = duplicate.customer_id == survivor.customer_id
    return MergePreview(
        survivor=survivor,
        answer=bond_policies.may_merge(actor, duplicate, survivor),
        same_customer=moves,
        posts=Post.objects.visible_to(actor).filter(case=duplicate).count() if moves else 0,
        files=Attachment.objects.visible_to(actor).filter(case=duplicate).count() if moves else 0,
        brought=settled.brought,
        kept=[promise for promise in ours if promise not in settled.dropped],
    )
