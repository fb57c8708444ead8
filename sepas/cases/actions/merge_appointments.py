"""The appointment of a case that is merged: over with the merge, and back with its undoing."""

from datetime import datetime
from typing import Any

from sepas.cases.appointment_events import AppointmentMade
from sepas.cases.appointment_lifecycle import AppointmentState
from sepas.cases.models import Appointment, Case, Merge
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.swap import swap

WHY = "the policy of merging was asked for both cases"


def standing(duplicate: Case) -> dict[str, Any] | None:
    """What stands in a case before it is merged, as plain values. One query where something was appointed."""
    if duplicate.appointment_id is None:
        return None
    row = Appointment.objects.unscoped(WHY).get(pk=duplicate.appointment_id)
    if not row.stands:
        return None
    remind_at = row.remind_at.isoformat() if row.remind_at else None
    return {"id": row.pk, "state": row.state, "remind_at": remind_at}


def undisturbed(merge: Merge, duplicate: Case) -> bool:
    """Whether nothing happened in the duplicate since it was merged, besides the end of its appointment by that. One
    query where its version differs.
    """
    if duplicate.version == merge.before["versions"][0]:
        return True
    was = merge.before.get("appointment")
    facts = Event.objects.of("case", duplicate.pk).values_list("name", "data")
    names = [name for name, _data in facts]
    if was is None or "case.merged" not in names:
        return False
    since = list(facts)[len(names) - names[::-1].index("case.merged") :]
    return len(since) == 1 and all(_by_the_merge(name, data, was["id"]) for name, data in since)


def bring_back(actor: Actor, merge: Merge, duplicate: Case, now: datetime) -> bool:
    """Let what was appointed stand again if its time is still to come; the customer is told. Whether it does."""
    was = merge.before.get("appointment")
    if was is None:
        return False
    rows = Appointment.objects.unscoped(WHY).select_related("technician")
    row = rows.filter(pk=was["id"], case=duplicate, state=AppointmentState.CANCELLED).first()
    if row is None or row.begins_at <= now:
        return False
    remind_at = datetime.fromisoformat(was["remind_at"]) if was["remind_at"] else None
    swap(row, state=was["state"], remind_at=remind_at if remind_at and remind_at > now else None)
    technician = row.technician
    record(
        AppointmentMade(
            row.pk,
            row.begins_at.isoformat(),
            row.ends_at.isoformat(),
            row.meeting,
            row.state in {AppointmentState.FIXED, AppointmentState.CONFIRMED},
            technician.pk if technician else None,
            technician.name_fa if technician else "",
        ),
        actor=actor,
        organisation_id=duplicate.organisation_id,
        subject_id=duplicate.pk,
        at=now,
    )
    return True


def _by_the_merge(name: str, data: dict[str, Any], appointment_id: int) -> bool:
    if data.get("appointment_id") != appointment_id:
        return False
    return name == "case.appointment_kept" or (
        name == "case.appointment_cancelled" and data.get("because") == "merged"
    )
