"""Appointments by time: for the desk's list and calendar, and whether somebody is expected elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.cases.appointment_lifecycle import AGREED, STANDING, AppointmentState
from sepas.cases.models import Appointment, Case
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.parties.models import Staff

MOST = 500
"""Appointments of one list."""
WHY = "somebody is in one place at a time, whoever sees the other one"


@dataclass(frozen=True, slots=True)
class Listed:
    """Appointments in the order of time; `more`: there are more than are shown."""

    rows: list[Appointment]
    more: bool


def appointments(
    actor: Actor,
    *,
    first: datetime,
    before: datetime,
    state: str = "",
    branch: int | None = None,
    technician: int | None = None,
    size: int = MOST,
) -> Listed:
    """Those that begin from `first` until `before`, of cases that the actor sees. `state`: one of
    `AppointmentState`, `standing`, or empty for all but cancelled ones. One query. Raises `Invalid` on `state`.
    """
    found = Appointment.objects.visible_to(actor).filter(
        organisation_id=actor.organisation_id or 0, begins_at__gte=first, begins_at__lt=before
    )
    found = found.filter(_in_state(state))
    if branch is not None:
        found = found.filter(case__branch_id=branch)
    if technician is not None:
        found = found.filter(technician_id=technician)
    found = found.select_related("technician", "case__customer", "case__branch", "case__unit__model")
    rows = list(found.order_by("begins_at", "pk")[: size + 1])
    return Listed(rows[:size], len(rows) > size)


def on_day(actor: Actor, first: datetime, before: datetime, branch: int | None = None) -> QuerySet[Case]:
    """Cases whose appointment stands and begins from `first` until `before`, to be counted."""
    found = Case.objects.visible_to(actor).filter(
        appointment__organisation_id=actor.organisation_id or 0,
        appointment__begins_at__gte=first,
        appointment__begins_at__lt=before,
        appointment__state__in=STANDING,
    )
    return found if branch is None else found.filter(branch_id=branch)


def expected(
    people: Iterable[Staff], since: datetime, until: datetime, *, besides: Case
) -> QuerySet[Appointment]:
    """Appointments of other cases at which one of `people` is expected within that time."""
    found = Appointment.objects.unscoped(WHY).filter(
        technician__in=people, begins_at__lt=until, ends_at__gt=since, state__in=AGREED
    )
    return found.exclude(case=besides)


def clashes(technician: Staff, begins_at: datetime, ends_at: datetime, *, besides: Case) -> list[Appointment]:
    """Those at which `technician` is expected at that time. One query."""
    found = expected([technician], begins_at, ends_at, besides=besides)
    return list(found.select_related("case__customer").order_by("begins_at")[:10])


def meant(choice: str, now: datetime, end_of_day: datetime) -> Q:
    """What a list of cases means by a choice of appointment. Raises `Invalid`."""
    stands = Q(appointment__state__in=STANDING)
    choices = {
        "none": ~Q(appointment__state__in=STANDING),
        "standing": stands,
        "today": stands & Q(appointment__begins_at__lte=end_of_day, appointment__ends_at__gte=now),
        "unanswered": Q(appointment__state=AppointmentState.PROPOSED),
        "declined": Q(appointment__state=AppointmentState.DECLINED),
        "past": Q(appointment__state__in=AGREED, appointment__ends_at__lt=now),
        "missed": Q(
            appointment__state__in=[AppointmentState.MISSED_BY_CUSTOMER, AppointmentState.MISSED_BY_COMPANY]
        ),
    }
    if choice not in choices:
        raise Invalid({"appointment": _("Choose one of the list.")}, data={"allowed": list(choices)})
    return choices[choice]


CHOICES = (
    ("standing", _("has one")),
    ("today", _("today")),
    ("unanswered", _("waits for the customer’s answer")),
    ("declined", _("the customer wants another time")),
    ("past", _("its time is over, nothing recorded")),
    ("missed", _("somebody did not come")),
    ("none", _("has none")),
)
"""Choices of `meant`, as a filter offers them."""


def _in_state(state: str) -> Q:
    if not state:
        return ~Q(state=AppointmentState.CANCELLED)
    if state == "standing":
        return Q(state__in=STANDING)
    if state in AppointmentState.values:
        return Q(state=state)
    raise Invalid({"state": _("Choose one of the list.")}, data={"allowed": _allowed()})


def _allowed() -> Iterable[str]:
    return ["standing", *AppointmentState.values]
