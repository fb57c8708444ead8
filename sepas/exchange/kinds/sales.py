"""Sales: when, by whom and to whom a unit that is there was sold. The key is the serial, and the model if needed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets.actions.units import edit_unit
from sepas.assets.identifiers import read_identifier
from sepas.assets.models import Unit
from sepas.exchange.kinds.units import changes_of, give_owner
from sepas.exchange.values import Outcome, Row, Taking, wrong
from sepas.kernel.errors import DomainError, Invalid


def take_sales(taking: Taking, rows: Sequence[Row], now: datetime) -> list[Outcome]:
    """What is not known yet is written; what is known otherwise only if `update` was asked for."""
    read = [(row, *taking.read(row)) for row in rows]
    known = _known(taking, [values for _row, values, problems in read if not problems])
    found = []
    for _row, values, problems in read:
        try:
            if problems:
                raise Invalid(problems)
            with transaction.atomic():
                found.append(_sold(taking, _unit(known, values), values, now))
        except DomainError as error:
            found.append(wrong(error))
    return found


def _sold(taking: Taking, unit: Unit, values: dict[str, Any], now: datetime) -> Outcome:
    changes = changes_of(unit, values)
    if not taking.update:
        otherwise = {name: getattr(unit, name) for name in changes if name != "facts"}
        if any(otherwise.values()):
            text = _("It is known otherwise. To correct what differs, say so before you start.")
            raise Invalid({name: text for name, value in otherwise.items() if value})
        other_owner = unit.owner is not None and values.get("owner_mobile") not in {None, unit.owner.mobile}
        if other_owner:
            raise Invalid(
                {"owner_mobile": _("It belongs to somebody else. To change that, say so before you start.")}
            )
    if changes:
        edit_unit(taking.actor, unit=unit, now=now, **changes)
    moved = "owner_mobile" in values and give_owner(taking, unit, values, now)
    return Outcome("changed" if changes or moved else "there")


def _known(taking: Taking, wanted: list[dict[str, Any]]) -> dict[str, list[Unit]]:
    keys = sorted({key for values in wanted if (key := _key(values))})
    found: dict[str, list[Unit]] = defaultdict(list)
    if keys:
        rows = Unit.objects.visible_to(taking.actor).filter(serial_key__in=keys)
        for unit in rows.select_related("model", "owner", "sold_by").order_by("pk"):
            found[unit.serial_key].append(unit)
    return found


def _key(values: dict[str, Any]) -> str:
    try:
        return read_identifier(values["serial"]).key
    except Invalid:
        return ""


def _unit(known: dict[str, list[Unit]], values: dict[str, Any]) -> Unit:
    model = values.get("model")
    key = read_identifier(values["serial"]).key
    found = [unit for unit in known.get(key, []) if model is None or unit.model_id == model.pk]
    if not found:
        raise Invalid({"serial": _("No unit has this serial number. Bring the units in first.")})
    if len(found) > 1:
        raise Invalid({"model": _("Units of several models have this serial number. Say the model too.")})
    return found[0]
