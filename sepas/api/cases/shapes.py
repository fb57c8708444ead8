"""Cases as the API gives them."""

from typing import Any

from ninja import Schema
from pydantic import Field

from sepas.api.doors import both, iso
from sepas.cases.lifecycle import HoldReason, Kind, State
from sepas.cases.models import Case


class Label(Schema):
    code: str
    fa: str
    en: str


class CaseOut(Schema):
    """A case in short. Moments are UTC."""

    code: str = Field(..., examples=["123456789012"])
    kind: Label
    state: Label
    hold_reason: Label | None
    branch: str
    serial: str | None
    customer: dict[str, str]
    description: str
    resolution: str
    preference: dict[str, list[str]] | None = Field(
        None,
        description="When the customer would like somebody to come: ISO days, and parts of the day.",
        examples=[{"days": ["2026-11-28"], "parts": ["morning"]}],
    )
    opened_at: str
    next_due_at: str | None
    breached: bool
    resolved_at: str | None
    closed_at: str | None
    tracking_url: str


class CasesOut(Schema):
    """One page; ask again with `cursor=next` until `next` is empty."""

    cases: list[CaseOut]
    next: str


def label(choice: Any) -> dict[str, str]:
    """A choice with its name in both languages."""
    return {"code": choice.value, **both(choice.label)}


def shown(case: Case) -> dict[str, Any]:
    """The shape of `CaseOut`; `branch`, `customer` and `unit` are read with the case."""
    from django.conf import settings

    return {
        "code": case.code,
        "kind": label(Kind(case.kind)),
        "state": label(State(case.state)),
        "hold_reason": label(HoldReason(case.hold_reason)) if case.hold_reason else None,
        "branch": case.branch.code,
        "serial": case.unit.serial if case.unit else None,
        "customer": {"name": case.customer.name, "mobile": case.customer.mobile},
        "description": case.description,
        "resolution": case.resolution,
        "preference": case.preference,
        "opened_at": iso(case.opened_at),
        "next_due_at": iso(case.next_due_at),
        "breached": case.breached,
        "resolved_at": iso(case.resolved_at),
        "closed_at": iso(case.closed_at),
        "tracking_url": f"{settings.BASE_URL}/t/{case.secret}/",
    }
