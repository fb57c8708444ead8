"""Adding many units at once: what `add_unit` writes, in a handful of statements for all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sepas.assets import policies
from sepas.assets.actions.units import DATES, add_unit, checked_values, serial_taken
from sepas.assets.events import UnitAdded
from sepas.assets.models import ProductModel, Unit
from sepas.assets.outside_sale import note_outside_sale, outside_sale
from sepas.kernel.activity.record import record_firsts
from sepas.kernel.actor import Actor
from sepas.kernel.errors import DomainError
from sepas.kernel.insert import insert_all
from sepas.kernel.policy import require
from sepas.parties.models import Organisation

WHY = "a serial is used once in a model, whoever asks"
Added = Unit | DomainError


def add_units(
    actor: Actor,
    *,
    organisation: Organisation,
    units: Sequence[tuple[ProductModel, Mapping[str, Any]]],
    now: datetime,
) -> list[Added]:
    """Add units, each given as its model and the arguments of `add_unit`; for each the unit, or why it was not added.

    A serial that the model has already, in the database or earlier in `units`, is `Conflict` (`serial_taken`). All in
    one transaction. Raises `Refused` for all of them.
    """
    require(policies.may_add_units(actor, organisation.pk))
    found: list[Added | None] = [None] * len(units)
    ready: dict[tuple[int, str], tuple[int, dict[str, Any]]] = {}
    for place, (model, given) in enumerate(units):
        try:
            require(policies.may_add_unit(actor, model))
            values = _values(given, model, now)
        except DomainError as error:
            found[place] = error
            continue
        key = (model.pk, values["serial_key"])
        if key in ready:
            found[place] = serial_taken(values["serial"])
        else:
            ready[key] = (place, {**values, "model": model, "organisation": organisation})
    with transaction.atomic():
        keys = sorted({serial_key for _model, serial_key in ready})
        rows = Unit.objects.unscoped(WHY).filter(organisation=organisation, serial_key__in=keys)
        for key in rows.values_list("model_id", "serial_key"):
            if key in ready:
                place, values = ready.pop(key)
                found[place] = serial_taken(values["serial"])
        for place, unit in _written(actor, organisation, list(ready.values()), now):
            found[place] = unit
    assert all(each is not None for each in found)
    return found  # type: ignore[return-value]


def _values(given: Mapping[str, Any], model: ProductModel, now: datetime) -> dict[str, Any]:
    whole = {**dict.fromkeys(DATES), "sold_by": None, "sales_channel": "", **given}
    return checked_values({**whole, "facts": dict(given.get("facts") or {})}, model=model, today=now.date())


def _written(
    actor: Actor, organisation: Organisation, ready: list[tuple[int, dict[str, Any]]], now: datetime
) -> list[tuple[int, Added]]:
    try:
        with transaction.atomic():
            made = [Unit(**values) for _place, values in ready]
            insert_all(made)
    except IntegrityError:
        # Somebody added one of them this very moment: one by one, each gets its own answer.
        return [(place, _alone(actor, values, now)) for place, values in ready]
    record_firsts(
        [
            (
                unit.pk,
                UnitAdded(
                    unit.pk,
                    unit.model_id,
                    unit.serial,
                    {name: values[name] for name in DATES if values[name]},
                ),
            )
            for unit, (_place, values) in zip(made, ready, strict=True)
        ],
        actor=actor,
        organisation_id=organisation.pk,
        at=now,
    )
    outside: dict[int, list[Unit]] = {}
    for unit in made:
        if outside_sale(unit.model, unit.sold_on):
            outside.setdefault(unit.model_id, []).append(unit)
    for units in outside.values():
        ids = [unit.pk for unit in units]
        note_outside_sale(actor, units[0].model, unit_ids=ids, how="sold", now=now)
    return [(place, unit) for unit, (place, _values) in zip(made, ready, strict=True)]


def _alone(actor: Actor, values: dict[str, Any], now: datetime) -> Added:
    given = {name: values[name] for name in (*DATES, "serial", "sold_by", "sales_channel", "facts")}
    try:
        return add_unit(actor, model=values["model"], now=now, **given)
    except DomainError as error:
        return error
