"""GET /desk/registrations/ : those under review first; others by state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel.errors import Invalid, type_of_text
from sepas.warranty import policies
from sepas.warranty import queries as warranty
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.reasons import REASONS, SIGNS
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SHOWN = 50


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return registrations_page(request)


def registrations_page(request: HttpRequest, *, wrong: int = 0, error: Invalid | None = None) -> HttpResponse:
    """The list; `wrong` is the registration whose form was sent with an `error`."""
    actor = actor_of(request)
    need(actor, "registrations.view")
    state = request.GET.get("state", RegistrationState.DISPUTED)
    if state not in RegistrationState.values:
        state = RegistrationState.DISPUTED
    rows = list(warranty.registrations(actor, state=state)[: SHOWN + 1])
    errors: dict[str, type_of_text] = dict(error.fields) if error else {}
    shown: list[dict[str, Any]] = [
        {
            "row": row,
            "told": REASONS.get(row.reason),
            "signs": [SIGNS[name] for name in row.signs if name in SIGNS],
            "may": policies.may_review(actor, row),
            "errors": errors if row.pk == wrong else {},
            "sent": request.POST.get("why", "") if row.pk == wrong else "",
        }
        for row in rows[:SHOWN]
    ]
    context = {
        "registrations": shown,
        "more": len(rows) > SHOWN,
        "state": state,
        "states": RegistrationState.choices,
    }
    status = error.status if error else 200
    return page(request, "desk/registrations/list.html", context, section="registrations", status=status)
