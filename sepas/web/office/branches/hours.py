"""POST /office/branches/<id>/hours : the opening hours of a week, with several intervals a day."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.parties.actions.branches import set_hours
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then

WEEK = (5, 6, 0, 1, 2, 3, 4)
"""Saturday first, as weeks begin here."""
OFFERED = 3
"""Pairs of times that the form has for a day, at least."""


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    branch = parties.branch(actor, pk)

    def run() -> str:
        hours = {str(weekday): intervals_in(request.POST, f"day{weekday}") for weekday in range(7)}
        set_hours(actor, branch=branch, hours=hours, now=now)
        messages.success(request, _("The hours are kept. Clocks that start from now on count with them."))
        return f"/office/branches/{branch.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        from sepas.web.office.branches.show import branch_page

        return branch_page(request, branch, hours_error=error)


def intervals_in(data: Mapping[str, Any], prefix: str) -> list[list[str]]:
    """The pairs `<prefix>_<n>_from` and `<prefix>_<n>_to` that are not both empty, as they were typed."""
    found = []
    for number in range(6):
        pair = [str(data.get(f"{prefix}_{number}_{end}", "")).strip() for end in ("from", "to")]
        if any(pair):
            found.append(pair)
    return found
