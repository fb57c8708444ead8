"""GET /me/erasure/<id>/ : what would be erased and what must stay. POST sends a code; with the code it is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sepas.flows.erase_customer import erase_customer, preview
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties.actions.codes import check_code, issue_code
from sepas.parties.models import CodePurpose
from sepas.web.answer import page, see_other, with_errors
from sepas.web.limits import client_address, limit
from sepas.web.portal.me.code import tell_code
from sepas.web.portal.me.data import own_customer
from sepas.web.portal.visitors import is_customer, visitor

TEMPLATE = "portal/me/erasure.html"
SENT = "erasure_code_sent"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    if not is_customer(request):
        return see_other(f"{reverse('me')}?next={request.path}")
    customer, now, actor = own_customer(request, pk), clock.now(), visitor(request)
    context = {
        "section": "me",
        "customer": customer,
        "would": preview(actor, customer),
        "sent": request.session.get(SENT) == pk,
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    limit(request, "erasure", times=20, seconds=3600, now=now)
    try:
        if "send" in request.POST:
            code = issue_code(
                actor,
                mobile=actor.mobile,
                purpose=CodePurpose.ERASE,
                caller=client_address(request),
                now=now,
            )
            tell_code(actor.mobile, code)
            request.session[SENT] = pk
            return see_other(f"{request.path}#code")
        code = request.POST.get("code", "").strip()
        if not code:
            raise Invalid({"code": _("Write the code that we sent you.")})
        check_code(actor, mobile=actor.mobile, code=code, purpose=CodePurpose.ERASE, now=now)
    except Invalid as error:
        return with_errors(request, TEMPLATE, error, context | {"sent": True})
    request.session.pop(SENT, None)
    if erase_customer(actor, customer=customer, now=now):
        messages.success(request, _("What the company held about you is erased."))
    else:
        messages.success(
            request,
            _(
                "What closed cases held is erased. Your name and number go as soon as your last open case closes."
            ),
        )
    return see_other(reverse("me-data"))
