"""A model goes on sale."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from sepas.assets import policies
from sepas.assets.actions.life import put_on_sale
from sepas.assets.models import ProductModel
from sepas.catalogue.queries import known_of
from sepas.catalogue.readiness import missing
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import require


def launch_model(actor: Actor, *, model: ProductModel, day: date, now: datetime) -> ProductModel:
    """Put a model on sale from `day` on, if nothing that its owners will need is missing.

    Raises `Conflict` (`not_ready`) with what is missing, by name and reason, in `data["missing"]`; `IllegalMove`
    when it is on sale already. Select `model.organisation`.
    """
    require(policies.may_edit_model(actor, model))
    gaps = missing(known_of(actor, model, day))
    if gaps:
        raise Conflict(
            _("This model is not ready for sale. See what is missing."),
            code="not_ready",
            data={"missing": [{"name": gap.name, "reason": str(gap.reason)} for gap in gaps]},
        )
    return put_on_sale(actor, model=model, day=day, now=now)
