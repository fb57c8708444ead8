"""Who may do what with product models and units."""

from django.utils.translation import gettext_lazy as _

from sepas.assets.models import ProductModel, Unit
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.policy import ALLOWED, Answer, Denied

_FOREIGN = Denied("not_found", _("There is nothing here that you can see."), hidden=True)


def may_view_units(actor: Actor, organisation_id: int) -> Answer:
    return _of_the_house(actor, organisation_id, "units.view")


def may_edit_models(actor: Actor, organisation_id: int) -> Answer:
    """A model's class decides which law holds for every unit of it: who edits guarantees edits models."""
    return _of_the_house(actor, organisation_id, "guarantees.edit")


def may_edit_model(actor: Actor, model: ProductModel) -> Answer:
    return may_edit_models(actor, model.organisation_id)


def may_add_units(actor: Actor, organisation_id: int) -> Answer:
    return _of_the_house(actor, organisation_id, "units.edit")


def may_add_unit(actor: Actor, model: ProductModel) -> Answer:
    return may_add_units(actor, model.organisation_id)


def may_edit_unit(actor: Actor, unit: Unit) -> Answer:
    return _of_the_house(actor, unit.organisation_id, "units.edit")


def may_replace_unit(actor: Actor, unit: Unit) -> Answer:
    return may_edit_unit(actor, unit)


def may_return_unit(actor: Actor, unit: Unit) -> Answer:
    return may_edit_unit(actor, unit)


def may_transfer_unit(actor: Actor, unit: Unit) -> Answer:
    """Staff, and the owner whose mobile number was verified: it is theirs to sell or give away.

    Asks for `unit.owner`; select it with the unit.
    """
    if actor.kind == Kind.CUSTOMER:
        if unit.owner is not None and actor.mobile and unit.owner.mobile == actor.mobile:
            return ALLOWED
        return _FOREIGN
    return may_edit_unit(actor, unit)


def may_release_unit(actor: Actor, unit: Unit) -> Answer:
    """As `may_transfer_unit`: the owner, and staff to whom the owner said it."""
    return may_transfer_unit(actor, unit)


def may_report_unit(actor: Actor, unit: Unit) -> Answer:
    """Lost and found: the owner, and staff to whom the owner said it."""
    return may_transfer_unit(actor, unit)


def _of_the_house(actor: Actor, organisation_id: int, permission: str) -> Answer:
    if actor.kind == Kind.SYSTEM and actor.organisation_id is None:
        return ALLOWED
    if actor.is_public or actor.organisation_id != organisation_id:
        return _FOREIGN
    if actor.kind == Kind.SYSTEM or actor.may(permission):
        return ALLOWED
    return Denied(
        "no_permission",
        _("Your role does not include this. Ask an administrator of your organisation."),
        data={"permission": permission},
    )
