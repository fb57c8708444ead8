"""Appointments: `GET /appointments`, and `POST /cases/{code}/appointments/…`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field, StrictBool, StrictInt

from sepas.api.cases.collection import branch_of
from sepas.api.cases.router import router
from sepas.api.cases.shapes import AppointmentOut, appointment_shown
from sepas.api.cases.verbs import Empty
from sepas.api.doors import LARGEST_ID, Body, Token, actor_of, idempotent
from sepas.api.owners import staff_in
from sepas.api.paging import MOST
from sepas.cases import queries
from sepas.cases.actions.appoint import Wanted, make_appointment, move_appointment
from sepas.cases.actions.attend import (
    cancel_appointment,
    confirm_appointment,
    decline_appointment,
    miss_appointment,
)
from sepas.cases.models import Appointment, Case
from sepas.cases.queries.appointments import appointments
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.teamwork.actions.take_time import take_time
from sepas.teamwork.free_times import free_times

LONGEST_SPAN = timedelta(days=92)
collection = Router()
From = Annotated[AwareDatetime, Query(alias="from", description="The first moment.")]
To = Annotated[
    AwareDatetime, Query(alias="to", description="Those that begin before it; at most 92 days later.")
]


class AppointmentsOut(Schema):
    """In the order of time; `more`: there are further ones in this span, ask for a shorter one."""

    items: list[AppointmentOut]
    more: bool


class AppointIn(Body):
    begins_at: AwareDatetime = Field(..., description="Within the hours of the case's branch on that day.")
    ends_at: AwareDatetime
    meeting: str = Field("home", description="home: at the customer's; branch: the device is brought.")
    technician: StrictInt | None = Field(
        None, ge=1, le=LARGEST_ID, description="The id of a member of staff."
    )
    fixed: StrictBool = Field(True, description="False: only proposed; the customer agrees or declines.")
    anyway: StrictBool = Field(False, description="Although the technician is expected elsewhere.")


class MoveIn(AppointIn):
    why: str = Field("", max_length=2000, description="The customer reads it.")


class ChoiceIn(Body):
    begins_at: AwareDatetime = Field(
        ..., description="A whole or half hour of the branch's clock, from its opening."
    )
    meeting: str = Field(
        "", description="home or branch, where the service does not say; empty: as before, else home."
    )


class CancellationIn(Body):
    why: str = Field("", max_length=2000, description="The customer reads it.")


class DeclineIn(Body):
    why: str = Field(..., max_length=2000)
    days: list[str] = Field([], max_length=31, description="ISO days that would suit the customer.")
    parts: list[str] = Field([], max_length=4, description="morning, noon, afternoon, evening")


class NoShowIn(Body):
    by: str = Field(..., description="Who did not come: customer or company.", examples=["customer"])
    hold: StrictBool = Field(
        False, description="Put the case on hold for the customer, if it was them; stops only what may stop."
    )


@collection.get("", response=AppointmentsOut, summary="Appointments by time", auth=Token("cases.view"))
def listing(
    request: HttpRequest,
    *,
    begin: From,
    before: To,
    state: str = Query(
        "", description="A state, or `standing`; empty: all but cancelled ones.", max_length=20
    ),
    branch: str = Query("", description="A branch's code.", max_length=30),
    technician: int | None = Query(None, ge=1, le=LARGEST_ID),
) -> dict[str, Any]:
    """Of the cases that the token sees."""
    actor = actor_of(request)
    if not begin < before <= begin + LONGEST_SPAN:
        raise Invalid({"to": _("Choose an end after the begin, at most 92 days later.")})
    at = branch_of(actor, branch)
    found = appointments(
        actor, first=begin, before=before, state=state, branch=at.pk if at else None, technician=technician,
        size=MOST,
    )  # fmt: skip
    return {"items": [appointment_shown(row, row.case) for row in found.rows], "more": found.more}


class FreeOut(Schema):
    begins_at: AwareDatetime
    ends_at: AwareDatetime
    technicians: list[int] = Field(
        ..., description="Who is free then, whoever has least to do that day first."
    )
    wished: bool = Field(..., description="Whether it is what the customer wished.")


class FreeListOut(Schema):
    items: list[FreeOut]


@router.get(
    "/{code}/appointments/free",
    response=FreeListOut,
    summary="When somebody could come",
    auth=Token("cases.appoint"),
)
def free(
    request: HttpRequest,
    *,
    code: str,
    technician: int | None = Query(None, ge=1, le=LARGEST_ID, description="Only when they are free."),
    minutes: int | None = Query(
        None, ge=15, le=600, description="How long it takes; empty: as long as its service, else 120."
    ),
) -> dict[str, Any]:
    """Within the hours of the case's branch in the next thirty days, four a day at most: the first twelve, and as many
    again of those that the customer wished.
    """
    actor = actor_of(request)
    case = queries.case_by_code(actor, code)
    found = free_times(
        actor,
        case=case,
        technician=staff_in(actor, technician, "technician"),
        length=timedelta(minutes=minutes) if minutes is not None else None,
        now=now(),
    )
    return {
        "items": [
            {
                "begins_at": each.begins_at,
                "ends_at": each.ends_at,
                "technicians": [person.pk for person in each.people],
                "wished": each.wished,
            }
            for each in found
        ]
    }


@router.post(
    "/{code}/appointments",
    response=AppointmentOut,
    summary="Propose or fix a time",
    auth=Token("cases.appoint"),
)
def making(request: HttpRequest, response: HttpResponse, code: str, payload: AppointIn) -> dict[str, Any]:
    """The customer is told, with a link. No promised date is changed by it. `409 double_booked` while the technician
    is expected elsewhere, unless `anyway`.
    """
    return _say(request, response, code, payload, lambda actor, case: make_appointment(
        actor, case=case, wanted=_wanted(actor, payload), anyway=payload.anyway, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointments/choice",
    response=AppointmentOut,
    summary="Take a free time for the customer",
    auth=Token("cases.appoint"),
)
def choosing(request: HttpRequest, response: HttpResponse, code: str, payload: ChoiceIn) -> dict[str, Any]:
    """As customers do by their link where the company lets them: one of the free times of the branch's technicians
    from tomorrow on, as long as the case's service takes. The customer has agreed by that. `409 time_taken` with the
    next ones where nobody is free any more.
    """
    return _say(request, response, code, payload, lambda actor, case: take_time(
        actor, case=case, begins_at=payload.begins_at, meeting=payload.meeting, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointments/move",
    response=AppointmentOut,
    summary="Another time for what is appointed",
    auth=Token("cases.appoint"),
)
def moving(request: HttpRequest, response: HttpResponse, code: str, payload: MoveIn) -> dict[str, Any]:
    """The customer is told, with the reason."""
    return _say(request, response, code, payload, lambda actor, case: move_appointment(
        actor, case=case, wanted=_wanted(actor, payload), why=payload.why, anyway=payload.anyway, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointments/confirmation",
    response=AppointmentOut,
    summary="The customer agreed",
    auth=Token("cases.appoint"),
)
def confirming(
    request: HttpRequest, response: HttpResponse, code: str, payload: Empty = None
) -> dict[str, Any]:
    """As they said on the phone; the customer's own answer comes by their link."""
    return _say(request, response, code, payload, lambda actor, case: confirm_appointment(
        actor, case=case, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointments/declining",
    response=AppointmentOut,
    summary="The customer wants another time",
    auth=Token("cases.appoint"),
)
def declining(request: HttpRequest, response: HttpResponse, code: str, payload: DeclineIn) -> dict[str, Any]:
    """With their wish. Nobody comes until another time is appointed."""
    return _say(request, response, code, payload, lambda actor, case: decline_appointment(
        actor, case=case, why=payload.why, days=payload.days, parts=payload.parts, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointments/cancellation",
    response=AppointmentOut,
    summary="Cancel what is appointed",
    auth=Token("cases.appoint"),
)
def cancelling(
    request: HttpRequest, response: HttpResponse, code: str, payload: CancellationIn
) -> dict[str, Any]:
    """The customer is told, with the reason."""
    return _say(request, response, code, payload, lambda actor, case: cancel_appointment(
        actor, case=case, why=payload.why, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointments/no-show",
    response=AppointmentOut,
    summary="Somebody did not come",
    auth=Token("cases.appoint"),
)
def missing(request: HttpRequest, response: HttpResponse, code: str, payload: NoShowIn) -> dict[str, Any]:
    """From the begin of the window on."""
    return _say(request, response, code, payload, lambda actor, case: miss_appointment(
        actor, case=case, by=payload.by, hold=payload.hold, now=now()
    ))  # fmt: skip


def _say(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    payload: Any,
    act: Callable[[Actor, Case], Appointment],
) -> dict[str, Any]:
    def once() -> dict[str, Any]:
        actor = actor_of(request)
        case = queries.case_by_code(actor, code)
        return appointment_shown(act(actor, case), case)

    return idempotent(request, response, payload, once)


def _wanted(actor: Actor, payload: AppointIn) -> Wanted:
    technician = staff_in(actor, payload.technician, "technician")
    return Wanted(payload.begins_at, payload.ends_at, payload.meeting, technician, payload.fixed)
