"""What happens to a unit in people's hands: it changes owners, is replaced, or goes back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies
from sepas.assets.actions.units import DATES, EXTENDED, checked_values, create_unit
from sepas.assets.events import UnitAdded, UnitReplaced, UnitReturned, UnitTransferred
from sepas.assets.lifecycle import UNIT
from sepas.assets.models import ProductModel, Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Customer

SUCCEEDED = ("sold_on", "delivered_on", "installed_on", "activated_on", "import_declared_on")
"""The dates from which a guarantee is counted. A replacement keeps them, so that it keeps what remained."""


def transfer_unit(actor: Actor, *, unit: Unit, to: Customer, now: datetime, why: str = "") -> Unit:
    """Give the unit to another owner; to the present one, nothing happens. Raises `IllegalMove`, `Stale`."""
    require(policies.may_transfer_unit(actor, unit))
    if to.organisation_id != unit.organisation_id:
        raise Invalid({"to": _("Choose a customer of the same organisation.")})
    UNIT.after(unit.state, "transfer")
    before = unit.owner_id
    if before == to.pk:
        return unit
    with transaction.atomic():
        swap(unit, owner=to)
        _record(actor, unit, UnitTransferred(unit.pk, before, to.pk, why.strip()), now)
    return unit


def replace_unit(
    actor: Actor,
    *,
    unit: Unit,
    serial: str,
    now: datetime,
    model: ProductModel | None = None,
    manufactured_on: date | None = None,
    why: str = "",
) -> Unit:
    """The unit was exchanged: `serial` takes its place with its owner, its dates and its facts.

    The guarantee is counted from the same dates, so what remained remains. Asked again with the same serial,
    returns the same unit. Raises `IllegalMove` when it was already replaced by another, `Conflict`
    (`serial_taken`), `Invalid`, `Stale`.
    """
    require(policies.may_replace_unit(actor, unit))
    model = model or unit.model
    if model.organisation_id != unit.organisation_id:
        raise Invalid({"model": _("Choose a model of the same organisation.")})
    copied: dict[str, Any] = {
        name: getattr(unit, name) for name in (*SUCCEEDED, "sold_by", "sales_channel", "facts")
    }
    values = checked_values(
        {**dict.fromkeys(DATES), **copied, "serial": serial},
        model=model,
        today=now.date(),
        extended=unit.facts.get(EXTENDED),
    ) | {"manufactured_on": manufactured_on}
    if unit.replaced_by_id is not None:
        by = Unit.objects.unscoped("the successor of a unit that this actor may edit").get(
            pk=unit.replaced_by_id
        )
        if (by.serial_key, by.model_id) == (values["serial_key"], model.pk):
            return by
    state = UNIT.after(unit.state, "replace")
    with transaction.atomic():
        by = create_unit(organisation_id=unit.organisation_id, model=model, owner_id=unit.owner_id, **values)
        swap(unit, state=state, replaced_by=by)
        dates = {name: getattr(by, name) for name in DATES if getattr(by, name)}
        _record(actor, by, UnitAdded(by.pk, model.pk, by.serial, dates), now)
        _record(actor, unit, UnitReplaced(unit.pk, by.pk, unit.serial, by.serial, why.strip()), now)
    return by


def return_unit(actor: Actor, *, unit: Unit, now: datetime, why: str = "") -> Unit:
    """The sale is undone and the unit is back with the seller: it has no owner and no sale any more.

    Raises `IllegalMove` when it was replaced or returned before, `Stale`.
    """
    require(policies.may_return_unit(actor, unit))
    state, before = UNIT.after(unit.state, "return"), unit.owner_id
    with transaction.atomic():
        swap(unit, state=state, owner=None)
        _record(actor, unit, UnitReturned(unit.pk, before, why.strip()), now)
    return unit


def _record(actor: Actor, unit: Unit, event: Any, now: datetime) -> None:
    record(event, actor=actor, organisation_id=unit.organisation_id, subject_id=unit.pk, at=now)
