"""Free times on the tracking page, and POST /t/<secret>/time/ : taking one."""

from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.cases.appointment_lifecycle import Meeting
from sepas.cases.appointment_policies import may_choose
from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.service_levels.queries import calendar_of
from sepas.teamwork.actions.take_time import place_of, take_time, times_to_choose
from sepas.teamwork.free_times import FreeTime


def times_of(actor: Actor, case: Case, now: datetime) -> dict[str, Any]:
    """What the page offers to choose from; empty where the customer may not. At most four queries."""
    if not may_choose(actor, case, now=now):
        return {}
    return {
        "free_days": _by_day(case, times_to_choose(actor, case=case, now=now)),
        "meetings": [] if place_of(case) else Meeting.choices,
    }


def time(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    try:
        begins_at = datetime.fromisoformat(request.POST.get("begins_at", ""))
    except ValueError:
        begins_at = None
    if begins_at is None or begins_at.tzinfo is None:
        raise Invalid({"begins_at": _("Choose one of the free times.")})
    take_time(actor, case=case, begins_at=begins_at, meeting=request.POST.get("meeting", ""), now=now)


def _by_day(case: Case, found: list[FreeTime]) -> list[tuple[date, list[dict[str, Any]]]]:
    zone = calendar_of(case.branch).zone
    shown = [
        {
            "value": each.begins_at.isoformat(),
            "begin": (begin := each.begins_at.astimezone(zone)),
            "clocks": (f"{begin:%H:%M}", f"{each.ends_at.astimezone(zone):%H:%M}"),
            "wished": each.wished,
        }
        for each in found
    ]
    return [(day, list(times)) for day, times in groupby(shown, lambda one: one["begin"].date())]  # type: ignore[attr-defined]
