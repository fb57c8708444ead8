"""`GET /cases` and `POST /cases`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema, Status
from pydantic import ConfigDict, Field

from sepas.api.cases.router import router
from sepas.api.cases.shapes import CaseOut, CasesOut, shown
from sepas.api.doors import actor_of, idempotent
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


class CaseIn(Schema):
    """What somebody needs, in their own words."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "guarantee_repair",
                    "description": "یخچال از دیشب سرد نمی‌کند و صدا می‌دهد.",
                    "mobile": "09121234567",
                    "name": "مریم احمدی",
                    "serial": "SRD-RF-000123",
                    "answers": {"accident": False},
                }
            ]
        },
    )

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


@router.get("", response=CasesOut, summary="List and search cases")
def listing(
    request: HttpRequest,
    *,
    state: str = Query("open", description="A state, `open` or `all`."),
    kind: str = "",
    due: str = Query("", description="late, today or at_risk"),
    text: str = Query(
        "", max_length=200, description="Words that must all occur; letters and digits of any script."
    ),
    cursor: str = Query("", max_length=200),
) -> dict[str, Any]:
    """Newest first; with `due`, the most urgent first. Scope: `cases.view`."""
    found = queries.inbox(
        actor_of(request), now=now(), state=state, kind=kind, due=due, text=text, page=cursor
    )
    return {"cases": [shown(case) for case in found.cases], "next": found.next}


@router.post("", response={201: CaseOut}, summary="Open a case")
def opening(request: HttpRequest, response: HttpResponse, payload: CaseIn) -> Status[dict[str, Any]]:
    """Decides, starts the promised clocks and tells the customer. Scope: `cases.open`."""
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
            unit=_unit(actor, payload.serial),
            branch=_branch(actor, payload.branch),
            city=payload.city,
            answers=payload.answers,
            language=payload.language,
            now=now(),
        )
        return shown(case)

    return Status(201, idempotent(request, response, payload, act))


def _unit(actor: Actor, serial: str | None) -> Unit | None:
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


def _branch(actor: Actor, code: str | None) -> Branch | None:
    if not code:
        return None
    known = {branch.code: branch for branch in parties.branches(actor)}
    if code not in known:
        raise Invalid({"branch": _("There is no such branch.")}, data={"allowed": {"branch": sorted(known)}})
    return known[code]
