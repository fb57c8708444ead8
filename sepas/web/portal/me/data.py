"""GET /me/data/ : everything that is held about the signed-in customer; GET /me/data.json takes it along.

POST /me/consents/ : give or withdraw a consent.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sepas.flows.held import Held, held_about
from sepas.kernel import clock
from sepas.kernel.errors import NotFound
from sepas.parties.actions.consents import give_consent, withdraw_consent
from sepas.parties.models import ConsentPurpose, ConsentSource, Customer
from sepas.parties.queries import customers_of_mobile
from sepas.web.answer import page, see_other
from sepas.web.limits import limit
from sepas.web.portal.visitors import is_customer, visitor


@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    if not is_customer(request):
        return see_other(f"{reverse('me')}?next={request.path}")
    held = held_about(visitor(request))
    context = {
        "section": "me",
        "held": held,
        "purposes": ConsentPurpose.choices,
        "mobile": visitor(request).mobile,
    }
    return page(request, "portal/me/data.html", context)


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    if not is_customer(request):
        return see_other(f"{reverse('me')}?next={reverse('me-data')}")
    held = held_about(visitor(request))
    body = {"at": clock.now().isoformat(), "organisations": [_plain(each) for each in held]}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="sepas-my-data.json"'
    return response


@require_POST
def consents(request: HttpRequest) -> HttpResponse:
    """One switch: `purpose` is given when `on`, else withdrawn."""
    customer, now = own_customer(request), clock.now()
    limit(request, "consents", times=60, seconds=3600, now=now)
    purpose = request.POST.get("purpose", "")
    if request.POST.get("on"):
        give_consent(
            visitor(request), customer=customer, purpose=purpose, channel=ConsentSource.PORTAL, now=now
        )
    else:
        withdraw_consent(visitor(request), customer=customer, purpose=purpose, now=now)
    return see_other(f"{reverse('me-data')}#of-{customer.pk}")


def own_customer(request: HttpRequest, pk: int | str | None = None) -> Customer:
    """The signed-in customer's row of one organisation, by its id; raises `NotFound`."""
    wanted = str(pk if pk is not None else request.POST.get("customer", ""))
    if is_customer(request):
        for customer in customers_of_mobile(visitor(request)):
            if str(customer.pk) == wanted:
                return customer
    raise NotFound()


def _plain(held: Held) -> dict[str, Any]:
    return {
        name: [{key: _text(value) for key, value in row.items()} for row in rows]
        if isinstance(rows, list)
        else {key: _text(value) for key, value in rows.items()}
        for name, rows in held.as_dict().items()
    }


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
