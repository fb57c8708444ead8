"""What surrounds every page of the desk and the office: where one can go, and the search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sepas.kernel.actor import Actor
from sepas.web import answer
from sepas.web.desk.gate import actor_of
from sepas.web.desk.keys import SHEET

KEYS_OFF = "keys_off"
"""In the session of whoever wants no single keys to do things."""
FOLDS = "places"
"""The cookie that keeps which groups somebody folded (`-name`) or opened (`name`)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is offered to those who hold one of `permissions`; it stands in the group of that name."""

    section: str
    href: str
    label: str | Promise
    icon: str
    permissions: tuple[str, ...] = ()
    group: str = "work"

    @property
    def mends(self) -> bool:
        """Whether the number of what failed stands beside it."""
        return self.section in {"deliveries", "messages", "webhooks"}


GROUPS: dict[str, str | Promise] = {
    "work": _("Work at hand"),
    "world": _("Customers and products"),
    "behind": _("Behind the scenes"),
    "company": _("Company"),
    "offer": _("Products and rights"),
    "data": _("Data and connections"),
    "system": pgettext_lazy("group of pages", "Sepas itself"),
}
"""The groups of the navigation in their order. What is in none of the office's is shown as the company's."""
OFFICE_GROUPS = frozenset({"company", "offer", "data", "system"})

DESK = (
    Place("inbox", "/desk/", _("Inbox"), "inbox", ("cases.view",), group="work"),
    Place("board", "/desk/board/", _("Board"), "half", ("cases.view",), group="work"),
    Place("calendar", "/desk/calendar/", _("Calendar of promises"), "clock", ("cases.view",), group="work"),
    Place("appointments", "/desk/appointments/", _("Appointments"), "people", ("cases.view",), group="work"),
    Place("new", "/desk/cases/new/", _("New case"), "phone", ("cases.open",), group="work"),
    Place("customers", "/desk/customers/", _("Customers"), "people", ("customers.view",), group="world"),
    Place("units", "/desk/units/", _("Products in the field"), "wrench", ("units.view",), group="world"),
    Place(
        "registrations",
        "/desk/registrations/",
        _("Registrations"),
        "shield",
        ("registrations.view",),
        group="world",
    ),
    Place("ratings", "/desk/ratings/", _("Satisfaction"), "heart", ("cases.view",), group="world"),
    Place("canned", "/desk/canned/", _("Ready texts"), "message", ("cases.reply",), group="work"),
    Place("macros", "/desk/macros/", _("Macros"), "wand", ("cases.reply",), group="work"),
    Place("messages", "/desk/messages/", _("Messages"), "message", ("messages.view",), group="behind"),
    Place(
        "deliveries",
        "/desk/deliveries/",
        _("Background work"),
        "refresh",
        ("deliveries.view",),
        group="behind",
    ),
)
OFFICE = (
    Place("setup", "/office/setup/", _("Set-up"), "rocket", ("tokens.edit",), group="company"),
    Place("organisation", "/office/organisation/", _("Organisation"), "globe", group="company"),
    Place("branches", "/office/branches/", _("Branches and hours"), "building", group="company"),
    Place("staff", "/office/staff/", _("People and roles"), "people", group="company"),
    Place("assignment", "/office/assignment/", _("Assignment rules"), "wand", group="company"),
    Place("roles", "/office/roles/", _("Roles"), "lock", group="company"),
    Place("promises", "/office/promises/", _("Service promises"), "clock", group="company"),
    Place("texts", "/office/texts/", _("Texts of messages"), "mail", group="company"),
    Place("models", "/office/models/", _("Product models"), "box", group="offer"),
    Place("services", "/office/services/", _("Services"), "wrench", group="offer"),
    Place("photos", "/office/photos/", _("Photo guidance"), "camera", group="offer"),
    Place("guarantees", "/office/guarantees/", _("Guarantees"), "shield", group="offer"),
    Place("packs", "/office/packs/", _("Rule packs"), "law", group="offer"),
    Place("imports", "/office/imports/", _("Bring data in"), "upload", ("data.import",), group="data"),
    Place("exports", "/office/exports/", _("Take data out"), "download", ("data.export",), group="data"),
    Place("webhooks", "/office/webhooks/", _("Webhooks"), "message", ("webhooks.edit",), group="data"),
    Place("tokens", "/office/tokens/", _("API tokens"), "key", ("tokens.edit",), group="data"),
    Place("audit", "/office/audit/", _("Record of activity"), "history", ("activity.view",), group="system"),
    Place("design", "/office/design/", _("Design language"), "palette", group="system"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the navigation as one reader sees it now."""

    name: str
    label: str | Promise
    places: list[Place]
    open: bool


def places(actor: Actor, offered: Iterable[Place]) -> list[Place]:
    """Those of the places that the actor may see something in."""
    return [
        place
        for place in offered
        if not place.permissions or any(actor.may(name) for name in place.permissions)
    ]


def groups(actor: Actor, section: str, folds: str = "", *, office: bool) -> list[Group]:
    """The navigation of the desk or the office, in groups.

    The group of the present page is open, and so is what the reader opened (`folds`, the cookie's text). Untouched,
    the desk's are open, and the office's where the page is one of the office.
    """
    touched = set(folds.split("."))
    here = any(place.section == section for place in OFFICE)
    found: dict[str, list[Place]] = {name: [] for name in GROUPS if (name in OFFICE_GROUPS) == office}
    for place in places(actor, OFFICE if office else DESK):
        home = place.group if place.group in found else next(iter(found))
        found[home].append(place)
    return [
        Group(
            name=name,
            label=GROUPS[name],
            places=own,
            open=any(place.section == section for place in own)
            or (name in touched if office and not here else f"-{name}" not in touched),
        )
        for name, own in found.items()
        if own
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
    """A page of the desk or the office, or its `fragment` for htmx. The navigation asks `groups` by itself."""
    known = {**(context or {}), "section": section, "actor": actor_of(request)}
    known["desk_keys"] = () if request.session.get(KEYS_OFF) else SHEET
    return answer.page(request, template, known, fragment=fragment, status=status)
