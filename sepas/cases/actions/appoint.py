"""Proposing or fixing a time for a visit or for bringing the device, and moving it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.cases import appointment_policies as policies
from sepas.cases.actions.saying import say_why
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.appointment_events import AppointmentMade, AppointmentMoved
from sepas.cases.appointment_lifecycle import (
    AGREED,
    APPOINTMENT,
    FARTHEST,
    LONGEST,
    REMIND_BEFORE,
    SHORTEST,
    AppointmentState,
    Meeting,
)
from sepas.cases.models import Appointment, Case
from sepas.cases.promises.turn import Turn
from sepas.cases.queries.appointments import clashes
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Stale
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Staff
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_spans

WHY = "orders those who appoint the same person"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is appointed: a window of time, where, and perhaps who comes. `fixed`: appointed, not only proposed."""

    begins_at: datetime
    ends_at: datetime
    meeting: str = Meeting.HOME
    technician: Staff | None = None
    fixed: bool = True


def make_appointment(
    actor: Actor, *, case: Case, wanted: Wanted, anyway: bool = False, now: datetime
) -> Appointment:
    """Appoint a time in the case, or propose it; the customer hears of it. No promise is touched by that.

    Raises `Invalid` on `begins_at`, `ends_at`, `meeting` or `technician`; `Conflict` for a case that has an
    appointment that stands (`appointment_stands`), and, unless `anyway`, for a technician who is expected
    elsewhere at that time (`double_booked`, with the codes of those cases that the actor may see).
    """
    require(policies.may_appoint(actor, case))
    if case.appointment is not None and case.appointment.stands:
        raise Conflict(_("There is an appointment already. Move it or cancel it."), code="appointment_stands")
    check_window(case, wanted, now)
    try:
        return _make(actor, case, wanted, anyway, now)
    except IntegrityError:
        # Somebody else appointed something in this case at the same moment.
        raise Stale() from None


def _make(actor: Actor, case: Case, wanted: Wanted, anyway: bool, now: datetime) -> Appointment:
    with transaction.atomic():
        if not anyway:
            _check_free(actor, case, wanted)
        turn = Turn.begin(actor, case, now)
        appointment = Appointment.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            state=AppointmentState.FIXED if wanted.fixed else AppointmentState.PROPOSED,
            created_at=now,
            **values_of(wanted, now),
        )
        turn.commit(
            None,
            AppointmentMade(
                appointment.pk,
                wanted.begins_at.isoformat(),
                wanted.ends_at.isoformat(),
                wanted.meeting,
                wanted.fixed,
                *who_of(wanted.technician),
            ),
            appointment=appointment,
        )
    return appointment


def move_appointment(
    actor: Actor, *, case: Case, wanted: Wanted, why: str = "", anyway: bool = False, now: datetime
) -> Appointment:
    """Another time, place or person for the appointment that stands. The customer is told, with `why`; whoever had
    agreed to an earlier time has not agreed to this one.

    Raises as `make_appointment`, and `Invalid` on `why` when a time that the customer had agreed to is moved
    without a reason.
    """
    require(policies.may_appoint(actor, case))
    appointment = case.appointment
    if appointment is None or not appointment.stands:
        raise Conflict(_("There is no appointment that stands."), code="no_appointment")
    problems = Problems()
    with problems:
        agreed = appointment.state in (AppointmentState.FIXED, AppointmentState.CONFIRMED)
        missing = _("Write for the customer why the time changes.") if agreed else None
        why = cleaned("why", why, missing=missing)
    with problems:
        check_window(case, wanted, now)
    problems.tell()
    state = APPOINTMENT.after(appointment.state, "fix" if wanted.fixed else "propose")
    was = appointment.begins_at, appointment.ends_at
    same_time = was == (wanted.begins_at, wanted.ends_at) and appointment.state in AGREED and wanted.fixed
    with transaction.atomic():
        if not anyway:
            _check_free(actor, case, wanted)
        turn = Turn.begin(actor, case, now)
        swap(
            appointment, state=appointment.state if same_time else state,
            **values_of(wanted, now),
        )  # fmt: skip
        turn.commit(
            None,
            lambda: AppointmentMoved(
                appointment.pk,
                wanted.begins_at.isoformat(),
                wanted.ends_at.isoformat(),
                was[0].isoformat(),
                was[1].isoformat(),
                wanted.meeting,
                wanted.fixed,
                *who_of(wanted.technician),
                post_id=say_why(actor, case, why, now),
            ),
        )
    return appointment


