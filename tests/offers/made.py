"""Services written directly, so that a test of one verb does not depend on the others."""

from typing import Any

from sepas.assets.models import ProductModel
from sepas.offers.models import ServiceOffer


def make_offer(about: ProductModel, **more: Any) -> ServiceOffer:
    """Installation at home of things of the model `about` for 900,000 toman, offered, unless told otherwise."""
    values: dict[str, Any] = {
        "organisation": about.organisation, "model": about, "kind": "installation", "name_fa": "نصب در خانه",
        "name_en": "Installation at home", "way": "at_home", "duration": 2, "duration_unit": "hour",
        "pricing": "fixed", "price": 9_000_000, "prepare_fa": "پریز نزدیک دستگاه",
        "prepare_en": "A socket near the device", "state": "offered", **more,
    }  # fmt: skip
    return ServiceOffer.objects.create(**values)


def again(offer: ServiceOffer) -> ServiceOffer:
    """The offer as it stands in the database now."""
    return ServiceOffer.objects.unscoped("test").select_related("model", "organisation").get(pk=offer.pk)
