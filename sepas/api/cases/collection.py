"""`GET /cases` and `POST /cases`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from sepas.api.cases.router import router
from sepas.api.cases.shapes import CaseOut, CasesOut, shown
from sepas.api.doors import LARGEST_ID, Body, Token, actor_of, answered, idempotent
from sepas.api.offers import offer_of
from sepas.api.paging import SIZE, Cursor, Limit
from sepas.assets import queries as assets
from sepas.assets.models import Unit
from sepas.cases import queries
from sepas.cases.actions.open import open_case
from sepas.cases.lifecycle import Kind
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.parties.models import Branch


class CaseIn(Body):
    """What somebody needs, in their own words."""

    kind: str = Field(..., description=f"One of: {', '.join(Kind.values)}")
    description: str = Field(..., max_length=5000)
    mobile: str = Field(..., max_length=30)
    name: str = Field("", max_length=120)
    serial: str | None = Field(None, max_length=300)
    branch: str | None = Field(
        None, description="A branch's code; else the nearest fitting one.", max_length=30
    )
    city: str = Field("", max_length=60)
    answers: dict[str, Any] = Field(default_factory=dict, description="Facts by the vocabulary's names.")
    language: str = Field("fa", pattern="^(fa|en)$")
    offer: int | None = Field(
        None,
        ge=1,
        le=LARGEST_ID,
        description="The id of a service that is offered; its kind must be the case's.",
    )
    offer_version: int | None = Field(
        None,
        ge=0,
        le=2**31 - 1,
        description="The version whose terms the customer was told; refused once it changed.",
    )


@router.get("", response=CasesOut, summary="List and search cases", auth=Token("cases.view"))
def listing(
    request: HttpRequest,
    *,
    state: str = Query("open", description="A state, `open` or `all`.", max_length=20),
    kind: str = Query("", description="A kind of case.", max_length=30),
    due: str = Query("", description="late, today or at_risk", max_length=10),
    branch: str = Query("", description="A branch's code.", max_length=30),
    assignee: str = Query("", description="The id of a member of staff, or `nobody`.", max_length=19),
    text: str = Query(
        "", max_length=200, description="Words that must all occur; letters and digits of any script."
    ),
    cursor: Cursor = "",
    limit: Limit = SIZE,
) -> dict[str, Any]:
    """Newest first; with `due`, the most urgent first."""
    actor = actor_of(request)
    at = branch_of(actor, branch)
    try:
        found = queries.inbox(
            actor, now=now(), state=state, kind=kind, due=due, text=text, page=cursor, size=limit,
            branch=at.pk if at else None, assignee=_assignee(assignee),
        )  # fmt: skip
    except Invalid as error:
        if "page" in error.fields:
            raise Invalid({"cursor": error.fields["page"]}) from None
        raise
    return {"items": [shown(actor, case) for case in found.cases], "next": found.next}


@router.post("", response={201: CaseOut}, summary="Open a case", auth=Token("cases.open"))
def opening(request: HttpRequest, response: HttpResponse, payload: CaseIn) -> HttpResponse:
    """Decides, starts the promised clocks and tells the customer."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        assert actor.organisation_id is not None
        case = open_case(
            actor,
            organisation=parties.arranged_organisation(actor.organisation_id),
            kind=payload.kind,
            description=payload.description,
            mobile=payload.mobile,
            name=payload.name,
            unit=unit_of(actor, payload.serial),
            branch=branch_of(actor, payload.branch),
            city=payload.city,
            answers=payload.answers,
            offer=offer_of(actor, payload.offer, payload.offer_version) if payload.offer else None,
            language=payload.language,
            now=now(),
        )
        return shown(actor, case, opened=True)

    return answered(response, 201, CaseOut, idempotent(request, response, payload, act))


def unit_of(actor: Actor, serial: str | None) -> Unit | None:
    """The unit that a serial names in the organisation; `Invalid` when it names none or several."""
    if not serial:
        return None
    found = assets.find_units(serial, organisation_id=actor.organisation_id)
    if not found:
        raise Invalid(
            {"serial": _("No unit of this organisation has this serial number.")}, code="unknown_serial"
        )
    if len(found) > 1:
        models = sorted(unit.model.code for unit in found)
        raise Invalid(
            {
                "serial": _(
                    "More than one unit has this serial number; scan the code that names the model too."
                )
            },
            code="ambiguous_serial",
            data={"allowed": {"serial": models}},
        )
    return found[0]


def branch_of(actor: Actor, code: str | None) -> Branch | None:
    """The open branch with this code; None for none, `Invalid` for one that there is not."""
    if not code:
        return None
    known = {branch.code: branch for branch in parties.branches(actor)}
    if code not in known:
        raise Invalid({"branch": _("There is no such branch.")}, data={"allowed": {"branch": sorted(known)}})
    return known[code]


def _assignee(text: str) -> int | str | None:
    if text in {"", "nobody"}:
        return text or None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid({"assignee": _("Choose a member of staff, or “nobody”.")})
    return int(text)
