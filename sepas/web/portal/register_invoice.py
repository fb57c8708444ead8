"""GET, POST /register/invoice/ : a guarantee by the invoice, where the serial number is not known or not on file."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sepas.cases import attachments
from sepas.kernel import clock
from sepas.kernel.actor import system
from sepas.kernel.errors import Invalid, NotFound, type_of_text
from sepas.parties import queries as parties
from sepas.parties.models import Organisation
from sepas.warranty import owning
from sepas.warranty.actions.invoices import send_invoice
from sepas.web.answer import page, see_other, with_errors
from sepas.web.forms import read_date, sent_date, uploads
from sepas.web.limits import limit
from sepas.web.portal.register import SALT as REGISTERED
from sepas.web.portal.visitors import visitor
from sepas.web.templatetags.reader import name_of

TEMPLATE = "portal/register/invoice.html"
SALT = "portal.register.invoice"
TEXTS = ("mobile", "number", "shop", "product", "serial")


@require_http_methods(["GET", "HEAD", "POST"])
def register_invoice(request: HttpRequest) -> HttpResponse:
    """The form, and the invoice itself; the result has an address that only its sender knows."""
    if request.method != "POST":
        values = {name: request.GET.get(name, "") for name in ("serial", "organisation")}
        return page(request, TEMPLATE, _context({"mobile": visitor(request).mobile, **values}))
    now = clock.now()
    limit(request, "register", times=20, seconds=3600, now=now)
    try:
        # Idempotent by itself: the same paper with the same number and date is the same invoice.
        sent = _read(request)
        invoice = send_invoice(visitor(request), **sent, now=now)
    except Invalid as error:
        context = _context(request.POST) | {"purchased_on": sent_date(request.POST, "purchased_on")}
        return with_errors(request, TEMPLATE, error, context)
    if invoice.registration_id is not None:
        token = signing.Signer(salt=REGISTERED).sign_object(
            [invoice.registration_id, invoice.organisation_id]
        )
        return see_other(reverse("registered", args=[token]))
    token = signing.Signer(salt=SALT).sign_object([invoice.pk, invoice.organisation_id])
    return see_other(reverse("invoice-sent", args=[token]))


@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Received, with what happens next; later, what became of it."""
    try:
        pk, organisation_id = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        raise NotFound() from None
    invoice = owning.invoice(system(organisation_id), pk)
    return page(request, "portal/register/invoice_sent.html", {"section": "register", "invoice": invoice})


def _read(request: HttpRequest) -> dict[str, Any]:
    """Everything that the form says; all that is wrong with it at once."""
    wrong: dict[str, type_of_text] = {}
    company = _company(request.POST.get("organisation", ""))
    if company is None:
        wrong["organisation"] = _("Choose the company.")
    day, papers = None, []
    try:
        day = read_date(request.POST, "purchased_on")
    except Invalid as error:
        wrong |= error.fields
    try:
        papers = attachments.prepare(uploads(request, "files")[:1])
    except Invalid as error:
        wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    texts = {name: request.POST.get(name, "") for name in TEXTS}
    return {"organisation": company, "dated_on": day, "paper": papers[0] if papers else None, **texts}


def _company(slug: str) -> Organisation | None:
    companies = parties.organisations()
    if not slug and len(companies) == 1:
        return companies[0]
    return next((row for row in companies if row.slug == slug), None)


def _context(values: Any) -> dict[str, Any]:
    companies = [(row.slug, name_of(row)) for row in parties.organisations()]
    return {"section": "register", "values": values, "companies": companies}
