"""POST /me/code/ : send a one-time code. GET, POST /me/enter/ : type it. POST /me/leave/ : sign out."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.ids import new_secret
from sepas.kernel.text import to_persian_digits as digits_fa
from sepas.notices.actions import queue_message
from sepas.parties.actions.codes import LIFE, check_code, issue_code
from sepas.parties.models import CodePurpose
from sepas.parties.phones import parse_mobile
from sepas.web import preferences
from sepas.web.answer import page, safe_next, see_other, with_errors
from sepas.web.limits import client_address, limit
from sepas.web.portal.visitors import visitor
from sepas.web.sessions import sign_in_customer, sign_out_customer

PENDING = "pending_mobile"
NEXT = "pending_next"


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A code goes to the number; the number waits in the session, not in an address."""
    now = clock.now()
    limit(request, "send-code", times=20, seconds=3600, now=now)
    try:
        mobile = parse_mobile(request.POST.get("mobile", ""))
        code = issue_code(
            visitor(request),
            mobile=mobile,
            purpose=CodePurpose.SIGN_IN,
            caller=client_address(request),
            now=now,
        )
    except Invalid as error:
        context = {"section": "me", "values": request.POST, "next": request.POST.get("next", "")}
        return with_errors(request, "portal/me/enter.html", error, context)
    tell_code(mobile, code)
    request.session[PENDING] = mobile
    request.session[NEXT] = safe_next(request, reverse("me"))
    return see_other(reverse("me-enter"))


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The right code signs in; a wrong one is counted."""
    mobile = request.session.get(PENDING)
    if not mobile:
        return see_other(reverse("me"))
    context = {"section": "me", "mobile": mobile}
    if request.method != "POST":
        return page(request, "portal/me/code.html", context)
    now = clock.now()
    limit(request, "enter-code", times=30, seconds=3600, now=now)
    code = request.POST.get("code", "").strip()
    try:
        if not code:
            raise Invalid({"code": _("Write the code that we sent you.")})
        check_code(visitor(request), mobile=mobile, code=code, purpose=CodePurpose.SIGN_IN, now=now)
    except Invalid as error:
        return with_errors(request, "portal/me/code.html", error, context)
    del request.session[PENDING]
    target = request.session.pop(NEXT, reverse("me"))
    sign_in_customer(request, mobile)
    return see_other(target)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    sign_out_customer(request)
    return see_other("/")


def tell_code(mobile: str, code: str) -> None:
    """Send a one-time code to its number."""
    now = clock.now()
    minutes = str(int(LIFE.total_seconds() // 60))
    queue_message(
        organisation=None,
        channel="sms",
        recipient=mobile,
        template="one_time_code",
        context={"otp": code, "minutes": {"fa": digits_fa(minutes), "en": minutes}},
        language=preferences.current().language,
        key=f"code:{new_secret()}",
        now=now,
    )
