"""GET /desk/calendar/ : due promises and appointments by day, a month or a week of the reader's calendar, with
the days on which the organisation or one's branch is closed. A day opens its list.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from persiantools.jdatetime import JalaliDate

from sepas.cases.models import Case
from sepas.cases.queries.appointments import on_day
from sepas.cases.queries.inbox import MOST_COUNTED, count_all, filtered
from sepas.cases.queries.steps import Step, past
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.dates import MONTHS
from sepas.kernel.dates.names import WEEKDAYS
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.models import Branch
from sepas.service_levels.calendars import add_months
from sepas.service_levels.queries import calendar_of, holidays_of
from sepas.web.desk import asked
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.preferences import current


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    number: int
    """In the reader's calendar."""
    inside: bool
    """Whether it belongs to the month shown."""
    today: bool
    due: int
    step: Step
    """The furthest that a promise of the day has come."""
    closed: bool
    why: str
    appointed: int
    """Appointments that stand on this day."""


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """One query counts all days with their steps; two or three read branches and special days."""
    actor, now = actor_of(request), clock.now()
    today = now.astimezone(current().zone).date()
    span = "week" if request.GET.get("span") == "week" else "month"
    at = day_of(request.GET.get("at", "")) or today
    branches = list(parties.branches(actor))
    branch = branch_of(request.GET.get("branch", ""), branches)
    first, last, title = _month(at) if span == "month" else _week(at)
    begin = first - timedelta(days=_weekday(first))
    end = last + timedelta(days=6 - _weekday(last))
    days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    numbers = count_all(_wanted(actor, days, branch, today, now))
    holidays = {
        each.day: each for each in holidays_of(organisation_of(request), branch, first=begin, last=end)
    }
    place = branch or (branches[0] if branches else None)
    works = calendar_of(place) if place else None
    cells = []
    for day in days:
        holiday = holidays.get(day)
        closed = not works.is_working_day(day) if works else holiday is not None and not holiday.is_open
        why = str(holiday.name[current().language]) if holiday else ""
        cells.append(
            Day(
                day=day,
                number=_parts(day)[2],
                inside=first <= day <= last,
                today=day == today,
                due=numbers[day.isoformat()],
                step=_step(numbers, day, today),
                closed=closed,
                why=why,
                appointed=numbers[f"appointed {day.isoformat()}"],
            )
        )
    context = {
        "weeks": [cells[at : at + 7] for at in range(0, len(cells), 7)],
        "weekdays": [WEEKDAYS[current().language][(begin + timedelta(days=n)).weekday()] for n in range(7)],
        "title": title,
        "span": span,
        "at": at.isoformat(),
        "before": (first - timedelta(days=1)).isoformat(),
        "after": (last + timedelta(days=1)).isoformat(),
        "branches": branches,
        "branch": branch,
        "most": MOST_COUNTED,
    }
    return page(request, "desk/calendar.html", context, section="calendar")


def _wanted(
    actor: Actor, days: list[date], branch: Branch | None, today: date, now: datetime
) -> dict[str, QuerySet[Case]]:
    """For each day its open cases, and those with an appointment; from today on those that have come to a step."""
    found = {}
    for day in days:
        terms = {"due_from": day.isoformat(), "due_to": day.isoformat()}
        cases = filtered(
            actor, **asked.arguments(terms | ({"branch": str(branch.pk)} if branch else {}), now=now)
        )
        found[day.isoformat()] = cases
        found[f"appointed {day.isoformat()}"] = on_day(
            actor, asked.begin_of(day), asked.begin_of(day + timedelta(days=1)), branch.pk if branch else None
        )
        if day == today:
            found[f"{day.isoformat()} {Step.LATE}"] = cases.filter(next_due_at__lt=now)
        if day >= today:
            found |= {f"{day.isoformat()} {step}": past(cases, step, now) for step in (Step.RISK, Step.HALF)}
    return found


def _step(numbers: dict[str, int], day: date, today: date) -> Step:
    if day < today:
        return Step.LATE
    steps = (Step.LATE, Step.RISK, Step.HALF)
    return next((step for step in steps if numbers.get(f"{day.isoformat()} {step}")), Step.EARLY)


def _parts(day: date) -> tuple[int, int, int]:
    if current().calendar == "gregorian":
        return day.year, day.month, day.day
    jalali = JalaliDate(day)
    return jalali.year, jalali.month, jalali.day


def _month(at: date) -> tuple[date, date, tuple[str, int]]:
    """First and last day of the reader's month around `at`, with its name and year."""
    calendar = current().calendar
    year, month, number = _parts(at)
    first = at - timedelta(days=number - 1)
    last = add_months(first, 1, calendar) - timedelta(days=1)
    return first, last, (MONTHS[calendar][current().language][month - 1], year)


def _week(at: date) -> tuple[date, date, tuple[str, int]]:
    first = at - timedelta(days=_weekday(at))
    _first, _last, title = _month(first)
    return first, first + timedelta(days=6), title


def _weekday(day: date) -> int:
    """0 for the first day of the reader's week: Saturday beside the Jalali calendar, else Monday."""
    return (day.weekday() + 2) % 7 if current().calendar == "jalali" else day.weekday()


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({"at": _("There is no such day.")}) from None


def branch_of(text: str, branches: list[Branch]) -> Branch | None:
    if not text:
        return None
    found = next((branch for branch in branches if str(branch.pk) == text), None)
    if found is None:
        raise NotFound()
    return found
