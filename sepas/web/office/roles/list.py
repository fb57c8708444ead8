"""GET /office/roles/ : what each role may do, and how many people hold it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.roles import FIELD_PERMISSIONS, ROLE_PERMISSIONS, Role
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.roles.form import named


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    held = parties.roles_held(actor)
    context = {
        "own": [
            {
                "role": role,
                "may": named(role.permissions),
                "lacks": sorted(FIELD_PERMISSIONS - set(role.permissions)),
                "held": held.get(role.key, 0),
            }
            for role in parties.custom_roles(actor)
        ],
        "built_in": [
            {"role": role, "may": named(ROLE_PERMISSIONS[role]), "held": held.get(role.value, 0)}
            for role in Role
        ],
        "may": policies.may_edit_roles(actor, organisation_of(request).pk),
    }
    return page(request, "office/roles/list.html", context, section="roles")
