"""POST /office/staff/<id>/roles gives a role; POST …/roles/<id>/revocation takes one back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.actions.roles import assign_role, revoke_role
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.office.branches.choice import chosen_branch
from sepas.web.office.staff.show import staff_page
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)

    def run() -> str:
        role, branch = request.POST.get("role", ""), chosen_branch(request, "place")
        assign_role(actor, staff=row.staff, role=role, branch=branch, now=now)
        messages.success(request, _("The role is given and counts from now on."))
        return f"/office/staff/{pk}/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return staff_page(request, row, role_error=error)


@staff_only
@require_POST
def revoke(request: HttpRequest, pk: int, role_id: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)

    def run() -> str:
        held = next((role for role in row.roles if role.pk == role_id), None)
        if held is None:
            raise NotFound
        revoke_role(actor, staff=row.staff, role=held.role, branch=held.branch, now=now)
        messages.success(request, _("The role is taken back and counts no more."))
        return f"/office/staff/{pk}/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return staff_page(request, row, role_error=error)
