"""Closing a case into another that is about the same, without losing a word, a file or a promise."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies, search
from sepas.cases.actions import merge_appointments
from sepas.cases.bond_events import CaseAbsorbed, CaseMerged
from sepas.cases.lifecycle import State
from sepas.cases.models import OPEN_PROMISES, Attachment, Case, Merge, Post, Promise, Right
from sepas.cases.promises import told
from sepas.cases.promises.replanning import identity
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap

WHY = "the policy of merging was asked for both cases"
KEPT = ("state", "hold_reason", "is_open", "resolution")
MOMENTS = ("resolved_at", "close_at", "closed_at")
PROMISE = ("state", "pauses", "case_id", "brought")
PROMISE_MOMENTS = ("started_at", "due_at", "half_at", "at_risk_at", "tick_at", "met_at", "breached_at")
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass
class Settled:
    """What becomes of the promises of both: brought along, dropped from the survivor, ended in the duplicate."""

    brought: list[Promise] = field(default_factory=list)
    dropped: list[Promise] = field(default_factory=list)
    ended: list[Promise] = field(default_factory=list)


def merge_cases(actor: Actor, *, duplicate: Case, survivor: Case, now: datetime) -> Case:
    """Close `duplicate` as merged into `survivor`, which goes on for both; returns the survivor.

    Of each kind of promise the one that is due first is kept, whichever case it was made in, with the rights
    that its breach gave. Words and files move along where both are of one customer, and the duplicate's code and
    link lead to the survivor; another customer's words are not shown to this one: they stay where they are.

    The same merge again changes nothing. Raises `Invalid` for a case with itself or one that is closed,
    `Conflict` (`merged`) for one that was merged into another.
    """
    require(bond_policies.may_merge(actor, duplicate, survivor))
    if duplicate.merged_into_id == survivor.pk:
        return survivor
    _refuse(duplicate, survivor)
    with transaction.atomic():
        theirs, ours = Turn.begin(actor, duplicate, now), Turn.begin(actor, survivor, now)
        before = _before(duplicate, [*theirs.promises, *ours.promises])
        before["appointment"] = merge_appointments.standing(duplicate)
        theirs.release()
        settled = settle(theirs.promises, ours.promises)
        for promise in settled.dropped:
            ours.drop(promise)
        for promise in settled.ended:
            theirs.drop(promise)
        theirs.promises = [each for each in theirs.promises if each not in settled.brought]
        ours.promises += settled.brought
        moved = duplicate.customer_id == survivor.customer_id
        posts, files = _words(duplicate) if moved else ([], [])
        brought = told.as_data(settled.brought)

        def close() -> None:
            theirs.commit(
                None,
                lambda: CaseMerged(survivor.pk, survivor.code, moved, brought),
                state=State.CLOSED,
                is_open=False,
                merged_into=survivor,
                hold_reason="",
                closed_at=now,
                close_at=None,
                forgotten_at=None,
            )

        def absorb() -> None:
            ours.commit(None, CaseAbsorbed(duplicate.pk, duplicate.code, posts, files, brought, moved))

        _in_order((duplicate, close), (survivor, absorb))
        before["rights"] = _bring(settled.brought, duplicate, survivor)
        _move(posts, files, duplicate, survivor)
        before |= {"posts": posts, "files": files}
        before["versions"] = [duplicate.version, survivor.version]
        Merge.objects.unscoped(WHY).create(duplicate=duplicate, survivor=survivor, before=before, at=now)
    return survivor


def settle(theirs: list[Promise], ours: list[Promise]) -> Settled:
    """Of each kind the promise that is due first is kept, the survivor's own where both are due at once. Pure."""
    found = Settled()
    own: dict[Any, Promise] = {}
    for promise in ours:
        if promise.state in OPEN_PROMISES:
            own[identity(promise)] = promise
    for promise in theirs:
        if promise.state not in OPEN_PROMISES:
            continue
        mine = own.get(identity(promise))
        if mine is None:
            found.brought.append(promise)
        elif (promise.due_at or FAR) < (mine.due_at or FAR):
            found.brought.append(promise)
            found.dropped.append(mine)
        else:
            found.ended.append(promise)
    return found


def _refuse(duplicate: Case, survivor: Case) -> None:
    if duplicate.pk == survivor.pk:
        raise Invalid({"survivor": _("This is the same case. Give the code of another one.")})
    if duplicate.merged_into_id is not None:
        raise Conflict(_("This case was merged into another one already."), code="merged")
    if survivor.merged_into_id is not None or survivor.state == State.CLOSED:
        raise Invalid({"survivor": _("That case is closed. Choose one that goes on.")})
    if duplicate.state == State.CLOSED:
        raise Invalid({"survivor": _("This case is closed. Only what is at work is merged.")})


def _before(duplicate: Case, promises: list[Promise]) -> dict[str, Any]:
    case: dict[str, Any] = {name: getattr(duplicate, name) for name in KEPT} | {"holds": duplicate.holds}
    case |= {name: told.iso(getattr(duplicate, name)) for name in MOMENTS}
    return {
        "case": case,
        "promises": {
            str(each.pk): {name: getattr(each, name) for name in PROMISE}
            | {name: told.iso(getattr(each, name)) for name in PROMISE_MOMENTS}
            for each in promises
        },
    }


def _words(duplicate: Case) -> tuple[list[int], list[int]]:
    posts = Post.objects.unscoped(WHY).filter(case=duplicate).order_by("pk")
    files = Attachment.objects.unscoped(WHY).filter(case=duplicate).order_by("pk")
    return list(posts.values_list("pk", flat=True)), list(files.values_list("pk", flat=True))


def _move(posts: list[int], files: list[int], duplicate: Case, survivor: Case) -> None:
    Post.objects.unscoped(WHY).filter(pk__in=posts).update(case=survivor)
    Attachment.objects.unscoped(WHY).filter(pk__in=files).update(case=survivor)
    search.renew_said(duplicate.pk, survivor.pk)


def _bring(promises: list[Promise], duplicate: Case, survivor: Case) -> list[int]:
    taken = set(
        Promise.objects.unscoped(WHY)
        .filter(case=survivor)
        .values_list("source", "provision", "name", "started_at")
    )
    for promise in promises:
        started = promise.started_at
        while (*identity(promise), started) in taken:
            # Two that began at one moment: one row of the survivor's is for each, so that both can be told apart.
            started -= timedelta(microseconds=1)
        swap(promise, case=survivor, brought=True, started_at=started)
    rights = Right.objects.unscoped(WHY)
    has = set(rights.filter(case=survivor).values_list("provision", "remedy"))
    along = {promise.pk for promise in promises}
    moved = [
        right.pk
        for right in rights.filter(case=duplicate)
        if right.promise_id in along or (right.provision, right.remedy) not in has
    ]
    rights.filter(pk__in=moved).update(case=survivor)
    return moved


def _in_order(*steps: tuple[Case, Callable[[], None]]) -> None:
    # In the order of their ids, so that two merges at the same moment wait for each other and not in a circle.
    for _case, step in sorted(steps, key=lambda each: each[0].pk):
        step()
