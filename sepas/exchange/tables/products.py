"""Models, units and registrations of guarantees."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.assets import serials
from sepas.assets.models import ProductModel, Unit
from sepas.exchange.tables.table import Column, Table, attribute, day, label_of, moment, named
from sepas.kernel.actor import Actor
from sepas.warranty.models import Registration


def _units(actor: Actor, filters: Mapping[str, str], _now: datetime) -> QuerySet[Unit]:
    found = Unit.objects.visible_to(actor).select_related("model", "owner", "sold_by")
    key = serials.serial_key(filters.get("text", ""))
    return found.filter(serial_key__startswith=key) if key else found


def _models(actor: Actor, _filters: Mapping[str, str], _now: datetime) -> QuerySet[ProductModel]:
    return ProductModel.objects.visible_to(actor)


def _registrations(actor: Actor, _filters: Mapping[str, str], _now: datetime) -> QuerySet[Registration]:
    return Registration.objects.visible_to(actor).select_related("unit__model", "customer")


UNITS = Table(
    "units",
    _("Units"),
    _units,
    (
        Column("serial", _("Serial number"), attribute("serial")),
        Column("model", _("Model"), attribute("model.code")),
        Column("model_name", _("Name of the model"), named("model")),
        Column("state", _("State"), label_of("state")),
        day("manufactured_on", _("Made on")),
        day("sold_on", _("Sold on")),
        Column("sold_by", _("Branch that sold it"), attribute("sold_by.code")),
        Column("sales_channel", _("Way of sale"), attribute("sales_channel")),
        day("delivered_on", _("Delivered on")),
        day("installed_on", _("Installed on")),
        day("activated_on", _("First used on")),
        Column("owner_mobile", _("Owner's mobile"), attribute("owner.mobile")),
        Column("owner_name", _("Owner's name"), attribute("owner.name")),
    ),
    filters=("text",),
)
MODELS = Table(
    "models",
    _("Product models"),
    _models,
    (
        Column("code", _("Code"), attribute("code")),
        Column("name_fa", _("Name in Persian"), attribute("name_fa")),
        Column("name_en", _("Name in English"), attribute("name_en")),
        Column("brand", _("Brand"), attribute("brand")),
        Column("product_class", _("Kind of product"), attribute("product_class")),
        Column("gtin", _("Barcode number (GTIN)"), attribute("gtin")),
        day("launched_on", _("On the market since")),
        day("last_sold_on", _("Last unit sold on")),
    ),
)
REGISTRATIONS = Table(
    "registrations",
    _("Registrations"),
    _registrations,
    (
        Column("serial", _("Serial number"), attribute("unit.serial")),
        Column("model", _("Model"), attribute("unit.model.code")),
        Column("customer", _("Customer"), attribute("customer.name")),
        Column("mobile", _("Mobile"), attribute("customer.mobile")),
        Column("state", _("State"), label_of("state")),
        day("purchased_on", _("Bought on")),
        day("starts_on", _("Guaranteed from")),
        day("ends_on", _("Guaranteed until")),
        moment("created_at", _("Registered")),
    ),
)
