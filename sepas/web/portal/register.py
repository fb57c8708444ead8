"""GET, POST /register/ : a guarantee in three fields. GET /register/<token>/ : what became of it."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sepas.kernel import clock
from sepas.kernel.actor import system
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.text import to_latin_digits
from sepas.parties.phones import show_mobile
from sepas.warranty import queries as warranty
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.reasons import explain
from sepas.web.answer import page, see_other, with_errors
from sepas.web.forms import read_date, read_number, sent_date
from sepas.web.limits import limit
from sepas.web.portal.visitors import visitor

TEMPLATE = "portal/register/form.html"
SALT = "portal.register"


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form, and the registration itself; the result has an address that only its maker knows."""
    if request.method != "POST":
        values = {"serial": request.GET.get("serial", ""), "mobile": typed_mobile(request)}
        return page(request, TEMPLATE, {"section": "register", "values": values})
    now = clock.now()
    limit(request, "register", times=20, seconds=3600, now=now)

    try:
        # Idempotent by itself, so it needs no key of the form; and in a transaction of the form's key, a serial
        # that is not on file would not be remembered against guessing.
        registration = register_guarantee(
            visitor(request),
            serial=request.POST.get("serial", ""),
            mobile=request.POST.get("mobile", ""),
            purchased_on=read_date(request.POST, "purchased_on"),
            model_id=read_number(request.POST.get("model", "")),
            now=now,
        )
        kept = [registration.pk, registration.organisation_id]
        return see_other(reverse("registered", args=[signing.Signer(salt=SALT).sign_object(kept)]))
    except Invalid as error:
        context: dict[str, Any] = {
            "section": "register",
            "values": request.POST,
            "purchased_on": sent_date(request.POST, "purchased_on"),
            "choices": _choices(error),
        }
        return with_errors(request, TEMPLATE, error, context)


@require_safe
def registered(request: HttpRequest, token: str) -> HttpResponse:
    """Active with its dates, or under review with the reason and what happens next."""
    try:
        pk, organisation_id = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        raise NotFound() from None
    registration = warranty.registration(system(organisation_id), pk)
    context = {"section": "register", "registration": registration, "reasons": explain(registration)}
    return page(request, "portal/register/done.html", context)


def typed_mobile(request: HttpRequest) -> str:
    """The visitor's own number as they would type it; empty for a guest."""
    mobile = visitor(request).mobile
    return to_latin_digits(show_mobile(mobile)).replace(" ", "") if mobile else ""


def _choices(error: Invalid) -> list[tuple[str, Any, Any]]:
    """The products that share a serial number, for choosing one."""
    return [(str(row["model"]), row["name"], row["organisation"]) for row in error.data.get("choices", [])]
