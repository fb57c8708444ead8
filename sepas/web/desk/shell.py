"""What surrounds every page of the desk and the office: where one can go, and the search."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.web import answer
from sepas.web.desk.gate import actor_of


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is offered to those who hold one of `permissions`."""

    section: str
    href: str
    label: str | Promise
    icon: str
    permissions: tuple[str, ...] = ()


DESK = (
    Place("inbox", "/desk/", _("Inbox"), "box", ("cases.view",)),
    Place("new", "/desk/cases/new/", _("New case"), "phone", ("cases.open",)),
    Place("customers", "/desk/customers/", _("Customers"), "person", ("customers.view",)),
    Place("units", "/desk/units/", _("Products in the field"), "wrench", ("units.view",)),
    Place("registrations", "/desk/registrations/", _("Registrations"), "shield", ("registrations.view",)),
    Place("messages", "/desk/messages/", _("Messages"), "message", ("messages.view",)),
    Place("deliveries", "/desk/deliveries/", _("Background work"), "clock", ("deliveries.view",)),
)
OFFICE = (
    Place("branches", "/office/branches/", _("Branches and hours"), "globe"),
    Place("staff", "/office/staff/", _("People and roles"), "person"),
    Place("promises", "/office/promises/", _("Service promises"), "clock"),
    Place("guarantees", "/office/guarantees/", _("Guarantees"), "shield"),
    Place("models", "/office/models/", _("Product models"), "box"),
    Place("packs", "/office/packs/", _("Rule packs"), "law"),
    Place("imports", "/office/imports/", _("Bring data in"), "up", ("data.import",)),
    Place("exports", "/office/exports/", _("Take data out"), "box", ("data.export",)),
    Place("tokens", "/office/tokens/", _("API tokens"), "lock", ("tokens.edit",)),
)


def places(actor: Actor, offered: tuple[Place, ...]) -> list[Place]:
    """Those of the places that the actor may see something in."""
    return [
        place
        for place in offered
        if not place.permissions or any(actor.may(name) for name in place.permissions)
    ]


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    section: str,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the desk or the office, or its `fragment` for htmx."""
    actor = actor_of(request)
    known = {
        **(context or {}),
        "section": section,
        "desk_places": places(actor, DESK),
        "office_places": places(actor, OFFICE),
    }
    return answer.page(request, template, known, fragment=fragment, status=status)
