"""`/registrations`: a guarantee registered for a customer, by shops and apps that hold a token."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from sepas.api.doors import actor_of, idempotent, iso, token
from sepas.kernel.clock import now
from sepas.warranty import queries
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.models import Registration
from sepas.warranty.reasons import REASONS

router = Router(auth=token)


class RegistrationIn(Schema):
    """At most three things; the day of purchase only where the register does not know it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"serial": "SRD-RF-000123", "mobile": "09121234567", "purchased_on": "2026-10-01"}]
        },
    )

    serial: str = Field(
        ..., min_length=1, max_length=300, description="Serial number, or a scanned product code."
    )
    mobile: str = Field(..., min_length=4, max_length=30)
    purchased_on: date | None = None
    name: str = Field("", max_length=120)


class RegistrationOut(Schema):
    id: int
    state: str = Field(..., description="active, disputed, rejected or ended")
    reason: str
    explanation: dict[str, str] | None
    serial: str
    purchased_on: date | None
    starts_on: date | None
    ends_on: date | None
    registered_at: str


@router.post("", response={201: RegistrationOut}, summary="Register a guarantee")
def register(request: HttpRequest, response: HttpResponse, payload: RegistrationIn) -> Status[dict[str, Any]]:
    """Registering again gives the same registration. Scope: `customers.edit`."""

    def act() -> dict[str, Any]:
        return shown(
            register_guarantee(
                actor_of(request),
                serial=payload.serial,
                mobile=payload.mobile,
                purchased_on=payload.purchased_on,
                name=payload.name,
                now=now(),
            )
        )

    return Status(201, idempotent(request, response, payload, act))


@router.get("/{int:pk}", response=RegistrationOut, summary="One registration")
def one(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Scope: `registrations.view`."""
    return shown(queries.registration(actor_of(request), pk))


def shown(row: Registration) -> dict[str, Any]:
    """A registration as the API gives it."""
    return {
        "id": row.pk,
        "state": row.state,
        "reason": row.reason,
        "explanation": dict(REASONS[row.reason]) if row.reason in REASONS else None,
        "serial": row.unit.serial,
        "purchased_on": iso(row.purchased_on),
        "starts_on": iso(row.starts_on),
        "ends_on": iso(row.ends_on),
        "registered_at": iso(row.created_at),
    }
