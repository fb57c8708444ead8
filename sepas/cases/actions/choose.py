"""Taking one of the free times: the customer's own choice, or staff's and a program's for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import appointment_policies as policies
from sepas.cases.actions.appoint import Wanted, check_window, hold_diaries, values_of, who_of
from sepas.cases.actions.attend import answered
from sepas.cases.appointment_events import AppointmentChosen
from sepas.cases.appointment_lifecycle import AGREED, APPOINTMENT, AppointmentState
from sepas.cases.models import Appointment, Case
from sepas.cases.promises.turn import Turn
from sepas.cases.queries.appointments import expected
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Stale
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Staff

TAKEN = "time_taken"


def choose_appointment(
    actor: Actor, *, case: Case, wanted: Wanted, people: Sequence[Staff], now: datetime
) -> Appointment:
    """Take the time for the customer, who agrees by that, with the first of `people` who is expected nowhere else
    then; in place of the time that stands, if there is one. The time that they agreed to already changes nothing.

    Raises `Invalid` as `make_appointment`, and `Conflict` (`time_taken`) where nobody is free any more.
    """
    require(policies.may_choose(actor, case, now=now))
    check_window(case, wanted, now)
    appointment = case.appointment if case.appointment is not None and case.appointment.stands else None
    if (
        appointment is not None
        and appointment.state == AppointmentState.CONFIRMED
        and _same(appointment, wanted)
    ):
        return appointment
    try:
        return _choose(actor, case, appointment, wanted, people, now)
    except IntegrityError:
        # Somebody else appointed something in this case at the same moment.
        raise Stale() from None


def _choose(
    actor: Actor,
    case: Case,
    appointment: Appointment | None,
    wanted: Wanted,
    people: Sequence[Staff],
    now: datetime,
) -> Appointment:
    was = ("", "")
    with transaction.atomic():
        wanted = replace(wanted, technician=_still_free(case, wanted, people))
        turn = Turn.begin(actor, case, now)
        changes = answered(turn)
        values = values_of(wanted, now)
        if appointment is None:
            appointment = Appointment.objects.create(
                organisation_id=case.organisation_id,
                case=case,
                state=AppointmentState.CONFIRMED,
                created_at=now,
                **values,
            )
        else:
            if appointment.state in AGREED:
                was = appointment.begins_at.isoformat(), appointment.ends_at.isoformat()
            swap(appointment, state=APPOINTMENT.after(appointment.state, "choose"), **values)
        turn.commit(
            None,
            AppointmentChosen(
                appointment.pk,
                wanted.begins_at.isoformat(),
                wanted.ends_at.isoformat(),
                wanted.meeting,
                actor.is_public,
                *was,
                *who_of(wanted.technician),
            ),
            appointment=appointment,
            **changes,
        )
    return appointment


def _still_free(case: Case, wanted: Wanted, people: Sequence[Staff]) -> Staff:
    hold_diaries(people)
    elsewhere = expected(people, wanted.begins_at, wanted.ends_at, besides=case)
    busy = set(elsewhere.values_list("technician_id", flat=True))
    for person in people:
        if person.pk not in busy:
            return person
    raise Conflict(_("Somebody else has just taken this time. Choose another one."), code=TAKEN)


def _same(appointment: Appointment, wanted: Wanted) -> bool:
    is_now = appointment.begins_at, appointment.ends_at, appointment.meeting
    return is_now == (wanted.begins_at, wanted.ends_at, wanted.meeting)
