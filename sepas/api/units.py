"""`GET /units`: the organisation's units by serial number."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from sepas.api.doors import actor_of, iso, token
from sepas.assets import queries
from sepas.assets.models import Unit
from sepas.kernel.errors import Refused
from sepas.parties.roles import PERMISSION_NAMES

router = Router(auth=token)


def shown(unit: Unit) -> dict[str, Any]:
    """A unit as the API gives it; dates are Gregorian ISO dates."""
    return {
        "id": unit.pk,
        "serial": unit.serial,
        "state": unit.state,
        "model": {"code": unit.model.code, "name": {"fa": unit.model.name_fa, "en": unit.model.name_en}},
        "product_class": unit.model.product_class,
        "sold_on": iso(unit.sold_on),
        "delivered_on": iso(unit.delivered_on),
        "installed_on": iso(unit.installed_on),
        "activated_on": iso(unit.activated_on),
    }


@router.get("", response=list[dict[str, Any]], summary="Find units by serial number")
def find(
    request: HttpRequest, serial: str = Query(..., min_length=3, max_length=200)
) -> list[dict[str, Any]]:
    """Serial numbers as people write them: letters, digits and separators of any script, or a scanned code."""
    actor = actor_of(request)
    if not actor.may("units.view"):
        raise Refused(PERMISSION_NAMES["units.view"], code="no_permission", data={"permission": "units.view"})
    return [shown(unit) for unit in queries.find_units(serial, organisation_id=actor.organisation_id)]
