"""Putting a case out of one's own sight for a while."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies
from sepas.cases.actions.claim import person_of
from sepas.cases.bond_events import CaseSnoozed, CaseWoken
from sepas.cases.models import Case, Snooze
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Staff

LONGEST = timedelta(days=60)
FOR_GOOD = timedelta(days=60)
"""How long a case sleeps that only its customer should wake."""
WHY = "a snooze is woken for its own owner"


def snooze_case(
    actor: Actor, *, case: Case, until: datetime | None, staff: Staff | None = None, now: datetime
) -> Snooze:
    """Hide `case` from the actor's own work (that of `staff`, for a program) until `until`, or (None) until its
    customer writes.

    Promises run on; one that comes at risk or late wakes it early, and so does the customer. Another moment
    takes the place of an earlier one. Raises `Invalid` for a moment that is past or too far, `Conflict` for a
    case that is over.
    """
    require(bond_policies.may_snooze(actor, case))
    if not case.is_open:
        raise Conflict(_("This case is not in your work any more."), code="not_open")
    if until is not None and not now < until <= now + LONGEST:
        raise Invalid({"until": _("Choose a moment to come, within sixty days.")})
    pk, name = person_of(actor, case, staff)
    until = until or now + FOR_GOOD
    with transaction.atomic():
        swap(case, touched_at=case.touched_at)
        snooze, _new = Snooze.objects.unscoped(WHY).update_or_create(
            case=case, staff_id=pk, defaults={"until": until, "at": now}
        )
        record(
            CaseSnoozed(pk, name, until.isoformat()),
            actor=actor,
            organisation_id=case.organisation_id,
            subject_id=case.pk,
            at=now,
        )
    return snooze


def unsnooze_case(actor: Actor, *, case: Case, now: datetime) -> bool:
    """Have the case in one's sight again; whether it was hidden."""
    require(bond_policies.may_snooze(actor, case))
    mine = Snooze.objects.visible_to(actor).filter(case=case).first()
    return mine is not None and wake(mine, actor, "person", now)


def wake_all(case: Case, why: str, now: datetime) -> int:
    """Wake the case for everybody who had hidden it; for how many."""
    rows = list(Snooze.objects.unscoped(WHY).filter(case=case))
    return sum(wake(row, system(case.organisation_id), why, now) for row in rows)


def wake_due(now: datetime, *, limit: int = 200) -> int:
    """Wake what was hidden until now, up to `limit`; how many. Several clocks may run it at once."""
    rows = (
        Snooze.objects.unscoped(WHY).filter(until__lte=now).select_related("case").order_by("until")[:limit]
    )
    return sum(wake(row, system(row.case.organisation_id, "clock"), "time", now) for row in list(rows))


def wake(row: Snooze, actor: Actor, why: str, now: datetime) -> bool:
    """End one snooze, once however many ask."""
    with transaction.atomic():
        gone, _rows = Snooze.objects.unscoped(WHY).filter(pk=row.pk, until=row.until).delete()
        if not gone:
            return False
        case = Case.objects.unscoped(WHY).get(pk=row.case_id)
        swap(case, touched_at=case.touched_at)
        record(
            CaseWoken(row.staff_id, why),
            actor=actor,
            organisation_id=case.organisation_id,
            subject_id=case.pk,
            at=now,
        )
    return True
