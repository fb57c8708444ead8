"""The form of a product model, for a new one and for one that is there."""

from typing import Any

from django.http import HttpRequest

from sepas.assets import vocabulary
from sepas.assets.models import ProductModel
from sepas.kernel.errors import Invalid
from sepas.web.forms import read_dates, read_number, sent_date

TEXTS = ("code", "name_fa", "name_en", "brand", "product_class", "vehicle_class", "gtin", "manual_url")
DATES = ("launched_on", "last_sold_on")
MONTHS = "service_interval_months"


def given_in(request: HttpRequest) -> dict[str, Any]:
    """What the form says, as the actions take it; raises `Invalid` for days that do not exist."""
    found = {name: request.POST.get(name, "") for name in TEXTS} | read_dates(request.POST, DATES)
    return found | {"service_interval_months": _months(request.POST.get(MONTHS, ""))}


def _months(text: str) -> int | None:
    """Months as typed; -1 for what is no number, which the action refuses with its reason."""
    return (read_number(text) or -1) if text.strip() else None


def context_of(request: HttpRequest, model: ProductModel | None, error: Invalid | None) -> dict[str, Any]:
    """The fields with what was typed, or what is known of the model, and the kinds that can be chosen."""
    value: dict[str, Any]
    if error:
        value = {name: request.POST.get(name, "") for name in (*TEXTS, MONTHS)}
        value |= {name: sent_date(request.POST, name) for name in DATES}
    else:
        value = {name: getattr(model, name, "") for name in (*TEXTS, *DATES, MONTHS)}
    return {
        "model": model,
        "value": value,
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "product_classes": list(vocabulary.choices("product_class").items()),
        "vehicle_classes": list(vocabulary.choices("vehicle_class").items()),
    }
