"""Units that are sold or registered though their model is not on sale: never refused, always told to the office.

A customer who bought one has every right that the law and the guarantee give; that it came to be sold is for the
company to look into.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F

from sepas.assets.events import UnitsOutsideSale
from sepas.assets.lifecycle import ModelState
from sepas.assets.models import ProductModel
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor

TOLD = 20
"""Ids of units that one fact names."""


def outside_sale(model: ProductModel, sold_on: date | None) -> bool:
    """Whether a unit of this model, sold on that day, was sold while the model was not on sale. Not sold yet: no."""
    if sold_on is None or model.state == ModelState.ON_SALE:
        return False
    if model.state == ModelState.PLANNED:
        return True
    return model.last_sold_on is not None and sold_on > model.last_sold_on


def note_outside_sale(
    actor: Actor, model: ProductModel, *, unit_ids: Sequence[int], how: str, now: datetime
) -> None:
    """Count and record units that were `sold` or `registered` outside the sale, in the caller's transaction."""
    if not unit_ids:
        return
    rows = ProductModel.objects.unscoped("the model of units that the actor wrote down")
    rows.filter(pk=model.pk).update(sold_outside=F("sold_outside") + len(unit_ids))
    fact = UnitsOutsideSale(model.pk, model.state, how, len(unit_ids), list(unit_ids[:TOLD]))
    record(fact, actor=actor, organisation_id=model.organisation_id, subject_id=model.pk, at=now)
