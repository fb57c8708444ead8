"""GET, POST /desk/customers/<id>/erasure/ : forget a customer at their wish: preview, then done with a tick."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.flows.erase_customer import erase_customer, preview
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then

TEMPLATE = "desk/customers/erasure.html"


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    customer = parties.customer(actor, pk)
    require(policies.may_erase_customer(actor, customer))
    context = {"customer": customer, "would": preview(actor, customer)}
    if request.method != "POST":
        return page(request, TEMPLATE, context, section="customers")

    def run() -> str:
        if not request.POST.get("sure"):
            raise Invalid({"sure": _("Tick that the customer has asked for it themselves.")})
        if erase_customer(actor, customer=customer, now=now):
            messages.success(request, _("The customer is erased."))
        else:
            messages.success(
                request, _("Closed cases are erased; the rest goes when the last open case closes.")
            )
        return f"/desk/customers/{customer.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return page(
            request, TEMPLATE, context | {"errors": error.fields}, section="customers", status=error.status
        )
