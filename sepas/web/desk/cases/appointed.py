"""What the page of a case shows of its appointment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sepas.cases import appointment_policies as policies
from sepas.cases.appointment_lifecycle import AppointmentState, Meeting, Side
from sepas.cases.models import Appointment, Case
from sepas.cases.queries.appointed import countdown, window
from sepas.cases.reader import Reader
from sepas.kernel.actor import Actor

TIMES = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(12, 48)]
"""Times of day as menus offer them: from six in the morning, every half hour."""
TONES = {
    AppointmentState.PROPOSED: "warn",
    AppointmentState.FIXED: "calm",
    AppointmentState.CONFIRMED: "good",
    AppointmentState.DECLINED: "warn",
    AppointmentState.KEPT: "good",
    AppointmentState.CANCELLED: "",
    AppointmentState.MISSED_BY_CUSTOMER: "bad",
    AppointmentState.MISSED_BY_COMPANY: "bad",
}


def context(
    actor: Actor, case: Case, attempt: Any, now: datetime, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page of a case shows of its appointment; `asked` may hold a free time that was chosen. No queries."""
    appointment = case.appointment if case.appointment_id else None
    reader = Reader.of(actor, case.organisation)
    sent = attempt.sent if attempt.verb == "appoint" else {}
    day = begins = ends = None
    free = _free(asked)
    if free is not None or appointment is not None:
        begins, ends = (
            moment.astimezone(reader.zone)
            for moment in free or (appointment.begins_at, appointment.ends_at)  # type: ignore[union-attr]
        )
        day = begins.date()
    missing = [
        (side.value, side.label) for side in Side if policies.may_miss(actor, case, side.value, now=now)
    ]
    return {
        "appointment": appointment,
        "appointment_window": window(appointment.begins_at, appointment.ends_at, reader)
        if appointment
        else "",
        "appointment_countdown": countdown(appointment, now, reader) if appointment else "",
        "appointment_tone": TONES[AppointmentState(appointment.state)] if appointment else "",
        "may_appoint": policies.may_appoint(actor, case),
        "may_confirm": policies.may_confirm(actor, case, now=now),
        "may_cancel": policies.may_cancel(actor, case, now=now),
        "missing_sides": missing,
        "appointment_times": sorted({*TIMES, *(f"{moment:%H:%M}" for moment in (begins, ends) if moment)}),
        "appointment_chosen": free is not None,
        "appointment_wrong": _wrong(attempt),
        "appointment_form": {
            "day": {part: sent.get(f"day_{part}", "") for part in ("day", "month", "year")} if sent else day,
            "from": sent.get("from") or (f"{begins:%H:%M}" if begins else "10:00"),
            "to": sent.get("to") or (f"{ends:%H:%M}" if ends else "12:00"),
            "meeting": sent.get("meeting") or (appointment.meeting if appointment else Meeting.HOME.value),
            "technician": sent.get("technician")
            if sent
            else (free and asked.get("who")) or str(_technician_of(case, appointment) or ""),
            "fixed": sent.get("how") != "propose",
            "why": sent.get("why", ""),
        },
        "meetings": Meeting.choices,
    }


def _free(asked: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    try:
        begin, end = (datetime.fromisoformat(asked.get(name, "")) for name in ("begin", "end"))
    except ValueError:
        return None
    return (begin, end) if begin.tzinfo and end.tzinfo and begin < end else None


def _technician_of(case: Case, appointment: Appointment | None) -> int | None:
    return appointment.technician_id if appointment is not None else case.assignee_id


def _wrong(attempt: Any) -> dict[str, Any]:
    """What is wrong with the form, by its fields: a begin that cannot be is told at the day."""
    if attempt.verb != "appoint":
        return {}
    errors = dict(attempt.errors)
    return errors | {
        "day": errors.get("day") or errors.get("begins_at", ""),
        "to": errors.get("to") or errors.get("ends_at", ""),
    }
