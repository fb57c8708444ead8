"""`POST /units/{pk}/loss`, `/finding`, `/release`: what an owner told of a unit that left their hands."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from sepas.api.cases.verbs import Empty
from sepas.api.doors import Body, Day, Id, Token, actor_of, idempotent
from sepas.api.units import UnitOut, shown
from sepas.assets import queries
from sepas.assets.actions.loss import release_unit, report_found, report_lost
from sepas.assets.models import Unit
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.warranty.days import local_day

router = Router(auth=Token("units.edit"))


class LossIn(Body):
    on: Day = Field(None, description="Since when; today if left out.")


class ReleaseIn(Body):
    why: str = Field("", max_length=500)


@router.post("/{pk}/loss", response=UnitOut, summary="Report a unit lost or stolen")
def loss(request: HttpRequest, response: HttpResponse, pk: Id, payload: LossIn) -> dict[str, Any]:
    """Whoever registers it is looked at first, and its public page warns buyers. Again, nothing happens."""

    def act(unit: Unit, at: datetime) -> None:
        today = local_day(at, unit.organisation)
        if payload.on is not None and payload.on > today:
            raise Invalid({"on": _("This day has not come yet.")})
        report_lost(actor_of(request), unit=unit, on=payload.on or today, now=at)

    return _do(request, response, pk, payload, act)


@router.post("/{pk}/finding", response=UnitOut, summary="Report it found")
def finding(request: HttpRequest, response: HttpResponse, pk: Id, payload: Empty = None) -> dict[str, Any]:
    return _do(
        request, response, pk, payload, lambda unit, at: report_found(actor_of(request), unit=unit, now=at)
    )


@router.post("/{pk}/release", response=UnitOut, summary="Its owner gave it away")
def release(request: HttpRequest, response: HttpResponse, pk: Id, payload: ReleaseIn) -> dict[str, Any]:
    """Nobody owns it until somebody registers it; its guarantee stays with it. Not while it is reported lost."""
    return _do(request, response, pk, payload, lambda unit, at: release_unit(
        actor_of(request), unit=unit, now=at, why=payload.why
    ))  # fmt: skip


def _do(
    request: HttpRequest, response: HttpResponse, pk: int, payload: Any, act: Callable[[Unit, datetime], Any]
) -> dict[str, Any]:
    def once() -> dict[str, Any]:
        act(queries.unit(actor_of(request), pk), now())
        return shown(queries.unit(actor_of(request), pk))

    return idempotent(request, response, payload, once)
