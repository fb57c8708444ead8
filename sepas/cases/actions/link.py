"""Saying how cases stand to each other."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies
from sepas.cases.bond_events import CaseLinked, CaseUnlinked
from sepas.cases.models import Case, CaseLink, Tie
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap

WHY = "whether cases go round in a circle, whoever sees them"
DEEPEST = 20
"""Wholes above a part that are looked at, and that there may be."""


def link_cases(actor: Actor, *, case: Case, other: Case, tie: str, now: datetime) -> CaseLink:
    """`case` is `tie` `other` from now on: both tell of it. The same link again changes nothing.

    Raises `Invalid` for a tie that is none, a case with itself, and a part that would contain its whole;
    `Conflict` (`has_whole`) for a part that belongs to another whole.
    """
    require(bond_policies.may_link(actor, case, other))
    if tie not in Tie.values:
        raise Invalid({"tie": _("Choose how they stand to each other.")}, data={"allowed": Tie.values})
    if case.pk == other.pk:
        raise Invalid({"other": _("This is the same case. Give the code of another one.")})
    first, second = _in_order(case, other, tie)
    rows = CaseLink.objects.unscoped(WHY)
    same = rows.filter(first=first, second=second, tie=tie)
    if (earlier := same.first()) is not None:
        return earlier
    with transaction.atomic():
        _touch(case, other, now)
        if (earlier := same.first()) is not None:
            return earlier
        if tie == Tie.CHILD:
            _refuse_circle(first, second)
        link = rows.create(first=first, second=second, tie=tie, at=now)
        for fact, one in _told(CaseLinked, link, first, second):
            record(fact, actor=actor, organisation_id=one.organisation_id, subject_id=one.pk, at=now)
    return link


def unlink_cases(actor: Actor, *, link: CaseLink, now: datetime) -> None:
    """They stand apart again; both tell of it. Doing it twice changes nothing. `link` came with its cases."""
    require(bond_policies.may_link(actor, link.first, link.second))
    with transaction.atomic():
        _touch(link.first, link.second, now)
        gone, _rows = CaseLink.objects.unscoped(WHY).filter(pk=link.pk).delete()
        if not gone:
            return
        for fact, one in _told(CaseUnlinked, link, link.first, link.second):
            record(fact, actor=actor, organisation_id=one.organisation_id, subject_id=one.pk, at=now)


def _in_order(case: Case, other: Case, tie: str) -> tuple[Case, Case]:
    if tie == Tie.RELATED and case.pk > other.pk:
        return other, case
    return case, other


def _touch(case: Case, other: Case, now: datetime) -> None:
    # In the order of their ids, so that two links made at the same moment wait for each other and not in a circle.
    for one in sorted((case, other), key=lambda each: each.pk):
        swap(one, touched_at=now, forgotten_at=None)


def _refuse_circle(part: Case, whole: Case) -> None:
    rows = CaseLink.objects.unscoped(WHY).filter(tie=Tie.CHILD)
    standing = rows.filter(first=part).values_list("second__code", flat=True).first()
    if standing is not None:
        raise Conflict(
            _("This case is a part of another one already. Unlink it there first."),
            code="has_whole",
            data={"code": standing},
        )
    above: int | None = whole.pk
    for _step in range(DEEPEST):
        above = rows.filter(first_id=above).values_list("second_id", flat=True).first()
        if above is None:
            return
        if above == part.pk:
            break
    raise Invalid({"other": _("That case is itself a part of this one.")}, code="circle")


def _told(fact: type, link: CaseLink, first: Case, second: Case) -> Iterator[tuple[object, Case]]:
    yield fact(link.tie, second.pk, second.code, True), first
    yield fact(link.tie, first.pk, first.code, False), second
