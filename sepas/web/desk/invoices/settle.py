"""POST /desk/invoices/<id>/review : its unit is found, or it proves nothing. GET …/file : the paper itself."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty import owning
from sepas.warranty.actions.invoices import accept_invoice, reject_invoice
from sepas.web.answer import see_other
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.invoices.list import invoices_page
from sepas.web.papers import private_file


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Settled once by its state, so it needs no key of the form."""
    actor, now = actor_of(request), clock.now()
    invoice = owning.invoice(actor, pk)
    why = request.POST.get("why", "")
    try:
        if request.POST.get("accept") == "yes":
            serial = request.POST.get("serial", "")
            accepted = accept_invoice(actor, invoice=invoice, serial=serial, why=why, now=now)
            messages.success(request, _("The guarantee is registered by the invoice."))
            return see_other(f"/desk/units/{accepted.unit_id}/")
        reject_invoice(actor, invoice=invoice, why=why, now=now)
        messages.success(request, _("The invoice is rejected, and its sender is told why."))
        return see_other("/desk/invoices/")
    except Invalid as error:
        return invoices_page(request, wrong=invoice.pk, error=error)


@staff_only
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    actor = actor_of(request)
    need(actor, "registrations.view")
    return private_file(owning.invoice(actor, pk))
