"""The members of staff that a request names: whose a view, a ready text or a macro is, who comes to an appointment."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field, StrictInt

from sepas.api.doors import LARGEST_ID
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.models import Staff

Owner = Annotated[
    StrictInt | None,
    Field(ge=1, le=LARGEST_ID, description="Whose it is, with `personal.edit`; null: everybody's."),
]


def staff_in(actor: Actor, pk: int | None, field: str = "staff") -> Staff | None:
    """The member of staff that a request named; `Invalid` on `field` when there is none."""
    if pk is None:
        return None
    try:
        return parties.staff_member(actor, pk).staff
    except NotFound:
        raise Invalid({field: _("There is no such member of staff.")}) from None
