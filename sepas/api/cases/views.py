"""`/views`: selections of cases that everybody of the organisation sees, with how many they hold, and which.

A program has none of its own: what it keeps belongs to the member of staff that it names, and is shared at once.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from sepas.api.cases.shapes import CasesOut
from sepas.api.cases.shapes import shown as shown_case
from sepas.api.doors import LARGEST_ID, Body, Id, Token, actor_of, idempotent, must_match, tag
from sepas.api.paging import SIZE, Cursor, Limit, paged, whole
from sepas.cases.actions.views import change_view, delete_view, save_view
from sepas.cases.models import Case, SavedView
from sepas.cases.queries import views as queries
from sepas.cases.queries.inbox import MOST_COUNTED, NOT_IN_LISTS, count_all, filtered
from sepas.cases.queries.terms import DATES, PLAIN, arguments
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties

router = Router()
VIEW, EDIT = Token("cases.view"), Token("views.share")
Filters = dict[str, str]


class ViewIn(Body):
    """`filters` are those of the inbox's address; days are ISO days."""

    name: str = Field(..., min_length=1, max_length=60)
    filters: Filters = Field(..., description=f"Of: {', '.join((*PLAIN, *DATES))}.")
    staff: StrictInt = Field(..., ge=1, le=LARGEST_ID, description="Whose view it is.")


class ViewEdit(Body):
    """Only the fields that are sent change."""

    name: str = Field("", max_length=60)
    filters: Filters = Field(default_factory=dict)


class ViewOut(Schema):
    id: int
    name: str
    filters: Filters
    owner: int = Field(..., description="A member of staff.")
    count: int | None = Field(
        ...,
        description=f"Cases that you see in it, up to {MOST_COUNTED}; null: a filter has no meaning any more.",
    )
    version: int


class ViewsOut(Schema):
    items: list[ViewOut]
    next: str


@router.get("", response=ViewsOut, summary="Shared views, with their counts", auth=VIEW)
def listing(request: HttpRequest) -> dict[str, Any]:
    """Those that everybody sees, on one page, counted in one query."""
    actor, moment = actor_of(request), now()
    rows = queries.views(actor)
    counted = _counts(actor, rows, moment)
    return whole(rows, lambda row: shown(row, counted.get(row.pk)))


@router.post("", response={201: ViewOut}, summary="Keep a shared view", auth=EDIT)
def keep(request: HttpRequest, response: HttpResponse, payload: ViewIn) -> Status[dict[str, Any]]:
    actor = actor_of(request)
    filters = _checked(actor, payload.filters)

    def act() -> dict[str, Any]:
        try:
            owner = parties.staff_member(actor, payload.staff).staff
        except NotFound:
            raise Invalid({"staff": _("There is no such member of staff.")}) from None
        row = save_view(actor, name=payload.name, filters=filters, owner=owner, now=now())
        return _shown(actor, row)

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{pk}", response=ViewOut, summary="One view", auth=VIEW)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.view(actor_of(request), pk)
    tag(response, row)
    return _shown(actor_of(request), row)


@router.get("/{pk}/cases", response=CasesOut, summary="The cases of a view", auth=VIEW)
def cases(request: HttpRequest, pk: Id, cursor: Cursor = "", limit: Limit = SIZE) -> dict[str, Any]:
    """Newest first. A view gives no right: it shows what you may see anyway."""
    actor = actor_of(request)
    found = _cases(actor, queries.view(actor, pk).filters, now())
    found = found.select_related("branch", "customer", "unit__model", "assignee").defer(*NOT_IN_LISTS)
    return paged(found, cursor=cursor, limit=limit, shown=lambda case: shown_case(actor, case))


@router.patch("/{pk}", response=ViewOut, summary="Change a shared view", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: ViewEdit) -> dict[str, Any]:
    actor = actor_of(request)
    row = queries.view(actor, pk)
    must_match(request, row)
    sent = payload.model_dump(exclude_unset=True)
    if "filters" in sent:
        sent["filters"] = _checked(actor, sent["filters"])
    row = change_view(actor, view=row, now=now(), **sent)
    tag(response, row)
    return _shown(actor, row)


@router.delete("/{pk}", response={204: None}, summary="Remove a shared view", auth=EDIT)
def remove(request: HttpRequest, pk: Id) -> Status[None]:
    """Whoever began with it begins with all open cases again."""
    actor = actor_of(request)
    row = queries.view(actor, pk)
    must_match(request, row)
    delete_view(actor, view=row, now=now())
    return Status(204, None)


def shown(row: SavedView, count: int | None) -> dict[str, Any]:
    """A view as the API gives it."""
    return {
        "id": row.pk, "name": row.name, "filters": {name: str(value) for name, value in row.filters.items()},
        "owner": row.owner_id, "count": count, "version": row.version,
    }  # fmt: skip


def _shown(actor: Actor, row: SavedView) -> dict[str, Any]:
    return shown(row, _counts(actor, [row], now()).get(row.pk))


def _counts(actor: Actor, rows: list[SavedView], moment: datetime) -> dict[int, int]:
    wanted = {}
    for row in rows:
        try:
            wanted[str(row.pk)] = _cases(actor, row.filters, moment)
        except Invalid:
            continue  # a branch or model of its filters is written wrongly
    return {int(pk): number for pk, number in count_all(wanted).items()}


def _cases(actor: Actor, filters: Mapping[str, str], moment: datetime) -> QuerySet[Case]:
    terms = {name: str(value) for name, value in filters.items() if name != "sort"}
    zone = ZoneInfo(settings.DISPLAY_TIME_ZONE)
    return filtered(actor, **arguments(terms, now=moment, zone=zone))


def _checked(actor: Actor, filters: Mapping[str, str]) -> dict[str, str]:
    """The filters that say something. Raises `Invalid` for a name or value without meaning."""
    known = (*PLAIN, *DATES)
    if set(filters) - set(known):
        raise Invalid({"filters": _("There is no such filter.")}, data={"allowed": {"filters": list(known)}})
    found = {name: value.strip()[:60] for name, value in filters.items() if value.strip()}
    _cases(actor, found, now())
    return found
