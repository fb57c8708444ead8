"""The form of a service, for a new one and for one that is there."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sepas.assets import queries as assets
from sepas.assets import vocabulary
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.money import Money, format_money
from sepas.kernel.text import by_name
from sepas.offers.lifecycle import DurationUnit, Pricing, ServiceKind, Way
from sepas.offers.models import ServiceOffer
from sepas.offers.policies import may_set_price
from sepas.web.desk.gate import actor_of, organisation_of
from sepas.web.forms import read_dates, read_number, sent_date
from sepas.web.services import service_of
from sepas.web.templatetags.reader import number

TEXTS = (
    "kind", "name_fa", "name_en", "text_fa", "text_en", "way", "duration_unit", "pricing", "prepare_fa", "prepare_en",
)  # fmt: skip
NUMBERS = ("duration", "price")
DATES = ("valid_from", "valid_to")
ABOUT = "about"
"""`model:<id>`, `class:<name>`, or empty for everything that is sold."""


def given_in(request: HttpRequest, offer: ServiceOffer | None = None) -> dict[str, Any]:
    """What the form says, as the actions take it; raises `Invalid` for days that do not exist. What `offer` costs is
    not in it for whoever does not see amounts.
    """
    found: dict[str, Any] = {name: request.POST.get(name, "") for name in TEXTS}
    found |= read_dates(request.POST, DATES) | about_in(actor_of(request), request.POST.get(ABOUT, ""))
    found |= {name: _number(request.POST.get(name, "")) for name in NUMBERS}
    if offer is not None and not may_set_price(actor_of(request)):
        del found["pricing"], found["price"]
    return found


def context_of(request: HttpRequest, offer: ServiceOffer | None, error: Invalid | None) -> dict[str, Any]:
    """The fields with what was typed, or what is known of the offer, and what can be chosen."""
    value: dict[str, Any]
    if error:
        value = {name: request.POST.get(name, "") for name in (*TEXTS, *NUMBERS, ABOUT)}
        value |= {name: sent_date(request.POST, name) for name in DATES}
    elif offer is not None:
        value = {name: getattr(offer, name) for name in (*TEXTS, *NUMBERS, *DATES)}
        value |= {name: number(value[name]) for name in NUMBERS}
        value[ABOUT] = f"model:{offer.model_id}" if offer.model_id else ""
        value[ABOUT] = f"class:{offer.product_class}" if offer.product_class else value[ABOUT]
    else:
        value = {
            "way": Way.AT_HOME.value,
            "pricing": Pricing.FIXED.value if may_set_price(actor_of(request)) else Pricing.ESTIMATE.value,
            "duration_unit": DurationUnit.HOUR.value,
        }
        value |= {"kind": request.GET.get("kind", ""), ABOUT: request.GET.get(ABOUT, "")}
    may_price = may_set_price(actor_of(request))
    if not may_price:
        value |= {"price": "", "pricing": offer.pricing if offer else value.get("pricing")}
    errors = dict(error.fields) if error else {}
    for name in ("model", "product_class"):
        if name in errors:
            errors.setdefault(ABOUT, errors[name])
    return {
        "offer": offer,
        "value": value,
        "errors": errors,
        "problem": error.message if error else "",
        "kinds": ServiceKind.choices,
        "ways": Way.choices,
        "pricings": [each for each in Pricing.choices if may_price or each[0] != Pricing.FIXED],
        "may_price": may_price,
        "price_kept": service_of(offer).price if offer and not may_price else "",
        "units": DurationUnit.choices,
        "abouts": abouts(actor_of(request)),
        "money_unit": _money_unit(organisation_of(request).currency),
    }


def _money_unit(currency: str) -> str:
    return _("rials") if currency == "IRR" else format_money(Money(0, currency), "en").split()[-1]


def abouts(actor: Actor) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Models, then kinds of product, as groups of a menu."""
    models = [
        (f"model:{row.pk}", {"fa": row.name_fa, "en": row.name_en or row.name_fa})
        for row in by_name(assets.models(actor))
    ]
    classes = [(f"class:{name}", title) for name, title in vocabulary.choices("product_class").items()]
    return [(_("One model"), models), (_("A kind of product"), classes)]


def about_in(actor: Actor, text: str) -> dict[str, Any]:
    """The model or the kind of product that a menu named, as actions take it; raises `Invalid` on `about`."""
    what, _colon, name = text.partition(":")
    if what == "class":
        return {"model": None, "product_class": name}
    if what == "model" and name.isascii() and name.isdigit() and len(name) < 19:
        try:
            return {"model": assets.model(actor, int(name)), "product_class": ""}
        except NotFound:
            raise Invalid({ABOUT: _("Choose one from the list.")}) from None
    if text:
        raise Invalid({ABOUT: _("Choose one from the list.")})
    return {"model": None, "product_class": ""}


def _number(text: str) -> int | None:
    """A number as typed; -1 for what is none, which the action refuses with its reason."""
    if not text.strip():
        return None
    found = read_number(text)
    return -1 if found is None else found
