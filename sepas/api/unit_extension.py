"""`POST /units/{pk}/extension`, `…/ending`: a unit's guarantee runs until a later day, or no more."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from sepas.api.doors import Body, Id, Token, actor_of, idempotent
from sepas.api.units import UnitOut, shown
from sepas.assets import queries
from sepas.kernel.clock import now
from sepas.warranty.actions.extend import end_extension, extend_guarantee

router = Router(auth=Token("guarantees.edit"))


class ExtensionIn(Body):
    until: date = Field(..., description="The last day, Gregorian.")
    why: str = Field(..., min_length=1, max_length=1000)


class ExtensionEndIn(Body):
    why: str = Field(..., min_length=1, max_length=1000)


@router.post("/{pk}/extension", response=UnitOut, summary="Extend the guarantee of a unit")
def extension(request: HttpRequest, response: HttpResponse, pk: Id, payload: ExtensionIn) -> dict[str, Any]:
    """For goodwill or after a long repair; with another day it takes the place of the earlier one. Decisions know of it
    by the fact `extended_until`.
    """

    def once() -> dict[str, Any]:
        actor = actor_of(request)
        unit = queries.unit(actor, pk)
        extend_guarantee(actor, unit=unit, until=payload.until, why=payload.why, now=now())
        return shown(queries.unit(actor, pk))

    return idempotent(request, response, payload, once)


@router.post("/{pk}/extension/ending", response=UnitOut, summary="Take an extension back")
def ending(request: HttpRequest, response: HttpResponse, pk: Id, payload: ExtensionEndIn) -> dict[str, Any]:
    """`409 no_extension` where there is none. Decisions that rested on it stay as they were made."""

    def once() -> dict[str, Any]:
        actor = actor_of(request)
        end_extension(actor, unit=queries.unit(actor, pk), why=payload.why, now=now())
        return shown(queries.unit(actor, pk))

    return idempotent(request, response, payload, once)
