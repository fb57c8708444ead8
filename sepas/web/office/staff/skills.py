"""POST /office/staff/<id>/skills : what somebody can work on, and how well; level 0: no more.

POST /office/staff/<id>/absences : days away; with `remove`, not after all.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.teamwork.actions.rules import end_absence, keep_absence, keep_skill
from sepas.web.answer import see_other
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.forms import read_date, read_number
from sepas.web.once import once_then


@staff_only
@require_POST
def skill(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    staff = parties.staff_member(actor, pk).staff

    def run() -> str:
        level = read_number(request.POST.get("level", ""))
        keep_skill(
            actor,
            staff=staff,
            name=request.POST.get("skill", ""),
            level=level if level is not None else -1,
            until=read_date(request.POST, "until"),
            now=now,
        )
        messages.success(request, _("The skills are kept; rules go by them from now on."))
        return f"/office/staff/{pk}/#skills"

    return _once(request, run, pk, now)


@staff_only
@require_POST
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    staff = parties.staff_member(actor, pk).staff

    def run() -> str:
        gone = request.POST.get("remove", "")
        if gone.isdecimal() and len(gone) < 19:
            end_absence(actor, staff=staff, pk=int(gone), now=now)
        else:
            first, last = read_date(request.POST, "first"), read_date(request.POST, "last")
            if first is None:
                raise Invalid({"first": _("Choose the first day.")})
            keep_absence(actor, staff=staff, first=first, last=last or first, now=now)
        messages.success(request, _("The days away are kept."))
        return f"/office/staff/{pk}/#skills"

    return _once(request, run, pk, now)


def _once(request: HttpRequest, run: Any, pk: int, now: Any) -> HttpResponse:
    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        for problem in error.fields.values():
            messages.error(request, str(problem))
        return see_other(f"/office/staff/{pk}/#skills")
