"""Adding and editing product models."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies, vocabulary
from sepas.assets.events import ModelAdded, ModelEdited
from sepas.assets.identifiers import checked_gtin
from sepas.assets.lifecycle import ModelState
from sepas.assets.models import ProductModel
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import fold
from sepas.parties.models import Organisation

EDITABLE = (
    "code", "name_fa", "name_en", "brand", "product_class", "vehicle_class", "gtin", "facts",
    "launched_on", "last_sold_on", "service_interval_months", "manual_url",
)  # fmt: skip


LONGEST_INTERVAL = 120


def add_model(
    actor: Actor,
    *,
    organisation: Organisation,
    code: str,
    name_fa: str,
    product_class: str,
    name_en: str = "",
    brand: str = "",
    vehicle_class: str = "",
    gtin: str = "",
    facts: Mapping[str, Any] | None = None,
    launched_on: date | None = None,
    last_sold_on: date | None = None,
    planned: bool = False,
    service_interval_months: int | None = None,
    manual_url: str = "",
    now: datetime,
) -> ProductModel:
    """Add a product model. Raises `Invalid` by field; `model_code_taken` or `model_gtin_taken` when in use.

    It counts as on sale already unless it is only `planned`; then `catalogue.actions.launch` puts it on sale.
    """
    require(policies.may_edit_models(actor, organisation.pk))
    state = ModelState.PLANNED if planned else ModelState.ON_SALE
    values = _checked(
        {
            "code": code, "name_fa": name_fa, "name_en": name_en, "brand": brand, "product_class": product_class,
            "vehicle_class": vehicle_class, "gtin": gtin, "facts": dict(facts or {}),
            "launched_on": launched_on, "last_sold_on": last_sold_on,
            "service_interval_months": service_interval_months, "manual_url": manual_url,
        }
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                model = ProductModel.objects.create(organisation=organisation, state=state, **values)
        except IntegrityError:
            raise _taken(organisation.pk, values, besides=None) from None
        record(
            ModelAdded(model.pk, model.code, model.product_class),
            actor=actor,
            organisation_id=organisation.pk,
            subject_id=model.pk,
            at=now,
        )
    return model


def edit_model(actor: Actor, *, model: ProductModel, now: datetime, **changes: Any) -> ProductModel:
    """Change fields of `EDITABLE`; nothing happens when nothing differs. Raises `Invalid`, `Stale`."""
    require(policies.may_edit_model(actor, model))
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise TypeError(f"not editable: {', '.join(unknown)}")
    before = {name: getattr(model, name) for name in EDITABLE}
    after = _checked({**before, **changes})
    differing = {name: value for name, value in after.items() if name != "search" and value != before[name]}
    if not differing:
        return model
    told = {name: [before[name], value] for name, value in differing.items()}
    with transaction.atomic():
        try:
            with transaction.atomic():
                swap(model, search=after["search"], **differing)
        except IntegrityError:
            raise _taken(model.organisation_id, after, besides=model.pk) from None
        record(
            ModelEdited(model.pk, told),
            actor=actor,
            organisation_id=model.organisation_id,
            subject_id=model.pk,
            at=now,
        )
    return model


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    problems: dict[str, type_of_text] = {}
    for name, longest in (("code", 40), ("name_fa", 120), ("name_en", 120), ("brand", 60)):
        values[name] = " ".join(str(values[name]).split())
        if len(values[name]) > longest:
            problems[name] = _("This is too long.")
    for name in ("code", "name_fa"):
        if not values[name]:
            problems[name] = _("This cannot be empty.")
    if not values["product_class"]:
        problems["product_class"] = _("Choose what kind of product it is; the law differs by kind.")
    if values["vehicle_class"] and values["product_class"] != "motor_vehicle":
        problems["vehicle_class"] = _("Only a motor vehicle has a class of vehicle.")
    if values["product_class"] == "motor_vehicle" and not values["vehicle_class"]:
        problems["vehicle_class"] = _("Choose the class of vehicle; the guarantee differs by class.")
    launched, last = values["launched_on"], values["last_sold_on"]
    if launched and last and last < launched:
        problems["last_sold_on"] = _("The last unit cannot be sold before the first.")
    for check in (_check_classes, _check_facts, _check_gtin, _check_service, _check_manual):
        try:
            check(values)
        except Invalid as error:
            problems.update(error.fields)
    if problems:
        raise Invalid(problems)
    values["search"] = fold(" ".join((values["code"], values["name_fa"], values["name_en"], values["brand"])))
    return values


def _check_classes(values: dict[str, Any]) -> None:
    vocabulary.checked({name: values[name] for name in ("product_class", "vehicle_class")})


def _check_facts(values: dict[str, Any]) -> None:
    for name in ("product_class", "vehicle_class"):
        if name in values["facts"]:
            raise Invalid({"facts": _("The kind of product has its own field.")})
    values["facts"] = vocabulary.checked(values["facts"], fields=dict.fromkeys(values["facts"], "facts"))


def _check_gtin(values: dict[str, Any]) -> None:
    values["gtin"] = checked_gtin(values["gtin"])


def _check_service(values: dict[str, Any]) -> None:
    months = values["service_interval_months"]
    if months is not None and not 1 <= months <= LONGEST_INTERVAL:
        raise Invalid(
            {"service_interval_months": _("Give the months from one service to the next, from 1 to 120.")}
        )


def _check_manual(values: dict[str, Any]) -> None:
    values["manual_url"] = address = str(values["manual_url"]).strip()
    if not address:
        return
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        raise Invalid({"manual_url": _("This is no web address. It begins with https://")}) from None
    if len(address) > 300:
        raise Invalid({"manual_url": _("This is too long.")})


def _taken(organisation_id: int, values: dict[str, Any], *, besides: int | None) -> Invalid:
    same_code = ProductModel.objects.unscoped("which of the organisation's own codes is in use").filter(
        organisation_id=organisation_id, code=values["code"]
    )
    wrong: dict[str, type_of_text]
    if same_code.exclude(pk__in=[besides] if besides else []).exists():
        wrong, code = {"code": _("Another model already has this code.")}, "model_code_taken"
    else:
        wrong, code = {"gtin": _("Another model already has this product code (GTIN).")}, "model_gtin_taken"
    return Invalid(wrong, code=code, data={name: values[name] for name in wrong})
