"""GET, POST /t/<secret>/notices/ : by which ways, and of what, the customer wants to hear."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sepas.cases.queries import case_by_secret
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.notices.choices import choice_of, choose_notices
from sepas.notices.models import News
from sepas.parties.models import Customer
from sepas.web.answer import page, see_other, with_errors
from sepas.web.limits import limit

TEMPLATE = "portal/notices.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest, secret: str) -> HttpResponse:
    actor, case = case_by_secret(secret)
    customer, now = case.customer, clock.now()
    customer.organisation = case.organisation
    if request.method != "POST":
        return page(request, TEMPLATE, {"section": "track", "case": case} | shown(customer))
    limit(request, "case", times=40, seconds=3600, now=now, who=secret)
    sent = sent_choice(request)
    try:
        choose_notices(actor, customer=customer, now=now, **sent)
    except Invalid as error:
        return with_errors(
            request, TEMPLATE, error, {"section": "track", "case": case} | shown(customer) | {"choice": sent}
        )
    return see_other(f"{request.path}?kept=1")


def shown(customer: Customer) -> dict[str, Any]:
    """What the form shows of a customer's choice."""
    return {
        "customer": customer,
        "choice": choice_of(customer),
        "news": News.choices,
        "quiet": customer.organisation.quiet_from != customer.organisation.quiet_until,
    }


def sent_choice(request: HttpRequest) -> dict[str, Any]:
    form = request.POST
    return {"sms": "sms" in form, "email": "email" in form, "news": form.get("news", "")}
