"""The form of a role: names, what it is based on, and a tick for each permission, in groups."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sepas.kernel.errors import Conflict, Invalid
from sepas.parties import policies
from sepas.parties.models import CustomRole
from sepas.parties.roles import PERMISSION_NAMES, Role
from sepas.web.desk.gate import actor_of, organisation_of
from sepas.web.desk.shell import page

GROUPS = {
    "cases": _("Cases"),
    "customers": _("Customers"),
    "fields": _("What is shown of customers and amounts"),
    "units": _("Products and guarantees"),
    "messages": pgettext_lazy("group of permissions", "Messages"),
    "office": _("Office"),
}
HOME = {
    "cases": "cases", "ratings": "cases", "views": "cases", "customers": "customers", "fields": "fields",
    "units": "units", "registrations": "units", "decisions": "units", "messages": "messages", "replies": "messages",
    "texts": "messages", "personal": "messages",
}  # fmt: skip
"""The group of a permission by the word before its dot; all others belong to the office."""


def named(permissions: Iterable[str]) -> list[Any]:
    """Names of permissions in their usual order."""
    held = set(permissions)
    return [label for name, label in PERMISSION_NAMES.items() if name in held]


def sent(request: HttpRequest) -> dict[str, Any]:
    return {
        "name_fa": request.POST.get("name_fa", ""),
        "name_en": request.POST.get("name_en", ""),
        "based_on": request.POST.get("based_on", ""),
        "permissions": request.POST.getlist("permissions"),
    }


def form_page(
    request: HttpRequest,
    value: dict[str, Any],
    *,
    role: CustomRole | None = None,
    error: Invalid | Conflict | None = None,
) -> HttpResponse:
    """The form with these values. What the reader does not hold themselves cannot be ticked."""
    actor, organisation = actor_of(request), organisation_of(request)
    ticked = set(value["permissions"])
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    for name, label in PERMISSION_NAMES.items():
        group = HOME.get(name.partition(".")[0], "office")
        may = policies.may_use(actor, name, organisation_id=organisation.pk)
        groups[group].append({"name": name, "label": label, "ticked": name in ticked, "may": bool(may)})
    context = {
        "role": role,
        "value": value,
        "groups": [(GROUPS[name], rows) for name, rows in groups.items() if rows],
        "bases": Role.choices,
        "may": policies.may_edit_roles(actor, organisation.pk, role.permissions if role else ()),
        "action": f"/office/roles/{role.pk}/" if role else "/office/roles/new/",
        "errors": error.fields if isinstance(error, Invalid) else {},
        "problem": error.message if error else "",
    }
    status = error.status if error else 200
    return page(request, "office/roles/form.html", context, section="roles", status=status)
