"""GET /desk/profile/ : oneself: name and roles, how one reads, how one signs in and where one is signed in.

POST …/sessions/<id>/ending signs oneself out in one browser.
"""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sepas.cases.queries.views import desk_settings
from sepas.kernel import clock
from sepas.parties import queries as parties
from sepas.parties.actions.sessions import end_session, sessions_of
from sepas.web.accounts.second_factor import is_required
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
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
    }
    return page(request, "desk/profile.html", context, section="profile")


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
