"""GET /desk/handovers/ : the units that were offered to another owner, those that wait first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel.errors import Invalid
from sepas.warranty import owning, policies
from sepas.warranty.lifecycle import HandoverState
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SHOWN = 50


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return handovers_page(request)


def handovers_page(request: HttpRequest, *, wrong: int = 0, error: Invalid | None = None) -> HttpResponse:
    """The list; `wrong` is the offer whose form was sent with an `error`."""
    actor = actor_of(request)
    need(actor, "registrations.view")
    state = request.GET.get("state", HandoverState.OFFERED)
    if state not in HandoverState.values:
        state = HandoverState.OFFERED
    rows = list(owning.handovers(actor, state=state)[: SHOWN + 1])
    shown: list[dict[str, Any]] = [
        {
            "row": row,
            "may_take": policies.may_take_over(actor, row),
            "may_cancel": policies.may_cancel_handover(actor, row),
            "errors": dict(error.fields) if error and row.pk == wrong else {},
            "sent": request.POST.get("why", "") if row.pk == wrong else "",
        }
        for row in rows[:SHOWN]
    ]
    context = {
        "handovers": shown,
        "more": len(rows) > SHOWN,
        "state": state,
        "states": HandoverState.choices,
    }
    status = error.status if error else 200
    return page(request, "desk/handovers/list.html", context, section="registrations", status=status)
