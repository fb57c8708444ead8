"""A service that is asked for: whether it can be, and on which terms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.assets.models import Unit
from sepas.cases.kinds import kind_of_service
from sepas.kernel.errors import Invalid
from sepas.offers import terms
from sepas.offers.models import ServiceOffer
from sepas.parties.models import Organisation
from sepas.warranty.days import local_day


def asked_for(
    offer: ServiceOffer,
    organisation: Organisation,
    *,
    kind: str,
    unit: Unit | None,
    answers: Mapping[str, Any] | None,
    now: datetime,
) -> dict[str, Any]:
    """What a case of this kind keeps of the offer. Raises `Invalid` on `offer` where it cannot be asked for."""
    day = local_day(now, organisation)
    if offer.organisation_id != organisation.pk:
        raise Invalid({"offer": _("This service belongs to another company.")})
    if not terms.stands(offer, day):
        raise Invalid({"offer": _("This service is not offered now. Choose another, or go on without one.")})
    wanted = kind_of_service(offer.kind)
    if kind != wanted:
        raise Invalid(
            {"offer": _("This service is for another kind of request.")},
            data={"allowed": {"kind": [str(wanted)]}},
        )
    told = str((answers or {}).get("product_class") or "")
    if not terms.fits(offer, unit.model if unit is not None else None, told):
        raise Invalid({"offer": _("This service is not offered for this product.")})
    return terms.promised(offer, currency=organisation.currency, day=day)
