"""GET, POST /track/ : the tracking code and four digits of the mobile number open the case's page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sepas.cases.queries import case_by_code_and_mobile
from sepas.kernel import clock
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.ids import LENGTH, read_code
from sepas.kernel.text import to_latin_digits
from sepas.web.answer import page, see_other, with_errors
from sepas.web.limits import limit

TEMPLATE = "portal/track.html"


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Forgiving about how the code is written; strict about how often one may guess."""
    if request.method != "POST":
        return page(request, TEMPLATE, {"section": "track", "values": {"code": request.GET.get("code", "")}})
    typed, last = request.POST.get("code", ""), last_four(request.POST.get("last", ""))
    context = {"section": "track", "values": request.POST}
    try:
        code = read_code(typed)
        if code is None:
            raise Invalid({"code": _why_unread(typed)})
        now = clock.now()
        limit(request, "track", times=12, seconds=600, now=now)
        limit(request, "track-code", times=6, seconds=3600, now=now, who=code)
        _actor, case = case_by_code_and_mobile(code, last)
    except Invalid as error:
        return with_errors(request, TEMPLATE, error, context)
    except NotFound:
        wrong = _("No case has this code together with these last four digits. Check both.")
        return with_errors(request, TEMPLATE, Invalid({"last": wrong}), context)
    return see_other(reverse("tracking", args=[case.secret]))


def _why_unread(typed: str) -> str:
    """Too few or too many digits are another slip than a wrong one."""
    if sum(char in "0123456789" for char in to_latin_digits(typed)) == LENGTH:
        return _("A digit of this code is not right. Compare it with the message that we sent you.")
    return _("The code has twelve digits. Compare it with the message that we sent you.")


def last_four(typed: str) -> str:
    """The last four digits of what was typed: four alone, or a whole number as people write it."""
    return "".join(char for char in to_latin_digits(typed) if char in "0123456789")[-4:]
