"""`/days` and `/branches/{pk}/days`: days that are different; `/branches/{pk}/openings`: when a branch really works."""

from datetime import date, time, timedelta
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool

from sepas.api.doors import (
    DAY,
    Body,
    Day,
    Id,
    Token,
    actor_of,
    idempotent,
    must_match,
    organisation_id_of,
)
from sepas.api.paging import whole
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries
from sepas.parties.actions.days import open_on, remove_special_day, set_special_day
from sepas.parties.models import Branch, SpecialDay
from sepas.service_levels.queries import calendar_of, holidays_of

router = Router()
ANY, EDIT = Token(), Token("branches.edit")
LONGEST = 92
"""Days of openings in one answer."""

IsoDay = Annotated[str, Query(pattern=DAY, max_length=10, description="An ISO day.")]


class SpecialDayIn(Body):
    """Closed, open as on any such weekday (`usual_hours`), or with hours of its own."""

    day: Day = Field(..., description="An ISO day.")
    title: str = Field(..., min_length=1, max_length=120)
    hours: list[list[str]] = Field([], max_length=6, description='`[["09:00", "13:00"]]`; none: closed.')
    usual_hours: StrictBool = Field(False, description="Open on a holiday with the hours of its weekday.")


class SpecialDayOut(Schema):
    id: int
    day: str
    title: str
    hours: list[list[str]] = Field(..., description="Empty: closed all day.")
    branch: int | None = Field(..., description="Empty: in the whole organisation.")
    version: int


class SpecialDaysOut(Schema):
    items: list[SpecialDayOut]
    next: str


class OpeningOut(Schema):
    day: str
    hours: list[list[str]] = Field(..., description="As the clocks of cases count them; empty: closed.")
    holiday: dict[str, str] | None = Field(..., description="The official holiday, in both languages.")


class OpeningsOut(Schema):
    items: list[OpeningOut]
    next: str


@router.get("/days", response=SpecialDaysOut, summary="Special days of the whole organisation", auth=ANY)
def days(request: HttpRequest) -> dict[str, Any]:
    """By date, on one page."""
    return whole(queries.special_days(actor_of(request)), shown)


@router.post("/days", response={201: SpecialDayOut}, summary="Set one of these", auth=EDIT)
def add(request: HttpRequest, response: HttpResponse, payload: SpecialDayIn) -> Status[dict[str, Any]]:
    """Replaces what was set for the day. Clocks that run keep their due times."""
    return _set(request, response, payload, None)


@router.delete("/days/{day_id}", response={204: None}, summary="An ordinary day again", auth=EDIT)
def remove(request: HttpRequest, day_id: Id) -> Status[None]:
    return _remove(request, None, day_id)


@router.get("/branches/{pk}/days", response=SpecialDaysOut, summary="Special days of a branch", auth=ANY)
def branch_days(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """Those set for the branch itself, by date, on one page."""
    actor = actor_of(request)
    return whole(queries.special_days(actor, branch=queries.branch(actor, pk)), shown)


@router.post("/branches/{pk}/days", response={201: SpecialDayOut}, summary="Set one for a branch", auth=EDIT)
def add_to_branch(
    request: HttpRequest, response: HttpResponse, pk: Id, payload: SpecialDayIn
) -> Status[dict[str, Any]]:
    """It holds for the branch and all below it; the nearest one wins."""
    return _set(request, response, payload, queries.branch(actor_of(request), pk))


@router.delete(
    "/branches/{pk}/days/{day_id}", response={204: None}, summary="An ordinary day for the branch again", auth=EDIT
)  # fmt: skip
def remove_from_branch(request: HttpRequest, pk: Id, day_id: Id) -> Status[None]:
    return _remove(request, queries.branch(actor_of(request), pk), day_id)


@router.get("/branches/{pk}/openings", response=OpeningsOut, summary="When a branch works", auth=ANY)
def openings(request: HttpRequest, pk: Id, first: IsoDay = "", last: IsoDay = "") -> dict[str, Any]:
    """Day by day: its hours or those above it, official holidays, special days. A fortnight unless asked otherwise."""
    branch = queries.branch(actor_of(request), pk)
    calendar = calendar_of(branch)
    begin = _day("first", first) or calendar.local_day(now())
    end = _day("last", last) or begin + timedelta(days=13)
    if not begin <= end < begin + timedelta(days=LONGEST):
        raise Invalid({"last": _("Choose a last day that follows the first within three months.")})
    names = {row.day: row.name for row in holidays_of(branch.organisation, branch, first=begin, last=end)}
    each = (begin + timedelta(days=number) for number in range((end - begin).days + 1))
    return whole(
        list(each),
        lambda day: {
            "day": day.isoformat(),
            "hours": [[_time(span.opens), _time(span.closes, "24:00")] for span in calendar.hours_on(day)],
            "holiday": dict(names[day]) if day in names else None,
        },
    )


def shown(row: SpecialDay) -> dict[str, Any]:
    return {
        "id": row.pk,
        "day": row.day.isoformat(),
        "title": row.title,
        "hours": row.intervals,
        "branch": row.branch_id,
        "version": row.version,
    }


def _set(
    request: HttpRequest, response: HttpResponse, payload: SpecialDayIn, branch: Branch | None
) -> Status[dict[str, Any]]:
    if payload.day is None:
        raise Invalid({"day": _("Choose the day, the month and the year.")})

    def act() -> dict[str, Any]:
        common: dict[str, Any] = {
            "organisation": queries.organisation(organisation_id_of(request)),
            "branch": branch,
            "day": payload.day,
            "title": payload.title,
            "now": now(),
        }
        if payload.usual_hours:
            return shown(open_on(actor_of(request), **common, intervals=payload.hours or None))
        return shown(set_special_day(actor_of(request), **common, intervals=payload.hours))

    return Status(201, idempotent(request, response, payload, act))


def _remove(request: HttpRequest, branch: Branch | None, day_id: int) -> Status[None]:
    actor = actor_of(request)
    row = next((row for row in queries.special_days(actor, branch=branch) if row.pk == day_id), None)
    if row is None:
        raise NotFound()
    must_match(request, row)
    remove_special_day(actor, special_day=row, now=now())
    return Status(204, None)


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid({name: _("Choose the day, the month and the year.")}) from None


def _time(moment: time, midnight: str = "00:00") -> str:
    """On the wall; a day that is open to its end ends at 24:00."""
    return midnight if moment == time.min else f"{moment:%H:%M}"
