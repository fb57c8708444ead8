"""`/staff/{id}/told`: what a colleague is told of the work, and by which way; with `personal.edit`."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from sepas.api.doors import Body, Id, Token, actor_of
from sepas.kernel.clock import now
from sepas.kernel.policy import require
from sepas.parties import queries as parties
from sepas.parties.models import Staff
from sepas.teamwork import policies
from sepas.teamwork.actions.told import choose_told
from sepas.teamwork.queries_told import told_by

router = Router()
EDIT = Token("personal.edit")
Way = Literal["app", "email"]
Reason = Literal[
    "mentioned", "assigned", "customer_wrote", "reopened", "escalated", "appointment", "not_sent", "woken",
    "forgotten", "nobody", "due_soon", "late",
]  # fmt: skip


class ToldEdit(Body):
    """Only the reasons that are sent change."""

    ways: dict[Reason, list[Way]] = Field(default_factory=dict, description="An empty list: not told at all.")
    email: str | None = Field(None, max_length=254, description="Empty: to the address of the sign-in.")


class ToldOut(Schema):
    ways: dict[str, list[Way]]
    must: list[str] = Field(..., description="Told in the app, whatever was chosen.")
    email: str


@router.get("/staff/{pk}/told", response=ToldOut, summary="What a colleague is told", auth=EDIT)
def told(request: HttpRequest, pk: Id) -> dict[str, Any]:
    actor = actor_of(request)
    staff = parties.staff_member(actor, pk).staff
    require(policies.may_choose_told(actor, staff))
    return shown(staff)


@router.patch("/staff/{pk}/told", response=ToldOut, summary="Choose what a colleague is told", auth=EDIT)
def choose(request: HttpRequest, pk: Id, payload: ToldEdit) -> dict[str, Any]:
    """What must be told cannot be switched off: a broken promise to a manager, one's own answer that was not sent."""
    actor = actor_of(request)
    staff = parties.staff_member(actor, pk).staff
    choose_told(
        actor,
        staff=staff,
        ways={str(name): ways for name, ways in payload.ways.items()},
        email=payload.email,
        now=now(),
    )
    return shown(staff)


def shown(staff: Staff) -> dict[str, Any]:
    found = told_by(staff)
    return {"ways": found.ways, "must": sorted(found.must), "email": found.email}
