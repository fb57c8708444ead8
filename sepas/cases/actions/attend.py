"""What becomes of an appointment: agreed to, declined, cancelled, kept, missed; and the reminder before it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import appointment_policies as policies
from sepas.cases import appointments
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.saying import say_why
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.appointment_events import (
    AppointmentCancelled,
    AppointmentConfirmed,
    AppointmentDeclined,
    AppointmentKept,
    AppointmentMissed,
    AppointmentReminded,
)
from sepas.cases.appointment_lifecycle import APPOINTMENT, Side
from sepas.cases.events import CaseResumed
from sepas.cases.lifecycle import CASE, HoldReason, State
from sepas.cases.models import Appointment, Case
from sepas.cases.policies import may_hold
from sepas.cases.promises import told
from sepas.cases.promises.turn import Turn
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Invalid, Stale
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.service_levels.queries import calendar_of

WHY = "what stands in a case ends with it, whoever ended it"


def confirm_appointment(actor: Actor, *, case: Case, now: datetime) -> Appointment:
    """The customer agrees to the time. A case that waited for the customer goes on."""
    require(policies.may_confirm(actor, case, now=now))
    appointment = _of(case)
    return _change(
        actor, case, "confirm", now,
        lambda: AppointmentConfirmed(appointment.pk, *_times(appointment), actor.is_public),
    )  # fmt: skip


def decline_appointment(
    actor: Actor, *, case: Case, why: str, days: Sequence[str] = (), parts: Sequence[str] = (), now: datetime
) -> Appointment:
    """The customer asks for another time, says why, and perhaps when it would suit.

    Raises `Invalid` on `why`, `days` or `parts`.
    """
    require(policies.may_decline(actor, case, now=now))
    appointment, problems, wish = _of(case), Problems(), {}
    with problems:
        why = cleaned("why", why, missing=_("Write in a line why it does not suit you."))
    with problems:
        case.branch.organisation = case.organisation
        wish = appointments.checked(days, parts, calendar_of(case.branch), now)
    problems.tell()
    return _change(
        actor, case, "decline", now,
        lambda: AppointmentDeclined(
            appointment.pk, *_times(appointment), wish.get("days", []), wish.get("parts", []), actor.is_public,
            post_id=say_why(actor, case, why, now),
        ),
        preference=wish or None,
    )  # fmt: skip


def cancel_appointment(actor: Actor, *, case: Case, why: str = "", now: datetime) -> Appointment:
    """It does not take place; the other side is told. Staff say why. Raises `Invalid` on `why`."""
    require(policies.may_cancel(actor, case, now=now))
    appointment = _of(case)
    missing = None if actor.is_public else _("Write for the customer why it does not take place.")
    why = cleaned("why", why, missing=missing)
    because = "customer" if actor.is_public else "company"
    return _change(
        actor, case, "cancel", now,
        lambda: AppointmentCancelled(
            appointment.pk, *_times(appointment), because, say_why(actor, case, why, now)
        ),
    )  # fmt: skip


def miss_appointment(actor: Actor, *, case: Case, by: str, hold: bool = False, now: datetime) -> Appointment:
    """Somebody did not come: `by` is the `Side` that did not. With `hold`, a case whose customer was not there waits
    for them; that stops only the clocks whose law or promise allows that reason. Raises `Invalid` on `by`.
    """
    if by not in Side.values:
        raise Invalid({"by": _("Say who did not come.")}, data={"allowed": Side.values})
    require(policies.may_miss(actor, case, by, now=now))
    holding = hold and by == Side.CUSTOMER
    if holding:
        require(may_hold(actor, case))
    appointment = _of(case)
    with transaction.atomic():
        _change(
            actor, case, f"miss_{by}", now,
            lambda: AppointmentMissed(appointment.pk, *_times(appointment), by, actor.is_public),
        )  # fmt: skip
        if holding and case.state != State.ON_HOLD:
            hold_case(actor, case=case, reason=HoldReason.WAITING_FOR_CUSTOMER, now=now)
    return appointment


def keep_with(turn: Turn) -> None:
    """The visit or the bringing that was appointed took place: told with the verb that `turn` commits."""
    appointment = turn.case.appointment if turn.case.appointment_id else None
    if appointment is None or not appointment.stands:
        return
    swap(appointment, state=APPOINTMENT.after(appointment.state, "keep"), remind_at=None)
    turn.tell(AppointmentKept(appointment.pk, *_times(appointment)))


def end_appointment(case_id: int, because: str, now: datetime) -> bool:
    """What still stands in a case that is over: kept where its time had come, cancelled otherwise. Whether there
    was one; may be repeated.
    """
    case = (
        Case.objects.unscoped(WHY)
        .select_related("organisation", "branch", "customer", "decision", "appointment__technician")
        .get(pk=case_id)
    )
    appointment = case.appointment
    if appointment is None or not appointment.stands:
        return False
    actor, times = system(case.organisation_id), _times(appointment)
    if appointment.begins_at <= now:
        _change(actor, case, "keep", now, lambda: AppointmentKept(appointment.pk, *times), touch=False)
    else:
        fact = AppointmentCancelled(appointment.pk, *times, because)
        _change(actor, case, "cancel", now, lambda: fact, touch=False)
    return True


def remind_due(now: datetime, *, limit: int = 200) -> int:
    """Record that the day before came, for appointments that somebody may come to; how many. Several clocks may run
    it at once.
    """
    rows = (
        Appointment.objects.unscoped("the clock looks at every organisation")
        .filter(remind_at__lte=now)
        .select_related("case")
        .order_by("remind_at")[:limit]
    )
    return sum(_remind(row, now) for row in list(rows))


def _remind(appointment: Appointment, now: datetime) -> bool:
    case = appointment.case
    wanted = APPOINTMENT.allows(appointment.state, "decline") and case.is_open and now < appointment.begins_at
    try:
        with transaction.atomic():
            swap(appointment, remind_at=None)
            if wanted:
                swap(case, touched_at=case.touched_at)
                record(
                    AppointmentReminded(appointment.pk, *_times(appointment), appointment.meeting),
                    actor=system(case.organisation_id, "clock"),
                    organisation_id=case.organisation_id,
                    subject_id=case.pk,
                    at=now,
                )
    except Stale:
        return False
    return wanted


def _change(
    actor: Actor,
    case: Case,
    verb: str,
    now: datetime,
    fact: Callable[[], Any],
    *,
    touch: bool = True,
    **changes: Any,
) -> Appointment:
    appointment = _of(case)
    state = APPOINTMENT.after(appointment.state, verb)
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        changes |= answered(turn)
        swap(appointment, state=state, remind_at=appointment.remind_at if verb == "confirm" else None)
        turn.commit(None, fact, touch=touch, **changes)
    return appointment


def answered(turn: Turn) -> dict[str, Any]:
    """What changes in a case that waited for its customer, who says something to its appointment: it goes on."""
    case = turn.case
    waited = case.state == State.ON_HOLD and case.hold_reason == HoldReason.WAITING_FOR_CUSTOMER
    if not turn.actor.is_public or not waited:
        return {}
    state, resumed = CASE.after(case.state, "resume"), turn.release()
    turn.tell(lambda: CaseResumed(HoldReason.WAITING_FOR_CUSTOMER, told.as_data(resumed)))
    return {"state": state, "hold_reason": ""}


def _of(case: Case) -> Appointment:
    assert case.appointment is not None
    return case.appointment


def _times(appointment: Appointment) -> tuple[str, str]:
    return appointment.begins_at.isoformat(), appointment.ends_at.isoformat()
