"""GET /desk/cases/<code>/appointment/free/ : when somebody could come; a choice fills the form of the appointment."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from sepas.cases import queries as cases
from sepas.cases.models import Case
from sepas.cases.queries.voiced import wish_in_words
from sepas.cases.reader import Reader
from sepas.kernel import clock
from sepas.parties.arranged import assignable
from sepas.service_levels.queries import calendar_of
from sepas.teamwork.free_times import FreeTime, free_times, length_of
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_number
from sepas.web.templatetags.reader import number

LENGTHS = (30, 60, 90, 120, 180, 240)
"""Minutes that the menu offers, besides those that the service was promised to take."""


@staff_only
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)
    people = assignable(actor, case.branch)
    chosen = next((one for one in people if str(one.pk) == request.GET.get("who")), None)
    usual = int(length_of(case).total_seconds()) // 60
    minutes = read_number(request.GET.get("minutes", "")) or 0
    lengths = sorted({*LENGTHS, usual})
    length = timedelta(minutes=minutes if minutes in lengths else usual)
    found = free_times(actor, case=case, technician=chosen, length=length, now=now)
    context = {
        "case": case,
        "days": _by_day(case, found),
        "people": people,
        "chosen": chosen,
        "lengths": {each: _in_words(each) for each in lengths},
        "minutes": int(length.total_seconds()) // 60,
        "wish": wish_in_words(case.preference, Reader.of(actor, case.organisation)),
    }
    return page(request, "desk/cases/free.html", context, section="inbox")


def _in_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(number)s minutes") % {"number": number(minutes)}
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": number(hours)}


def _by_day(case: Case, found: Sequence[FreeTime]) -> list[tuple[date, list[dict[str, object]]]]:
    zone = calendar_of(case.branch).zone
    shown = [
        {
            "begin": (begin := each.begins_at.astimezone(zone)),
            "clocks": (f"{begin:%H:%M}", f"{each.ends_at.astimezone(zone):%H:%M}"),
            "first": each.people[0],
            "others": len(each.people) - 1,
            "wished": each.wished,
            "address": f"/desk/cases/{case.code}/?{_filled(each)}#appointment",
        }
        for each in found
    ]
    return [(day, list(times)) for day, times in groupby(shown, lambda one: one["begin"].date())]  # type: ignore[attr-defined]


def _filled(free: FreeTime) -> str:
    return urlencode(
        {"begin": free.begins_at.isoformat(), "end": free.ends_at.isoformat(), "who": free.people[0].pk}
    )
