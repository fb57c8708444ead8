"""GET /desk/invoices/ : invoices whose unit has to be found, oldest first; others by state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel.errors import Invalid
from sepas.warranty import owning, policies
from sepas.warranty.lifecycle import InvoiceState
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SHOWN = 50


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return invoices_page(request)


def invoices_page(request: HttpRequest, *, wrong: int = 0, error: Invalid | None = None) -> HttpResponse:
    """The list; `wrong` is the invoice whose form was sent with an `error`."""
    actor = actor_of(request)
    need(actor, "registrations.view")
    state = request.GET.get("state", InvoiceState.PENDING)
    if state not in InvoiceState.values:
        state = InvoiceState.PENDING
    rows = list(owning.invoices(actor, state=state)[: SHOWN + 1])
    shown: list[dict[str, Any]] = [
        {
            "row": row,
            "may": policies.may_settle_invoice(actor, row),
            "errors": dict(error.fields) if error and row.pk == wrong else {},
            "why": request.POST.get("why", "") if row.pk == wrong else "",
            "serial": request.POST.get("serial", "") if row.pk == wrong else row.serial,
        }
        for row in rows[:SHOWN]
    ]
    context = {"invoices": shown, "more": len(rows) > SHOWN, "state": state, "states": InvoiceState.choices}
    status = error.status if error else 200
    return page(request, "desk/invoices/list.html", context, section="registrations", status=status)
