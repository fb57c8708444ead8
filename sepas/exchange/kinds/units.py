"""Units: a serial of a model, with what is known of its making and sale. The key is model and serial."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sepas.assets.actions.many import add_units
from sepas.assets.actions.ownership import transfer_unit
from sepas.assets.actions.units import DATES, add_unit, edit_unit
from sepas.assets.identifiers import read_identifier
from sepas.assets.models import ProductModel, Unit
from sepas.exchange.values import Outcome, Row, Taking, wrong
from sepas.kernel.errors import Conflict, DomainError, Invalid
from sepas.parties.actions.customers import find_or_create_customer

PLAIN = (*DATES, "sold_by", "sales_channel")


def take_units(taking: Taking, rows: Sequence[Row], now: datetime) -> list[Outcome]:
    """Those without an owner in a handful of statements, those with one one by one."""
    found: dict[int, Outcome] = {}
    many: list[tuple[Row, dict[str, Any]]] = []
    for row in rows:
        values, problems = taking.read(row)
        if problems:
            found[row.line] = wrong(Invalid(problems))
        elif "owner_mobile" in values:
            found[row.line] = _with_owner(taking, values, now)
        else:
            many.append((row, values))
    added = add_units(
        taking.actor,
        organisation=taking.organisation,
        units=[(values["model"], unit_values(values)) for _row, values in many],
        now=now,
    )
    taken = [values for (_row, values), result in zip(many, added, strict=True) if _is_taken(result)]
    known = _known(taking, taken)
    for (row, values), result in zip(many, added, strict=True):
        if isinstance(result, Unit):
            found[row.line] = Outcome("added")
        elif _is_taken(result):
            found[row.line] = _there(taking, known[_key(values)], values, now)
        else:
            found[row.line] = wrong(result)
    return [found[row.line] for row in rows]


def unit_values(values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `add_unit` besides its model."""
    given = {name: values[name] for name in PLAIN if name in values}
    given["serial"] = values["serial"]
    if "purchase_price" in values:
        given["facts"] = {"purchase_price": values["purchase_price"]}
    return given


def changes_of(unit: Unit, values: dict[str, Any]) -> dict[str, Any]:
    """What the row says otherwise than the unit."""
    found = {name: values[name] for name in PLAIN if name in values and values[name] != getattr(unit, name)}
    price = values.get("purchase_price")
    if price is not None and unit.facts.get("purchase_price") != price:
        found["facts"] = {**unit.facts, "purchase_price": price}
    return found


def give_owner(taking: Taking, unit: Unit, values: dict[str, Any], now: datetime) -> bool:
    """Give the unit to the owner of the row; True when it was not theirs already."""
    owner = find_or_create_customer(
        taking.actor,
        organisation=taking.organisation,
        mobile=values["owner_mobile"],
        name=values.get("owner_name", ""),
        language=taking.organisation.language,
        now=now,
    )
    before = unit.owner_id
    transfer_unit(taking.actor, unit=unit, to=owner, now=now)
    return before != owner.pk


def _with_owner(taking: Taking, values: dict[str, Any], now: datetime) -> Outcome:
    try:
        with transaction.atomic():
            unit = add_unit(taking.actor, model=values["model"], now=now, **unit_values(values))
            give_owner(taking, unit, values, now)
        return Outcome("added")
    except DomainError as error:
        if not _is_taken(error):
            return wrong(error)
    return _there(taking, _known(taking, [values])[_key(values)], values, now)


def _there(taking: Taking, unit: Unit, values: dict[str, Any], now: datetime) -> Outcome:
    if not taking.update:
        return Outcome("there")
    changes = changes_of(unit, values)
    try:
        with transaction.atomic():
            if changes:
                edit_unit(taking.actor, unit=unit, now=now, **changes)
            moved = "owner_mobile" in values and give_owner(taking, unit, values, now)
    except DomainError as error:
        return wrong(error)
    return Outcome("changed" if changes or moved else "there")


def _is_taken(result: object) -> bool:
    return isinstance(result, Conflict) and result.code == "serial_taken"


def _key(values: dict[str, Any]) -> tuple[int, str]:
    model: ProductModel = values["model"]
    return model.pk, read_identifier(values["serial"]).key


def _known(taking: Taking, wanted: list[dict[str, Any]]) -> dict[tuple[int, str], Unit]:
    if not wanted:
        return {}
    keys = sorted({_key(values)[1] for values in wanted})
    units = (
        Unit.objects.visible_to(taking.actor)
        .filter(serial_key__in=keys)
        .select_related("model", "owner", "sold_by")
    )
    return {(unit.model_id, unit.serial_key): unit for unit in units}
