"""What nobody has touched for too many working hours is marked as forgotten, and somebody is told."""

from datetime import datetime, timedelta

from django.db import transaction

from sepas.cases.bond_events import CaseForgotten
from sepas.cases.lifecycle import State
from sepas.cases.models import Case
from sepas.flows.models import SwitchedOff
from sepas.kernel.activity.record import record
from sepas.kernel.actor import system
from sepas.kernel.errors import Stale
from sepas.kernel.swap import swap
from sepas.parties.models import Organisation
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_time_between
from sepas.teamwork.models import Routine
from sepas.teamwork.queries import USUAL_HOURS

WHY = "the clock looks at every organisation"


def run(now: datetime, *, limit: int = 200) -> int:
    """Mark what is forgotten by `now`; how many. Found by the index of the last touch; what waits for something, and
    what is marked already, is left out. Each case is looked at by the hours of its branch.
    """
    off = SwitchedOff.objects.unscoped("a flow runs without an actor").filter(flow="notice_forgotten")
    hours = dict(Routine.objects.unscoped(WHY).values_list("organisation_id", "forgotten_after"))
    found = 0
    for organisation in Organisation.objects.unscoped(WHY).exclude(pk__in=off.values("organisation")):
        after = hours.get(organisation.pk, USUAL_HOURS)
        rows = (
            Case.objects.unscoped(WHY)
            .filter(
                organisation=organisation,
                is_open__in=[True],
                touched_at__lt=now - timedelta(hours=after),
                forgotten_at=None,
            )
            .exclude(state=State.ON_HOLD)
            .select_related("organisation", "branch")
            .order_by("touched_at", "pk")[:limit]
        )
        found += sum(_look_at(case, after, now) for case in list(rows))
    return found


def _look_at(case: Case, after: int, now: datetime) -> bool:
    case.branch.organisation = case.organisation
    untouched = working_time_between(case.touched_at, now, calendar_of(case.branch))
    if untouched < timedelta(hours=after):
        return False
    try:
        with transaction.atomic():
            swap(case, forgotten_at=now)
            record(
                CaseForgotten(case.touched_at.isoformat(), after, case.assignee_id, case.branch_id),
                actor=system(case.organisation_id, "clock"),
                organisation_id=case.organisation_id,
                subject_id=case.pk,
                at=now,
            )
    except Stale:
        return False
    return True
