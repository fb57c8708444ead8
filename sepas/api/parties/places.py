"""`/organisation`, `/branches`, `/staff`: who serves, and where."""

from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from sepas.api.doors import (
    LARGEST_ID,
    Body,
    Id,
    Token,
    actor_of,
    idempotent,
    must_match,
    organisation_id_of,
    tag,
)
from sepas.api.paging import whole
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries
from sepas.parties.actions.branches import create_branch, edit_branch, set_hours
from sepas.parties.actions.organisations import edit_organisation
from sepas.parties.models import Branch, Organisation

router = Router()
ANY, EDIT = Token(), Token("branches.edit")
Hours = dict[str, list[list[str]]]


class OrganisationOut(Schema):
    slug: str
    name: dict[str, str]
    jurisdiction: str
    currency: str
    language: str
    calendar: str
    time_zone: str
    phone: str
    quiet_from: str
    quiet_until: str
    customers_choose: bool
    version: int


class OrganisationEdit(Body):
    """Only the fields that are sent change; jurisdiction and currency stay."""

    name_fa: str = Field("", max_length=120)
    name_en: str = Field("", max_length=120)
    phone: str = Field("", max_length=20)
    language: Literal["fa", "en"] = "fa"
    calendar: Literal["jalali", "gregorian"] = "jalali"
    time_zone: str = Field("", max_length=40)
    quiet_from: str = Field("22:00", max_length=5, description="What can wait is not sent from then on,")
    quiet_until: str = Field(
        "08:00", max_length=5, description="until then; the same time twice: no quiet hours."
    )
    customers_choose: StrictBool = Field(
        False, description="Customers take free times for an appointment themselves."
    )


class BranchIn(Body):
    code: str = Field(..., min_length=1, max_length=30, description="Latin letters, digits and dashes.")
    name_fa: str = Field(..., min_length=1, max_length=120)
    name_en: str = Field("", max_length=120)
    city: str = Field("", max_length=60)
    address: str = Field("", max_length=300)
    phone: str = Field("", max_length=20)
    parent: StrictInt | None = Field(None, ge=1, le=LARGEST_ID, description="The branch above it.")
    hours: Hours | None = Field(None, description='Weekday (0 Monday) to intervals: `[["09:00", "17:00"]]`.')


class BranchEdit(Body):
    """Only the fields that are sent change."""

    name_fa: str = Field("", max_length=120)
    name_en: str = Field("", max_length=120)
    city: str = Field("", max_length=60)
    address: str = Field("", max_length=300)
    phone: str = Field("", max_length=20)
    hours: Hours | None = None


class BranchOut(Schema):
    id: int
    code: str
    name: dict[str, str]
    parent: int | None
    city: str
    address: str
    phone: str
    hours: Hours
    active: bool
    version: int


class BranchesOut(Schema):
    items: list[BranchOut]
    next: str


class RoleOut(Schema):
    role: str
    branch: int | None = Field(..., description="Empty: in the whole organisation.")


class StaffOut(Schema):
    id: int
    name: dict[str, str]
    branch: int | None
    active: bool
    roles: list[RoleOut]


class StaffListOut(Schema):
    items: list[StaffOut]
    next: str


