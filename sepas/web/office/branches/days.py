"""Special days and official holidays of a branch, or of the whole organisation.

GET /office/days/ shows the organisation's; POST /office/days/ and /office/branches/<id>/days set one;
POST …/days/<id>/removal takes one back.
"""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.days import open_on, remove_special_day, set_special_day
from sepas.parties.models import Branch
from sepas.service_levels.queries import holidays_of
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_date, sent_date
from sepas.web.office.branches.hours import intervals_in
from sepas.web.office.years import year_around
from sepas.web.once import once_then
from sepas.web.preferences import current


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _set(request, None)
    return _organisation_page(request)


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    return _set(request, parties.branch(actor_of(request), pk))


@staff_only
@require_POST
def remove(request: HttpRequest, day_id: int, pk: int | None = None) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    branch = parties.branch(actor, pk) if pk is not None else None
    found = next((row for row in parties.special_days(actor, branch=branch) if row.pk == day_id), None)
    if found is None:
        raise NotFound

    def run() -> str:
        remove_special_day(actor, special_day=found, now=now)
        messages.success(request, _("The day is an ordinary one again."))
        return _address(branch)

    return once_then(request, run, now=now)


def context_of(request: HttpRequest, branch: Branch | None, error: Invalid | None = None) -> dict[str, Any]:
    """Special days and this year's official holidays, with the form that sets one."""
    actor, organisation = actor_of(request), organisation_of(request)
    today = clock.now().astimezone(current().zone).date()
    first, last = year_around(today, current().calendar)
    holidays = holidays_of(organisation, branch, first=first, last=last)
    may = (
        policies.may_edit_branch(actor, branch)
        if branch is not None
        else policies.may_edit_organisation(actor, organisation.pk)
    )
    return {
        "days": parties.special_days(actor, branch=branch),
        "holidays": [each for each in holidays if each.day >= today],
        "holidays_past": [each for each in holidays if each.day < today],
        "first_day": first,
        "may_days": may,
        "days_action": "/office/days/" if branch is None else f"/office/branches/{branch.pk}/days",
        "day_errors": error.fields if error else {},
        "day_problem": error.message if error else "",
        "day_sent": request.POST if error else {},
        "day_value": sent_date(request.POST, "day") if error else None,
    }


def _set(request: HttpRequest, branch: Branch | None) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()

    def run() -> str:
        day = _day(request)
        title = request.POST.get("title", "")
        common: dict[str, Any] = {"organisation": organisation, "branch": branch, "day": day, "title": title}
        how = request.POST.get("how", "closed")
        if how == "usual":
            open_on(actor, **common, now=now)
        else:
            intervals = intervals_in(request.POST, "special") if how == "hours" else []
            if how == "hours" and not intervals:
                raise Invalid({"intervals": _("Say from when to when you are open.")})
            set_special_day(actor, **common, intervals=intervals, now=now)
        messages.success(request, _("The day is kept. Clocks that start from now on count with it."))
        return _address(branch)

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        if branch is None:
            return _organisation_page(request, error)
        from sepas.web.office.branches.show import branch_page

        return branch_page(request, branch, day_error=error)


def _day(request: HttpRequest) -> date:
    iso = request.POST.get("iso", "")
    if iso:
        try:
            return datetime.fromisoformat(iso).date()
        except ValueError:
            raise Invalid({"day": _("Choose the day, the month and the year.")}) from None
    day = read_date(request.POST, "day")
    if day is None:
        raise Invalid({"day": _("Choose the day, the month and the year.")})
    return day


def _address(branch: Branch | None) -> str:
    return f"/office/branches/{branch.pk}/" if branch is not None else "/office/days/"


def _organisation_page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    context = context_of(request, None, error)
    return page(
        request,
        "office/branches/days.html",
        context,
        section="branches",
        status=error.status if error else 200,
    )
