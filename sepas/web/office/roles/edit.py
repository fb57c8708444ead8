"""GET, POST /office/roles/new/ and /office/roles/<id>/ ; POST …/removal takes a role out of use."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.custom_roles import create_role, edit_role, remove_role
from sepas.parties.roles import ROLE_PERMISSIONS, Role
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.office.roles.form import form_page, sent
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(policies.may_edit_roles(actor, organisation.pk))
    if request.method != "POST":
        wanted = request.GET.get("based_on", "")
        base = Role(wanted) if wanted in Role.values else Role.AGENT
        value = {"name_fa": "", "name_en": "", "based_on": base.value, "permissions": ROLE_PERMISSIONS[base]}
        return form_page(request, value)

    def run() -> str:
        create_role(actor, organisation=organisation, now=now, **sent(request))
        messages.success(request, _("The role is there and can be given to people."))
        return "/office/roles/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return form_page(request, sent(request), error=error)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    role = parties.custom_role(actor, pk)
    if request.method != "POST":
        names = ("name_fa", "name_en", "based_on", "permissions")
        return form_page(request, {name: getattr(role, name) for name in names}, role=role)

    def run() -> str:
        edit_role(actor, role=role, now=now, **sent(request))
        messages.success(request, _("The role is changed for everybody who holds it."))
        return "/office/roles/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return form_page(request, sent(request), role=role, error=error)


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    role = parties.custom_role(actor, pk)

    def run() -> str:
        remove_role(actor, role=role, now=now)
        messages.success(request, _("The role is taken out of use."))
        return "/office/roles/"

    return once_then(request, run, now=now)
