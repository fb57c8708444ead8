"""GET /desk/customers/ : customers by name or number."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.parties import queries as parties
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "customers.view")
    text = request.GET.get("q", "").strip()[:100]
    number = request.GET.get("page", "1")
    found = parties.customers(actor, text=text, page=int(number) if number.isdecimal() else 1)
    return page(request, "desk/customers/list.html", {"found": found, "text": text}, section="customers")
