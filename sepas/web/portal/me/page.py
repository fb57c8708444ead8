"""GET /me/ : the signed-in customer's products and cases; for others the way in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.assets.queries import units_of_customer
from sepas.cases.queries import cases_of_customer
from sepas.web.answer import page
from sepas.web.portal.visitors import is_customer, visitor


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Units and cases of every organisation that knows this number."""
    if not is_customer(request):
        values = {"mobile": request.GET.get("mobile", "")}
        context = {"section": "me", "values": values, "next": request.GET.get("next", "")}
        return page(request, "portal/me/enter.html", context)
    actor = visitor(request)
    cases = cases_of_customer(actor)
    shown: dict[str, Any] = {
        "section": "me",
        "units": units_of_customer(actor),
        "open": [case for case in cases if case.is_open],
        "past": [case for case in cases if not case.is_open],
        "mobile": actor.mobile,
    }
    return page(request, "portal/me/page.html", shown)
