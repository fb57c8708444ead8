"""What the forms of webhooks share."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.webhooks.payloads import offered
from sepas.webhooks.telling import EVENTS, Called

GROUPS = {
    "case": _("Cases"),
    "promise": _("Promised dates"),
    "registration": _("Registrations"),
    "guarantee": _("Guarantees"),
    "unit": _("Products in the field"),
    "model": _("Product models"),
    "service_offer": _("Services"),
    "customer": _("Customers"),
    "consent": _("Consent"),
}


def given_in(request: HttpRequest) -> dict[str, Any]:
    """What was sent, for the action and to be shown again."""
    return {
        "name": request.POST.get("name", ""),
        "url": request.POST.get("url", ""),
        "events": request.POST.getlist("events"),
        "details": request.POST.get("details") == "yes",
        "amounts": request.POST.get("amounts") == "yes",
        "contact": request.POST.get("contact", ""),
    }


def event_groups(chosen: Iterable[str]) -> list[tuple[Any, list[tuple[str, Called, bool]]]]:
    """Events by what they are about: the code, what it is called and when it is sent, and whether it is chosen."""
    known = set(chosen)
    found: dict[str, list[tuple[str, Called, bool]]] = {}
    for name in offered():
        found.setdefault(name.split(".")[0], []).append((name, EVENTS[name], name in known))
    return [(GROUPS.get(group, group), names) for group, names in found.items()]
