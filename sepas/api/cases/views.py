"""`/views`: selections of cases under a name, with how many they hold, and which: shared with everybody, with a branch,
or one person's (with `personal.edit`).

A program has none of its own: what it keeps belongs to the member of staff that it names.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from sepas.api.cases.shapes import CasesOut
from sepas.api.cases.shapes import shown as shown_case
from sepas.api.doors import LARGEST_ID, Body, Id, Token, actor_of, idempotent, must_match, tag
from sepas.api.owners import staff_in
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.cases.actions.views import change_view, delete_view, save_view, share_view
from sepas.cases.models import Case, SavedView
from sepas.cases.queries import views as queries
from sepas.cases.queries.inbox import MOST_COUNTED, NOT_IN_LISTS, count_all, filtered
from sepas.cases.queries.terms import DATES, PLAIN, arguments
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import models
from sepas.parties import queries as parties

router = Router()
VIEW, EDIT = Token("cases.view"), Token("views.share", "personal.edit")
Filters = dict[str, str]
Columns = list[Annotated[str, Field(max_length=40)]]
Branch = Annotated[
    StrictInt | None,
    Field(ge=1, le=LARGEST_ID, description="Shared with this branch and all below it; null: with everybody."),
]


class ViewIn(Body):
    """`filters` are those of the inbox's address; days are ISO days."""

    name: str = Field(..., min_length=1, max_length=60)
    filters: Filters = Field(..., description=f"Of: {', '.join((*PLAIN, *DATES))}.")
    columns: Columns = Field(default_factory=list, max_length=30)
    staff: StrictInt = Field(..., ge=1, le=LARGEST_ID, description="Whose view it is.")
    shared: StrictBool = Field(True, description="Not shared takes `personal.edit`.")
    branch: Branch = None


class ViewEdit(Body):
    """Only the fields that are sent change."""

    name: str = Field("", max_length=60)
    filters: Filters = Field(default_factory=dict)
    columns: Columns = Field(default_factory=list, max_length=30)
    shared: StrictBool = True
    branch: Branch = None


class ViewOut(Schema):
    id: int
    name: str
    filters: Filters
    columns: list[str] = Field(..., description="In their order; empty: those that each reader chose.")
    owner: int = Field(..., description="A member of staff.")
    shared: bool
    branch: int | None = Field(
        ..., description="Shared with this branch and all below it; null: with everybody."
    )
    count: int | None = Field(
        ...,
        description=f"Cases that you see in it, up to {MOST_COUNTED}; null: a filter has no meaning any more.",
    )
    version: int


class ViewsOut(Schema):
    items: list[ViewOut]
    next: str


@router.get("", response=ViewsOut, summary="Views, with their counts", auth=VIEW)
def listing(
    request: HttpRequest,
    staff: int | None = Query(None, ge=1, le=LARGEST_ID, description="Only those of one person."),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first, those of a page counted in one query: all that are shared, and with `personal.edit` those of
    single people.
    """
    actor = actor_of(request)
    rows = queries.all_views(actor)
    rows = rows.filter(owner=staff) if staff else rows
    page = paged(rows, cursor=cursor, limit=limit, shown=lambda row: {"row": row})
    found: list[SavedView] = [item["row"] for item in page["items"]]
    counted = _counts(actor, found, now())
    return page | {"items": [shown(row, counted.get(row.pk)) for row in found]}


@router.post("", response={201: ViewOut}, summary="Keep a view for somebody", auth=EDIT)
def keep(request: HttpRequest, response: HttpResponse, payload: ViewIn) -> Status[dict[str, Any]]:
    actor = actor_of(request)
    filters = _checked(actor, payload.filters)

    def act() -> dict[str, Any]:
        row = save_view(
            actor,
            name=payload.name,
            filters=filters,
            columns=payload.columns,
            owner=staff_in(actor, payload.staff),
            shared=payload.shared,
            branch=_branch(actor, payload.branch),
            now=now(),
        )
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


@router.patch("/{pk}", response=ViewOut, summary="Change a view", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: ViewEdit) -> dict[str, Any]:
    actor = actor_of(request)
    row = queries.view(actor, pk)
    must_match(request, row)
    sent = payload.model_dump(exclude_unset=True)
    if "filters" in sent:
        sent["filters"] = _checked(actor, sent["filters"])
    place = {"shared": row.shared, "branch": row.branch_id} | {
        name: sent.pop(name) for name in ("shared", "branch") if name in sent
    }
    row = change_view(actor, view=row, now=now(), **sent)
    if place["shared"] != row.shared or place["branch"] != row.branch_id:
        branch = _branch(actor, place["branch"]) if place["shared"] else None
        row = share_view(actor, view=row, shared=place["shared"], branch=branch, now=now())
    tag(response, row)
    return _shown(actor, row)


@router.delete("/{pk}", response={204: None}, summary="Remove a view", auth=EDIT)
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
        "columns": row.columns, "owner": row.owner_id, "shared": row.shared, "branch": row.branch_id, "count": count,
        "version": row.version,
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


def _branch(actor: Actor, pk: int | None) -> models.Branch | None:
    try:
        return parties.branch(actor, pk) if pk is not None else None
    except NotFound:
        raise Invalid({"branch": _("Choose a branch from the list.")}) from None


def _checked(actor: Actor, filters: Mapping[str, str]) -> dict[str, str]:
    """The filters that say something. Raises `Invalid` for a name or value without meaning."""
    known = (*PLAIN, *DATES)
    if set(filters) - set(known):
        raise Invalid({"filters": _("There is no such filter.")}, data={"allowed": {"filters": list(known)}})
    found = {name: value.strip()[:60] for name, value in filters.items() if value.strip()}
    _cases(actor, found, now())
    return found
