"""The life of a model: on sale, sold no more, served no more. Whether it is ready for sale is asked in `catalogue`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies
from sepas.assets.events import ModelDiscontinued, ModelPutOnSale, ModelServiceEnded
from sepas.assets.lifecycle import MODEL
from sepas.assets.models import ProductModel
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap


def put_on_sale(actor: Actor, *, model: ProductModel, day: date, now: datetime) -> ProductModel:
    """It can be bought from `day` on, or as before when it was launched earlier. Raises `IllegalMove`, `Stale`."""
    require(policies.may_edit_model(actor, model))
    state = MODEL.after(model.state, "launch")
    launched = model.launched_on if model.launched_on and model.launched_on <= day else day
    with transaction.atomic():
        swap(model, state=state, launched_on=launched, sold_outside=0)
        _record(actor, model, ModelPutOnSale(model.pk, launched.isoformat()), now)
    return model


def discontinue_model(
    actor: Actor, *, model: ProductModel, day: date, service_until: date | None = None, now: datetime
) -> ProductModel:
    """The last unit was sold on `day`; parts and service are owed until `service_until`, if that day is known."""
    require(policies.may_edit_model(actor, model))
    state = MODEL.after(model.state, "discontinue")
    if service_until and service_until < day:
        raise Invalid({"service_until": _("Service cannot end before the last unit is sold.")})
    with transaction.atomic():
        swap(
            model,
            state=state,
            last_sold_on=model.last_sold_on or day,
            service_until=service_until,
            sold_outside=0,
        )
        until = service_until.isoformat() if service_until else None
        _record(actor, model, ModelDiscontinued(model.pk, day.isoformat(), until), now)
    return model


def end_service(actor: Actor, *, model: ProductModel, day: date, now: datetime) -> ProductModel:
    """No parts and no service are owed any more. `Conflict` (`still_owed`) before the day until which they are."""
    require(policies.may_edit_model(actor, model))
    state = MODEL.after(model.state, "end_service")
    if model.service_until is None or day <= model.service_until:
        raise Conflict(
            _("Parts and service are still owed for this model; it cannot end before that day has passed."),
            code="still_owed",
            data={"until": model.service_until.isoformat() if model.service_until else None},
        )
    with transaction.atomic():
        swap(model, state=state)
        _record(actor, model, ModelServiceEnded(model.pk), now)
    return model


def _record(actor: Actor, model: ProductModel, fact: object, now: datetime) -> None:
    record(fact, actor=actor, organisation_id=model.organisation_id, subject_id=model.pk, at=now)
