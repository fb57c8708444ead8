"""Adding units and correcting what is known of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies, serials, vocabulary
from sepas.assets.events import UnitAdded, UnitEdited
from sepas.assets.identifiers import read_identifier
from sepas.assets.lifecycle import UNIT
from sepas.assets.models import ProductModel, Unit
from sepas.assets.outside_sale import note_outside_sale, outside_sale
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Branch

DATES = ("manufactured_on", "import_declared_on", "sold_on", "delivered_on", "installed_on", "activated_on")
EDITABLE = ("serial", *DATES, "sold_by", "sales_channel", "facts")
CHANNEL_FACT = "seller_channel"
EXTENDED = "extended_until"
"""A fact that only the verb of extending a guarantee gives and takes (`warranty.actions.extend`)."""
HAVE_FIELDS = {
    "product_class", "vehicle_class", "purchase_date", "delivery_date", "installation_date", "activation_date",
    "import_declaration_date", CHANNEL_FACT,
}  # fmt: skip
"""Facts that columns of the unit or its model hold; said twice, they could differ."""


def add_unit(
    actor: Actor,
    *,
    model: ProductModel,
    serial: str,
    now: datetime,
    sold_by: Branch | None = None,
    sales_channel: str = "",
    facts: Mapping[str, Any] | None = None,
    **dates: date | None,
) -> Unit:
    """Add one unit of `model`. `dates` are any of `DATES`, Gregorian; unknown ones are left out.

    Raises `Invalid` by field, and `Conflict` with code `serial_taken` when the model already has this serial.
    """
    require(policies.may_add_unit(actor, model))
    values = checked_values(
        {
            **dict.fromkeys(DATES), **dates, "serial": serial, "sold_by": sold_by, "sales_channel": sales_channel,
            "facts": dict(facts or {}),
        },
        model=model, today=now.date(),
    )  # fmt: skip
    with transaction.atomic():
        unit = create_unit(organisation_id=model.organisation_id, model=model, **values)
        record(
            UnitAdded(unit.pk, model.pk, unit.serial, {name: values[name] for name in DATES if values[name]}),
            actor=actor,
            organisation_id=model.organisation_id,
            subject_id=unit.pk,
            at=now,
        )
        _note_sale(actor, unit, now)
    return unit


def edit_unit(actor: Actor, *, unit: Unit, now: datetime, why: str = "", **changes: Any) -> Unit:
    """Correct fields of `EDITABLE`; the event keeps what stood before. Nothing happens when nothing differs.

    Select `unit.model` with the unit. Raises `Invalid`, `Stale`, `Conflict` (`serial_taken`).
    """
    require(policies.may_edit_unit(actor, unit))
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise TypeError(f"not editable: {', '.join(unknown)}")
    UNIT.after(unit.state, "edit")
    before = {name: getattr(unit, name) for name in EDITABLE}
    extended = unit.facts.get(EXTENDED)
    after = checked_values({**before, **changes}, model=unit.model, today=now.date(), extended=extended)
    differing = {name: after[name] for name in EDITABLE if after[name] != before[name]}
    if not differing:
        return unit
    if "serial" in differing:
        differing |= {name: after[name] for name in ("serial_key", "look_alike")}
    told = {name: [_plain(before[name]), _plain(differing[name])] for name in EDITABLE if name in differing}
    with transaction.atomic():
        try:
            with transaction.atomic():
                swap(unit, **differing)
        except IntegrityError:
            raise serial_taken(after["serial"]) from None
        record(
            UnitEdited(unit.pk, told, why.strip()),
            actor=actor,
            organisation_id=unit.organisation_id,
            subject_id=unit.pk,
            at=now,
        )
        if "sold_on" in differing:
            _note_sale(actor, unit, now)
    return unit


def create_unit(**values: Any) -> Unit:
    """Insert a row of checked values, inside the caller's transaction; `serial_taken` when there is one."""
    try:
        with transaction.atomic():
            return Unit.objects.create(**values)
    except IntegrityError:
        raise serial_taken(values["serial"]) from None


def checked_values(
    values: dict[str, Any], *, model: ProductModel, today: date, extended: str | None = None
) -> dict[str, Any]:
    """The values of a unit, checked against one another and against its model; adds the serial's keys.

    `extended`: the day until which its guarantee is extended, which stays as it is.
    """
    problems: dict[str, type_of_text] = {}
    if values["facts"].get(EXTENDED, extended) != extended:
        problems["facts"] = _("A guarantee is extended on the page of its unit, with the reason.")
    values["facts"] = dict(values["facts"]) | ({EXTENDED: extended} if extended else {})
    try:
        identifier = read_identifier(values["serial"])
    except Invalid as error:
        raise Invalid(error.fields, code=error.code) from None
    if not identifier.key:
        problems["serial"] = _("The code has no serial number in it. Enter the serial number itself.")
    if identifier.gtin and model.gtin and identifier.gtin != model.gtin:
        problems["serial"] = _("This code belongs to another product than the model that is chosen.")
    looks_like_imei = len(identifier.key) == 15 and identifier.key.isdigit()
    if model.product_class == "phone" and looks_like_imei and serials.imei_fault(identifier.key):
        problems["serial"] = _("One digit of the IMEI is wrong. Dial *#06# on the phone and compare.")
    problems |= date_problems(values, model=model, today=today)
    if values["sold_by"] is not None and values["sold_by"].organisation_id != model.organisation_id:
        problems["sold_by"] = _("Choose a branch of the same organisation.")
    if HAVE_FIELDS & set(values["facts"]):
        problems["facts"] = _("The kind of product, the dates and the way of sale have their own fields.")
    for fact, field in ((CHANNEL_FACT, "sales_channel"), (None, "facts")):
        given = values["facts"] if fact is None else {fact: values[field]}
        try:
            checked = vocabulary.checked(given, fields=dict.fromkeys(given, field))
        except Invalid as error:
            problems.update(error.fields)
        else:
            values[field] = checked if fact is None else checked.get(fact, "")
    if problems:
        raise Invalid(problems)
    shown = identifier.serial.strip()
    return values | {
        "serial": shown,
        "serial_key": identifier.key,
        "look_alike": serials.look_alike(identifier.key),
    }


def date_problems(values: Mapping[str, Any], *, model: ProductModel, today: date) -> dict[str, type_of_text]:
    """Dates that cannot be: in the future, or in an order that no thing goes through."""
    problems: dict[str, type_of_text] = {}
    for name in DATES:
        if values[name] and values[name] > today:
            problems[name] = _("This day has not come yet.")
    made, sold = values["manufactured_on"], values["sold_on"]
    if made and sold and sold < made:
        problems.setdefault("sold_on", _("It cannot be sold before it was made."))
    if sold and model.launched_on and sold < model.launched_on:
        problems.setdefault("sold_on", _("This model was not on the market yet on that day."))
    for name in ("delivered_on", "installed_on", "activated_on"):
        if made and values[name] and values[name] < made:
            problems.setdefault(name, _("This cannot be before the day it was made."))
    return problems


def serial_taken(serial: str) -> Conflict:
    return Conflict(
        _("This model already has a unit with this serial number."),
        code="serial_taken",
        data={"serial": serial},
        field="serial",
    )


def _note_sale(actor: Actor, unit: Unit, now: datetime) -> None:
    if outside_sale(unit.model, unit.sold_on):
        note_outside_sale(actor, unit.model, unit_ids=[unit.pk], how="sold", now=now)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Branch) else value
