"""Models, units and registrations of guarantees."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.assets import serials
from sepas.assets.lifecycle import UnitState
from sepas.assets.models import ProductModel, Unit
from sepas.exchange.tables.table import Table, choice, day, mobile, moment, named, text
from sepas.kernel.actor import Actor
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.models import Registration


def _units(actor: Actor, filters: Mapping[str, str], _now: datetime) -> QuerySet[Unit]:
    found = Unit.objects.visible_to(actor)
    key = serials.serial_key(filters.get("text", ""))
    return found.filter(serial_key__startswith=key) if key else found


def _models(actor: Actor, _filters: Mapping[str, str], _now: datetime) -> QuerySet[ProductModel]:
    return ProductModel.objects.visible_to(actor)


def _registrations(actor: Actor, _filters: Mapping[str, str], _now: datetime) -> QuerySet[Registration]:
    return Registration.objects.visible_to(actor)


UNITS = Table(
    "units",
    _("Units"),
    _units,
    (
        text("serial", _("Serial number")),
        text("model", _("Model"), "model__code"),
        named("model_name", _("Name of the model"), "model"),
        choice("state", _("State"), UnitState.choices),
        day("manufactured_on", _("Made on")),
        day("sold_on", _("Sold on")),
        text("sold_by", _("Branch that sold it"), "sold_by__code"),
        text("sales_channel", _("Way of sale")),
        day("delivered_on", _("Delivered on")),
        day("installed_on", _("Installed on")),
        day("activated_on", _("First used on")),
        mobile("owner_mobile", _("Owner's mobile"), "owner__mobile"),
        text("owner_name", _("Owner's name"), "owner__name"),
    ),
    filters=("text",),
)
MODELS = Table(
    "models",
    _("Product models"),
    _models,
    (
        text("code", _("Code")),
        text("name_fa", _("Name in Persian")),
        text("name_en", _("Name in English")),
        text("brand", _("Brand")),
        text("product_class", _("Kind of product")),
        text("gtin", _("Barcode number (GTIN)")),
        day("launched_on", _("On the market since")),
        day("last_sold_on", _("Last unit sold on")),
    ),
)
REGISTRATIONS = Table(
    "registrations",
    _("Registrations"),
    _registrations,
    (
        text("serial", _("Serial number"), "unit__serial"),
        text("model", _("Model"), "unit__model__code"),
        text("customer", _("Customer"), "customer__name"),
        mobile("mobile", _("Mobile"), "customer__mobile"),
        choice("state", _("State"), RegistrationState.choices),
        day("purchased_on", _("Bought on")),
        day("starts_on", _("Guaranteed from")),
        day("ends_on", _("Guaranteed until")),
        moment("created_at", _("Registered")),
    ),
)
