"""GET /me/invoices/<id>/ : the file of an invoice that the signed-in customer sent."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sepas.warranty import owning
from sepas.web.papers import private_file
from sepas.web.portal.me.gate import customers_only
from sepas.web.portal.visitors import visitor


@customers_only
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    return private_file(owning.invoice(visitor(request), pk))
