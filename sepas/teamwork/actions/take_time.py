"""The free times that a customer may choose from, and taking one."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.cases import appointment_policies as policies
from sepas.cases.actions.appoint import Wanted
from sepas.cases.actions.choose import TAKEN, choose_appointment
from sepas.cases.appointment_lifecycle import AGREED, Meeting
from sepas.cases.models import Appointment, Case
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.offers.lifecycle import Way
from sepas.parties.arranged import assignable
from sepas.parties.models import RoleAssignment, Staff
from sepas.parties.roles import Role
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import Span, working_spans
from sepas.teamwork.free_times import GRID, LOOKED_AT, FreeTime, diaries, length_of, told_of

WHY = "who comes is found for whoever may choose a time"


def times_to_choose(actor: Actor, *, case: Case, now: datetime) -> list[FreeTime]:
    """The next free times of the branch's technicians from tomorrow on, as `free_times` tells them, without the one
    that stands already. Three queries. Raises `Refused` for whoever may not choose.
    """
    require(policies.may_choose(actor, case, now=now))
    found = told_of(
        case, technicians(case), length=length_of(case), first=_tomorrow(_calendar(case), now), now=now
    )
    stands = _agreed_window(case)
    return [each for each in found if (each.begins_at, each.ends_at) != stands]


def take_time(
    actor: Actor, *, case: Case, begins_at: datetime, meeting: str = "", now: datetime
) -> Appointment:
    """Take the free time that begins then; whoever has the case comes if they are free, else who has least to do.
    Where the service says where it is done, that holds; else `meeting`, or where it was to be until now.

    Raises `Refused`; `Invalid` on `begins_at` for a time that is not one of those offered, and on `meeting`;
    `Conflict` (`time_taken`, `data.free`: the next ones, ISO begins and ends) where nobody is free any more.
    """
    require(policies.may_choose(actor, case, now=now))
    calendar, length = _calendar(case), length_of(case)
    span = (begins_at, begins_at + length)
    if not _offered(calendar, span, now):
        raise Invalid({"begins_at": _("Choose one of the free times.")})
    people, day = technicians(case), calendar.local_day(begins_at)
    busy = diaries(people, case, now)
    free = [person for person in people if busy[person.pk].free(span, day)]
    free.sort(key=lambda person: (person.pk != case.assignee_id, busy[person.pk].on(day, calendar)))
    wanted = Wanted(*span, meeting=place_of(case) or meeting or _place_before(case))
    try:
        return choose_appointment(actor, case=case, wanted=wanted, people=free, now=now)
    except Conflict as error:
        if error.code != TAKEN:
            raise
        next_ones = times_to_choose(actor, case=case, now=now)
        data = {"free": [[each.begins_at.isoformat(), each.ends_at.isoformat()] for each in next_ones]}
        raise Conflict(error.message, code=TAKEN, data=data) from None


def place_of(case: Case) -> str:
    """Where the service that was asked for is done, as a `Meeting`; empty where nothing says so."""
    places = {str(Way.AT_HOME): Meeting.HOME.value, str(Way.AT_BRANCH): Meeting.BRANCH.value}
    return places.get((case.offer or {}).get("way", ""), "")


def technicians(case: Case) -> Sequence[Staff]:
    """Those whose work it is to come, at the branch of the case or above it. One query, and one for the arranged."""
    people = assignable(system(case.organisation_id), case.branch)
    held = RoleAssignment.objects.unscoped(WHY).filter(
        Q(role=Role.TECHNICIAN) | Q(custom__based_on=Role.TECHNICIAN), staff__in=people
    )
    pks = set(held.values_list("staff_id", flat=True))
    return [person for person in people if person.pk in pks]


def _offered(calendar: WorkingCalendar, span: Span, now: datetime) -> bool:
    begin, end = span
    day = calendar.local_day(begin)
    if begin < _tomorrow(calendar, now) or day > calendar.local_day(now) + timedelta(days=LOOKED_AT):
        return False
    return any(
        opens <= begin and end <= closes and not (begin - opens) % GRID
        for opens, closes in working_spans(day, calendar)
    )


def _tomorrow(calendar: WorkingCalendar, now: datetime) -> datetime:
    return datetime.combine(calendar.local_day(now) + timedelta(days=1), time.min, calendar.zone)


def _calendar(case: Case) -> WorkingCalendar:
    case.branch.organisation = case.organisation
    return calendar_of(case.branch)


def _agreed_window(case: Case) -> Span | None:
    row = case.appointment if case.appointment_id else None
    return (row.begins_at, row.ends_at) if row is not None and row.state in AGREED else None


def _place_before(case: Case) -> str:
    row = case.appointment if case.appointment_id else None
    return row.meeting if row is not None and row.stands else Meeting.HOME.value
