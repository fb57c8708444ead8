"""GET, POST /desk/customers/<id>/ : one customer with products and cases; POST corrects what is known of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import queries as assets
from sepas.cases.queries.related import related
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties import masks, policies
from sepas.parties import queries as parties
from sepas.parties.actions.customers import edit_customer
from sepas.parties.models import Customer
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then

FIELDS = ("name", "email", "city", "address", "language")
CONTACT = ("email", "address")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    need(actor, "customers.view")
    customer = parties.customer(actor, pk)
    if request.method != "POST":
        return _page(request, customer)
    given = {name: request.POST[name] for name in FIELDS if name in request.POST and name not in _hidden()}

    def run() -> str:
        edit_customer(actor, customer=customer, now=now, **given)
        messages.success(request, _("The customer's details are kept."))
        return f"/desk/customers/{customer.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, customer, error, given)


def _hidden() -> tuple[str, ...]:
    """What somebody does not see, they do not write either: a mask would be kept as if it were the address."""
    return CONTACT if masks.hides("fields.contact") else ()


def _page(
    request: HttpRequest,
    customer: Customer,
    error: Invalid | None = None,
    given: dict[str, Any] | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "customer": customer,
        "value": {name: getattr(customer, name) for name in FIELDS if name not in _hidden()} | (given or {}),
        "sees_contact": not _hidden(),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "may_edit": policies.may_edit_customer(actor, customer),
        "may_erase": policies.may_erase_customer(actor, customer),
        "units": assets.units_of_customer(actor, customer.pk),
        "cases": related(actor, customer_id=customer.pk),
        "languages": [("fa", _("Persian")), ("en", _("English"))],
        "now": clock.now(),
    }
    status = error.status if error else 200
    return page(request, "desk/customers/show.html", context, section="customers", status=status)
