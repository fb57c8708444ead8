"""GET, POST /me/notices/<id>/ : by which ways, and of what, one organisation may write to me."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.notices.choices import choose_notices
from sepas.web.answer import page, see_other, with_errors
from sepas.web.portal.me.data import own_customer
from sepas.web.portal.t.notices import TEMPLATE, sent_choice, shown
from sepas.web.portal.visitors import is_customer, visitor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest, pk: int) -> HttpResponse:
    if not is_customer(request):
        return see_other(f"{reverse('me')}?next={request.path}")
    customer = own_customer(request, pk)
    context = {"section": "me"} | shown(customer)
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    sent = sent_choice(request)
    try:
        choose_notices(visitor(request), customer=customer, now=clock.now(), **sent)
    except Invalid as error:
        return with_errors(request, TEMPLATE, error, context | {"choice": sent})
    return see_other(f"{request.path}?kept=1")
