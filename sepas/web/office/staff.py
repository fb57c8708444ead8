"""GET /office/staff/ : who works here, with which roles, and where these hold."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.parties import queries as parties
from sepas.parties.roles import PERMISSION_NAMES, ROLE_PERMISSIONS, Role
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {
        "people": parties.staff(actor_of(request), inactive=True),
        "roles": [
            (
                role.label,
                [PERMISSION_NAMES[name] for name in PERMISSION_NAMES if name in ROLE_PERMISSIONS[role]],
            )
            for role in Role
        ],
    }
    return page(request, "office/staff.html", context, section="staff")
