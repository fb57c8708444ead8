"""GET /desk/appointments/ : who is expected where, a week of the reader's calendar from a day on."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.cases.appointment_lifecycle import AppointmentState
from sepas.cases.queries.appointments import MOST, appointments
from sepas.kernel import clock
from sepas.parties import queries as parties
from sepas.web.desk.asked import begin_of
from sepas.web.desk.calendar import branch_of, day_of
from sepas.web.desk.cases.appointed import TONES
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_number
from sepas.web.preferences import current

DAYS = 7


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """One query reads the appointments, two the branches and people to choose from."""
    actor, now = actor_of(request), clock.now()
    need(actor, "cases.view")
    today = now.astimezone(current().zone).date()
    at = day_of(request.GET.get("at", "")) or today
    span = 1 if request.GET.get("span") == "day" else DAYS
    branches = list(parties.branches(actor))
    branch = branch_of(request.GET.get("branch", ""), branches)
    technician, state = read_number(request.GET.get("technician", "")), request.GET.get("state", "")
    listed = appointments(
        actor,
        first=begin_of(at),
        before=begin_of(at + timedelta(days=span)),
        state=state,
        branch=branch.pk if branch else None,
        technician=technician,
    )
    zone = current().zone
    rows = [
        (row, begins.date(), f"{begins:%H:%M}", f"{row.ends_at.astimezone(zone):%H:%M}")
        for row in listed.rows
        for begins in (row.begins_at.astimezone(zone),)
    ]
    context: dict[str, Any] = {
        "days": [(day, list(found)) for day, found in groupby(rows, key=lambda each: each[1])],
        "more": listed.more,
        "most": MOST,
        "tones": TONES,
        "at": at,
        "today": today,
        "span": span,
        "before": (at - timedelta(days=span)).isoformat(),
        "after": (at + timedelta(days=span)).isoformat(),
        "until": at + timedelta(days=span - 1),
        "branches": branches,
        "branch": branch,
        "people": parties.assignable(actor),
        "technician": technician,
        "states": AppointmentState.choices,
        "state": state,
        "now": now,
    }
    return page(request, "desk/appointments.html", context, section="appointments")
