"""GET, POST /office/staff/<id>/ : a person with roles and sign-in; POST corrects their details."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import DomainError, Invalid
from sepas.kernel.policy import ALLOWED
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.sessions import sessions_of
from sepas.parties.actions.staff import edit_staff
from sepas.parties.queries import StaffRow
from sepas.parties.roles import Role
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.branches.choice import branch_options, chosen_branch
from sepas.web.office.staff.handing import Handed
from sepas.web.office.staff.list import LANGUAGES, places_for
from sepas.web.office.staff.skill_list import skills_context
from sepas.web.once import once_then
from sepas.web.templatetags.reader import name_of

FIELDS = ("name_fa", "name_en", "mobile", "language")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)
    if request.method != "POST":
        return staff_page(request, row)

    def run() -> str:
        given: dict[str, Any] = {name: request.POST[name] for name in FIELDS if name in request.POST}
        if "branch" in request.POST:
            branch = chosen_branch(request, "branch")
            if (branch.pk if branch else None) != row.staff.branch_id:
                given["branch"] = branch
        edit_staff(actor, staff=row.staff, now=now, **given)
        messages.success(request, _("The person's details are kept."))
        return f"/office/staff/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return staff_page(request, row, error=error)


def staff_page(
    request: HttpRequest,
    row: StaffRow,
    *,
    error: Invalid | None = None,
    role_error: DomainError | None = None,
    access_error: DomainError | None = None,
    handed: Handed | None = None,
) -> HttpResponse:
    """The page; each form shows its own error with what was typed."""
    actor, staff = actor_of(request), row.staff
    held = [(role.role, role.branch_id) for role in row.roles]
    everywhere, reached = places_for(request)
    wrong = error or role_error or access_error
    value: dict[str, Any] = {name: getattr(staff, name) for name in FIELDS}
    value["branch"] = str(staff.branch_id or "")
    options = branch_options(reached)
    if staff.branch and staff.branch not in reached:
        options = [*branch_options([staff.branch]), *options]
    context = {
        **skills_context(actor, staff),
        "staff": staff,
        "value": value | ({name: request.POST.get(name, "") for name in value} if error else {}),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "may": policies.may_edit_staff(actor, staff, held),
        "may_deactivate": policies.may_deactivate_staff(actor, staff, held),
        "may_reset": policies.may_reset_sign_in(actor, staff, held),
        "may_roles": ALLOWED if reached else everywhere,
        "held": [
            {
                "row": role,
                "may": policies.may_give(actor, staff.organisation_id, role.role, role.branch_id),
            }
            for role in row.roles
        ],
        "roles": [*Role.choices, *((role.key, name_of(role)) for role in parties.custom_roles(actor))],
        "everywhere": everywhere or staff.branch_id is None,
        "branches": options,
        "places": branch_options(reached),
        "roles_everywhere": everywhere,
        "languages": LANGUAGES,
        "role_sent": request.POST if role_error else {},
        "role_errors": role_error.fields if isinstance(role_error, Invalid) else {},
        "role_problem": role_error.message if role_error else "",
        "access_problem": access_error.message if access_error else "",
        "handed": handed,
        "sessions": sessions_of(actor, staff),
    }
    response = page(
        request, "office/staff/show.html", context, section="staff", status=wrong.status if wrong else 200
    )
    response["Cache-Control"] = "no-store"
    return response
