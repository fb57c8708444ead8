"""What the system knows of a unit, in the words of the rules. At intake nobody is asked any of it."""

from datetime import date
from typing import TypeAlias

from sepas.assets.models import ProductModel, Unit
from sepas.warranty.models import Registration

Value: TypeAlias = "bool | int | str | date"

DATES = {
    "sold_on": "purchase_date",
    "delivered_on": "delivery_date",
    "installed_on": "installation_date",
    "activated_on": "activation_date",
    "import_declared_on": "import_declaration_date",
}
"""Unit's column to the vocabulary's fact."""


def known_facts(unit: Unit, *, registration: Registration | None = None) -> dict[str, Value]:
    """The facts that the register holds of `unit`, typed; unknown ones are absent. No SQL if `unit.model` is there.

    What holds for the unit alone comes before what holds for its model. The purchase date is the seller's where
    there is one, else the owner's, as registered.
    """
    known: dict[str, Value] = model_facts(unit.model) | unit.facts
    for column, fact in DATES.items():
        day = getattr(unit, column)
        if day is not None:
            known[fact] = day
    if unit.sales_channel:
        known["seller_channel"] = unit.sales_channel
    if "purchase_date" not in known and registration is not None and registration.purchased_on is not None:
        known["purchase_date"] = registration.purchased_on
    return known


def model_facts(model: ProductModel) -> dict[str, Value]:
    """The facts that hold for every unit of a model."""
    known: dict[str, Value] = dict(model.facts)
    known["product_class"] = model.product_class
    if model.vehicle_class:
        known["vehicle_class"] = model.vehicle_class
    if model.last_sold_on is not None:
        known["last_unit_delivery_date"] = model.last_sold_on
    return known
