"""Appointments of a case: made or moved, confirmed for the customer, cancelled, missed."""

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.appoint import Wanted, make_appointment, move_appointment
from sepas.cases.actions.attend import cancel_appointment, confirm_appointment, miss_appointment
from sepas.cases.models import Appointment, Case
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.text import to_latin_digits
from sepas.parties import queries as parties
from sepas.service_levels.queries import calendar_of
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only
from sepas.web.forms import read_date, read_number


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/appointment : make one, or move the one that stands."""
    form = request.POST

    def act(actor: Actor, case: Case, now: datetime) -> Appointment:
        wanted, anyway = _wanted(request, actor, case), "anyway" in form
        if case.appointment is not None and case.appointment.stands:
            return move_appointment(
                actor, case=case, wanted=wanted, why=form.get("why", ""), anyway=anyway, now=now
            )
        return make_appointment(actor, case=case, wanted=wanted, anyway=anyway, now=now)

    return act_on_case(
        request, code, "appoint", act, done=_("The appointment is kept; the customer is told.")
    )


@staff_only
@require_POST
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/appointment/confirmation : the customer agreed on the phone."""
    return act_on_case(
        request,
        code,
        "appoint",
        lambda actor, case, now: confirm_appointment(actor, case=case, now=now),
        done=_("The appointment is confirmed."),
    )


@staff_only
@require_POST
def cancellation(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/appointment/cancellation"""
    return act_on_case(
        request,
        code,
        "appoint-cancel",
        lambda actor, case, now: cancel_appointment(
            actor, case=case, why=request.POST.get("why", ""), now=now
        ),
        done=_("The appointment is cancelled; the customer is told."),
    )


@staff_only
@require_POST
def absence(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/appointment/no-show"""
    form = request.POST
    return act_on_case(
        request,
        code,
        "appoint-miss",
        lambda actor, case, now: miss_appointment(
            actor, case=case, by=form.get("by", ""), hold="hold" in form, now=now
        ),
        done=_("It is recorded that somebody did not come."),
    )


def _wanted(request: HttpRequest, actor: Actor, case: Case) -> Wanted:
    form = request.POST
    wrong: dict[str, Any] = {}
    day = None
    try:
        day = read_date(form, "day")
        if day is None:
            wrong["day"] = _("Choose the day, the month and the year.")
    except Invalid as error:
        wrong["day"] = error.fields["day"]
    times = {name: _time(form.get(name, "")) for name in ("from", "to")}
    wrong |= {name: _("Choose a time of day.") for name, found in times.items() if found is None}
    technician, typed = None, form.get("technician", "")
    if typed:
        try:
            technician = parties.staff_member(actor, read_number(typed) or 0).staff
        except NotFound:
            wrong["technician"] = _("Choose somebody who works here.")
    if wrong:
        raise Invalid(wrong)
    assert day is not None
    case.branch.organisation = case.organisation
    zone = calendar_of(case.branch).zone
    begins, ends = (datetime.combine(day, found or time.min, zone) for found in times.values())
    return Wanted(begins, ends, form.get("meeting", ""), technician, form.get("how") != "propose")


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(to_latin_digits(text).strip())
    except ValueError:
        return None
