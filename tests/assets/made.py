"""Models and units written directly, so that a test of one verb does not depend on the others."""

from datetime import date
from typing import Any

from sepas.assets import serials
from sepas.assets.models import ProductModel, Unit
from sepas.kernel.text import fold
from sepas.parties.models import Organisation


def make_model(organisation: Organisation, code: str = "RF-200", **more: Any) -> ProductModel:
    """A refrigerator unless told otherwise."""
    values = {
        "name_fa": "یخچال نمونه",
        "name_en": "Sample fridge",
        "brand": "سرد",
        "product_class": "refrigerator",
        **more,
    }
    search = fold(" ".join((code, values["name_fa"], values["name_en"], values["brand"])))
    return ProductModel.objects.create(organisation=organisation, code=code, search=search, **values)


def make_unit(model: ProductModel, serial: str = "SR-1405-0007", **more: Any) -> Unit:
    key = serials.serial_key(serial)
    return Unit.objects.create(
        organisation=model.organisation,
        model=model,
        serial=serial,
        serial_key=key,
        look_alike=serials.look_alike(key),
        **more,
    )


def again(unit: Unit) -> Unit:
    """The unit as it stands in the database now."""
    return Unit.objects.unscoped("test").select_related("model", "organisation", "owner").get(pk=unit.pk)


SOLD = date(2026, 3, 21)
"""1 Farvardin 1405."""
