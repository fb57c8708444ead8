"""Special days: closed, open, or other hours than the week and the official holidays say."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound, Stale
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.shared import cleaned
from sepas.parties.events import SpecialDayRemoved, SpecialDaySet
from sepas.parties.hours import Intervals, default_hours, parse_intervals
from sepas.parties.models import Branch, Organisation, SpecialDay
from sepas.parties.models.organisations import SpecialDayQuerySet

WHY = "one special day a place and date, whoever sets it"


def set_special_day(
    actor: Actor,
    *,
    organisation: Organisation,
    branch: Branch | None = None,
    day: date,
    title: str,
    intervals: Sequence[Sequence[str]],
    now: datetime,
) -> SpecialDay:
    """Say what happens on one day in the whole organisation, or in a branch and all below it.

    No intervals: closed. Replaces what was set for the same place and day; nothing is written when that says
    the same. Raises `Invalid` for the title or intervals.
    """
    _require(actor, organisation, branch)
    clean = cleaned(SpecialDay, {"title": title}, required=frozenset({"title"}))
    values: dict[str, Any] = {"title": clean["title"], "intervals": parse_intervals(intervals)}
    row = _rows().filter(organisation=organisation, branch=branch, day=day).first()
    if row is not None and (row.title, row.intervals) == (values["title"], values["intervals"]):
        return row
    try:
        with transaction.atomic():
            if row is None:
                row = SpecialDay.objects.create(organisation=organisation, branch=branch, day=day, **values)
            else:
                swap(row, **values)
            told = SpecialDaySet(day, row.branch_id, row.title, row.intervals)
            _record(actor, row, told, now)
    except IntegrityError:
        raise Stale() from None
    return row


def open_on(
    actor: Actor,
    *,
    organisation: Organisation,
    branch: Branch | None = None,
    day: date,
    title: str,
    intervals: Sequence[Sequence[str]] | None = None,
    now: datetime,
) -> SpecialDay:
    """Open on a holiday: with the weekday's usual hours, or others. Raises `Invalid` where there are none."""
    hours = usual_hours(organisation, branch, day) if intervals is None else parse_intervals(intervals)
    if not hours:
        message = _("There are no usual hours on this weekday. Say from when to when you are open.")
        raise Invalid({"intervals": message}, message)
    return set_special_day(
        actor, organisation=organisation, branch=branch, day=day, title=title, intervals=hours, now=now
    )


def remove_special_day(actor: Actor, *, special_day: SpecialDay, now: datetime) -> None:
    """Back to the week and the official holidays. Raises `Stale` if it was changed or removed meanwhile."""
    _require(actor, special_day.organisation, special_day.branch)
    with transaction.atomic():
        swap(special_day)
        told = SpecialDayRemoved(special_day.day, special_day.branch_id, special_day.title)
        _record(actor, special_day, told, now)
        _rows().filter(pk=special_day.pk).delete()


def usual_hours(organisation: Organisation, branch: Branch | None, day: date) -> Intervals:
    """The weekly hours of that weekday, whether or not the day is a holiday."""
    week = (branch.hours if branch else None) or default_hours(organisation.jurisdiction)
    return week.get(str(day.weekday()), [])


def _require(actor: Actor, organisation: Organisation, branch: Branch | None) -> None:
    if branch is None:
        require(policies.may_edit_organisation(actor, organisation.pk))
        return
    require(policies.may_edit_branch(actor, branch))
    if branch.organisation_id != organisation.pk:
        raise NotFound()


def _rows() -> SpecialDayQuerySet:
    return SpecialDay.objects.unscoped(WHY)


def _record(actor: Actor, row: SpecialDay, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=row.organisation_id, subject_id=row.pk, at=now)
