"""GET /desk/profile/ : oneself: name and roles, how one reads, how one signs in and where one is signed in.

POST …/told chooses what one is told and by which way; …/sessions/<id>/ending signs oneself out in one browser.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sepas.cases.queries.views import desk_settings
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.notices.ports import sends_email
from sepas.parties import queries as parties
from sepas.parties.actions.sessions import end_session, sessions_of
from sepas.parties.models import Staff
from sepas.teamwork.actions.told import choose_told
from sepas.teamwork.models import Reason
from sepas.teamwork.queries_told import told_by
from sepas.teamwork.told import APP, EMAIL
from sepas.web.accounts.second_factor import is_required
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then

ORDER = (
    Reason.ASSIGNED,
    Reason.MENTIONED,
    Reason.CUSTOMER_WROTE,
    Reason.APPOINTMENT,
    Reason.REOPENED,
    Reason.ESCALATED,
    Reason.DUE_SOON,
    Reason.LATE,
    Reason.FORGOTTEN,
    Reason.NOBODY,
    Reason.WOKEN,
    Reason.NOT_SENT,
)
"""Every reason, in the order in which it is offered."""
ALONE = {
    Reason.ASSIGNED: _("Somebody gives you a case"),
    Reason.MENTIONED: _("A colleague mentions you"),
    Reason.CUSTOMER_WROTE: _("The customer of your case writes"),
    Reason.APPOINTMENT: _("The customer answers about an appointment"),
    Reason.REOPENED: _("The customer reopens a case"),
    Reason.ESCALATED: _("The customer takes a case higher"),
    Reason.DUE_SOON: _("A promise is due soon"),
    Reason.LATE: _("A promise is broken"),
    Reason.FORGOTTEN: _("A case is forgotten"),
    Reason.NOBODY: _("A case has nobody"),
    Reason.WOKEN: _("A case that you put aside is back"),
    Reason.NOT_SENT: _("An answer of yours is not sent"),
}
"""Words for reasons whose own stand beside somebody's name."""


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


@staff_only
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    staff = parties.staff_member(actor, actor.id or 0).staff
    ways = {str(reason): request.POST.getlist(str(reason)) for reason in Reason.values}

    def run() -> str:
        choose_told(actor, staff=staff, ways=ways, email=request.POST.get("email"), now=now)
        messages.success(request, _("You are told as you chose."))
        return "/desk/profile/#told"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error, ways)


def _page(
    request: HttpRequest, error: Invalid | None = None, ways: dict[str, list[str]] | None = None
) -> HttpResponse:
    actor = actor_of(request)
    person = parties.staff_member(actor, actor.id or 0)
    types = set(Authenticator.objects.filter(user_id=person.staff.user_id).values_list("type", flat=True))
    context = {
        "staff": person.staff,
        "roles": person.roles,
        "factors": [
            label
            for kind, label in (
                (Authenticator.Type.TOTP, _("an app with six digits")),
                (Authenticator.Type.WEBAUTHN, _("a passkey or security key")),
            )
            if kind in types
        ],
        "factor_needed": is_required(actor),
        "has_password": person.staff.user.has_usable_password(),
        "sessions": sessions_of(actor, person.staff),
        "here": request.session.session_key,
        "first_view": desk_settings(actor).first_view,
    } | _told(request, person.staff, error, ways)
    return page(
        request, "desk/profile.html", context, section="profile", status=error.status if error else 200
    )


def _told(
    request: HttpRequest, staff: Staff, error: Invalid | None, ways: dict[str, list[str]] | None
) -> dict[str, Any]:
    kept = told_by(staff)
    shown = ways or kept.ways
    errors = error.fields if error else {}
    return {
        "told": [
            {
                "name": reason.value,
                "label": ALONE.get(reason, reason.label),
                "app": APP in shown[reason] or reason in kept.must,
                "email": EMAIL in shown[reason],
                "must": reason in kept.must,
                "error": errors.get(reason.value, ""),
            }
            for reason in ORDER
        ],
        "told_email": request.POST.get("email", kept.own_email) if error else kept.own_email,
        "usual_email": staff.user.email,
        "sends_email": sends_email(),
        "errors": errors,
        "problem": error.message if error else "",
    }


@staff_only
@require_POST
def sign_out(request: HttpRequest, session_id: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    staff = parties.staff_member(actor, actor.id or 0).staff

    def run() -> str:
        end_session(actor, staff=staff, session_id=session_id, now=now)
        messages.success(request, _("You are signed out there."))
        return "/desk/profile/#sessions"

    return once_then(request, run, now=now)