def check_window(case: Case, wanted: Wanted, now: datetime) -> None:
    """Whether the time lies within the branch's hours and not too far, and place and person are of this company.
    Raises `Invalid`.
    """
    problems = Problems()
    _check_time(case, wanted, problems, now)
    if wanted.meeting not in Meeting.values:
        problems.add("meeting", _("Choose one of the list."), allowed=Meeting.values)
    who = wanted.technician
    if who is not None and (who.organisation_id != case.organisation_id or not who.active):
        problems.add("technician", _("Choose somebody who works here."))
    problems.tell()


def _check_time(case: Case, wanted: Wanted, problems: Problems, now: datetime) -> None:
    begin, end = wanted.begins_at, wanted.ends_at
    if begin <= now:
        return problems.add("begins_at", _("This moment is over. Choose a later one."))
    if begin > now + FARTHEST:
        return problems.add("begins_at", _("Choose a day within the next sixty days."))
    if not SHORTEST <= end - begin <= LONGEST:
        return problems.add("ends_at", _("It ends after it begins, a quarter of an hour to ten hours later."))
    case.branch.organisation = case.organisation
    calendar = calendar_of(case.branch)
    spans = working_spans(calendar.local_day(begin), calendar)
    shown = ", ".join(
        f"{opens.astimezone(calendar.zone):%H:%M}–{closes.astimezone(calendar.zone):%H:%M}"
        for opens, closes in spans
    )
    hours = [[opens.isoformat(), closes.isoformat()] for opens, closes in spans]
    if not spans:
        problems.add("begins_at", _("On this day the branch does not work. Choose another one."), hours=hours)
    elif not any(opens <= begin < closes for opens, closes in spans):
        problems.add("begins_at", _outside(shown), hours=hours)
    elif not any(opens < end <= closes for opens, closes in spans):
        problems.add("ends_at", _outside(shown), hours=hours)
    return None


def _outside(shown: str) -> Any:
    return format_lazy(_("The branch works on this day: {hours}. Choose a time within that."), hours=shown)


def _check_free(actor: Actor, case: Case, wanted: Wanted) -> None:
    if wanted.technician is None:
        return
    hold_diaries([wanted.technician])
    found = clashes(wanted.technician, wanted.begins_at, wanted.ends_at, besides=case)
    if found:
        seen = [each.case.code for each in found if policies.may_appoint(actor, each.case)]
        raise Conflict(
            format_lazy(
                _(
                    "{name} is expected elsewhere at this time. Choose another time or person, or do it anyway."
                ),
                name=wanted.technician.name_fa,
            ),
            code="double_booked",
            data={
                "cases": seen,
                "times": [[each.begins_at.isoformat(), each.ends_at.isoformat()] for each in found],
            },
        )


def hold_diaries(people: Iterable[Staff]) -> None:
    """Make whoever appoints one of `people` wait for this transaction, so that nobody is promised twice. Writers of
    SQLite wait for each other anyway.
    """
    if connection.features.has_select_for_update:
        rows = Staff.objects.unscoped(WHY).select_for_update(no_key=True)
        list(rows.filter(pk__in=[person.pk for person in people]).order_by("pk").values_list("pk"))


def values_of(wanted: Wanted, now: datetime) -> dict[str, Any]:
    """The columns of an appointment that say what is wanted, and when its customer is reminded."""
    remind_at = wanted.begins_at - REMIND_BEFORE
    return {
        "technician": wanted.technician,
        "meeting": wanted.meeting,
        "begins_at": wanted.begins_at,
        "ends_at": wanted.ends_at,
        "remind_at": remind_at if remind_at > now else None,
    }


def who_of(technician: Staff | None) -> tuple[int | None, str]:
    """Whoever comes, as facts keep it."""
    return (technician.pk, technician.name_fa) if technician else (None, "")
