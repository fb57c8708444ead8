"""The days of a unit, as its forms ask for them."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import Unit
from sepas.kernel.errors import DomainError
from sepas.web.forms import sent_date

LABELS = {
    "sold_on": _("Sold on"),
    "delivered_on": _("Delivered on"),
    "installed_on": _("Installed on"),
    "activated_on": _("Activated on"),
    "manufactured_on": _("Made on"),
    "import_declared_on": _("Import declared on"),
}
"""All of `assets.actions.units.DATES`; what is known most often comes first."""
NAMES = tuple(LABELS)


def date_fields(
    request: HttpRequest, unit: Unit | None, error: DomainError | None, wrong: dict[str, Any]
) -> list[dict[str, Any]]:
    """Each day with its label, what was typed or is known, and what is wrong with it."""
    return [
        {
            "name": name,
            "label": label,
            "value": sent_date(request.POST, name) if error else getattr(unit, name, None),
            "error": wrong.get(name, ""),
        }
        for name, label in LABELS.items()
    ]