@router.get("/organisation", response=OrganisationOut, summary="The token's organisation", auth=ANY)
def organisation(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    row = queries.organisation(organisation_id_of(request))
    tag(response, row)
    return shown_organisation(row)


@router.patch("/organisation", response=OrganisationOut, summary="Edit the organisation", auth=EDIT)
def edit_own(request: HttpRequest, response: HttpResponse, payload: OrganisationEdit) -> dict[str, Any]:
    row = queries.organisation(organisation_id_of(request))
    must_match(request, row)
    sent = payload.model_dump(exclude_unset=True)
    row = edit_organisation(actor_of(request), organisation=row, now=now(), **sent)
    tag(response, row)
    return shown_organisation(row)


@router.get("/branches", response=BranchesOut, summary="Branches", auth=ANY)
def branches(
    request: HttpRequest, closed: bool = Query(False, description="Closed ones too.")
) -> dict[str, Any]:
    """In the order of the tree, on one page."""
    return whole(list(queries.branches(actor_of(request), closed=closed)), shown_branch)


@router.post("/branches", response={201: BranchOut}, summary="Add a branch", auth=EDIT)
def add(request: HttpRequest, response: HttpResponse, payload: BranchIn) -> Status[dict[str, Any]]:
    """Without hours it keeps those of the branch above, or of the country."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        sent = payload.model_dump(exclude={"parent", "hours"})
        row = create_branch(
            actor,
            organisation=queries.organisation(organisation_id_of(request)),
            parent=branch_above(request, payload.parent),
            hours=payload.hours,
            now=now(),
            **sent,
        )
        return shown_branch(row)

    return Status(201, idempotent(request, response, payload, act))


@router.get("/branches/{pk}", response=BranchOut, summary="One branch", auth=ANY)
def one(request: HttpRequest, response: HttpResponse, pk: Id) -> dict[str, Any]:
    row = queries.branch(actor_of(request), pk)
    tag(response, row)
    return shown_branch(row)


@router.patch("/branches/{pk}", response=BranchOut, summary="Edit a branch and its hours", auth=EDIT)
def edit(request: HttpRequest, response: HttpResponse, pk: Id, payload: BranchEdit) -> dict[str, Any]:
    """Running clocks keep their due times."""
    actor = actor_of(request)
    row = queries.branch(actor, pk)
    must_match(request, row)
    sent = payload.model_dump(exclude_unset=True)
    hours = sent.pop("hours", None)
    with transaction.atomic():
        row = edit_branch(actor, branch=row, now=now(), **sent)
        if hours is not None:
            row = set_hours(actor, branch=row, hours=hours, now=now())
    tag(response, row)
    return shown_branch(row)


@router.get(
    "/staff", response=StaffListOut, summary="People who serve", auth=Token("cases.assign", "cases.triage")
)
def staff(request: HttpRequest) -> dict[str, Any]:
    """Active people with their roles, by name, on one page: those whom a case can be assigned to."""
    return whole(queries.staff(actor_of(request)), shown_staff)


@router.get(
    "/staff/{pk}", response=StaffOut, summary="One of them", auth=Token("cases.assign", "cases.triage")
)
def member(request: HttpRequest, pk: Id) -> dict[str, Any]:
    return shown_staff(queries.staff_member(actor_of(request), pk))


def shown_organisation(row: Organisation) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": {"fa": row.name_fa, "en": row.name_en},
        **{name: getattr(row, name) for name in OrganisationOut.model_fields if name not in {"slug", "name"}},
    }


def shown_branch(row: Branch) -> dict[str, Any]:
    """A branch as the API gives it."""
    return {
        "id": row.pk,
        "code": row.code,
        "name": {"fa": row.name_fa, "en": row.name_en},
        "parent": row.parent_id,
        "city": row.city,
        "address": row.address,
        "phone": row.phone,
        "hours": row.hours,
        "active": row.active,
        "version": row.version,
    }


def shown_staff(row: queries.StaffRow) -> dict[str, Any]:
    """A person without sign-in and number: what is needed to give them work."""
    person = row.staff
    return {
        "id": person.pk,
        "name": {"fa": person.name_fa, "en": person.name_en},
        "branch": person.branch_id,
        "active": person.active,
        "roles": [{"role": held.role, "branch": held.branch_id} for held in row.roles],
    }


def branch_above(request: HttpRequest, pk: int | None) -> Branch | None:
    """The branch with this id, None for none; `Invalid` for one that is not there."""
    if pk is None:
        return None
    try:
        return queries.branch(actor_of(request), pk)
    except NotFound:
        raise Invalid({"parent": _("There is no such branch.")}) from None
