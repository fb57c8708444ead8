"""Who may publish guarantees, register, review and decide."""

from django.utils.translation import gettext_lazy as _

from sepas.assets import policies as assets
from sepas.assets.lifecycle import UnitState
from sepas.assets.models import Unit
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.warranty.models import Guarantee, Handover, Invoice, Registration

_FOREIGN = Denied("not_found", _("There is nothing here that you can see."), hidden=True)


def may_publish(actor: Actor, organisation_id: int) -> Answer:
    return _of_the_house(actor, organisation_id, "guarantees.edit")


def may_view_guarantee(actor: Actor, guarantee: Guarantee) -> Answer:
    return _of_the_house(actor, guarantee.organisation_id, None)


def may_extend_guarantee(actor: Actor, unit: Unit) -> Answer:
    """Keep one unit under guarantee for longer, and take that back; while it is in use."""
    answer = _of_the_house(actor, unit.organisation_id, "guarantees.edit")
    if answer and unit.state != UnitState.IN_USE:
        return Denied("not_in_use", _("This unit is not in use any more."))
    return answer


def may_register(actor: Actor, mobile: str) -> Answer:
    """Anybody for any number, without an account; somebody signed in by a number, for that number.

    `mobile` is in E.164. Staff and programs need `customers.edit`; whose unit it is, is checked when it is found.
    """
    if actor.kind == Kind.CUSTOMER and actor.mobile != mobile:
        return Denied(
            "other_mobile",
            _("You are signed in with another mobile number. Sign out to register for somebody else."),
        )
    if actor.is_public or actor.kind == Kind.SYSTEM or actor.may("customers.edit"):
        return ALLOWED
    return _no_permission("customers.edit")


def may_review(actor: Actor, registration: Registration) -> Answer:
    return _of_the_house(actor, registration.organisation_id, "registrations.review")


def may_issue_cards(actor: Actor, organisation_id: int) -> Answer:
    return _of_the_house(actor, organisation_id, "units.edit")


def may_settle_invoice(actor: Actor, invoice: Invoice) -> Answer:
    return _of_the_house(actor, invoice.organisation_id, "registrations.review")


def may_offer_handover(actor: Actor, unit: Unit) -> Answer:
    """The owner, or staff whom the owner asked; not while it is lost. Select `unit.owner`."""
    answer = assets.may_transfer_unit(actor, unit)
    if not answer:
        return answer
    if unit.owner is None:
        return Denied("no_owner", _("Nobody owns this unit yet. Its owner can register it at once."))
    if unit.lost_on is not None:
        return Denied(
            "unit_lost",
            _("This unit is reported lost. If you have it again, say first that it was found."),
        )
    return ALLOWED


def may_take_over(actor: Actor, handover: Handover) -> Answer:
    """The holder of the number that the giver named, or staff who saw both people's papers."""
    if actor.kind == Kind.CUSTOMER:
        return ALLOWED if actor.mobile == handover.to_mobile else _FOREIGN
    return _of_the_house(actor, handover.organisation_id, "registrations.review")


def may_decline(actor: Actor, handover: Handover) -> Answer:
    return may_take_over(actor, handover)


def may_cancel_handover(actor: Actor, handover: Handover) -> Answer:
    """The giver, or staff. Select `handover.from_customer`."""
    if actor.kind == Kind.CUSTOMER:
        return ALLOWED if actor.mobile == handover.from_customer.mobile else _FOREIGN
    return _of_the_house(actor, handover.organisation_id, "units.edit")


def may_decide(actor: Actor, organisation_id: int) -> Answer:
    """The public may: what they are told at intake is kept. Staff and programs need `decisions.make`."""
    if actor.is_public:
        return ALLOWED
    return _of_the_house(actor, organisation_id, "decisions.make")


def _of_the_house(actor: Actor, organisation_id: int, permission: str | None) -> Answer:
    if actor.kind == Kind.SYSTEM and actor.organisation_id is None:
        return ALLOWED
    if actor.is_public or actor.organisation_id != organisation_id:
        return _FOREIGN
    if actor.kind == Kind.SYSTEM or permission is None or actor.may(permission):
        return ALLOWED
    return _no_permission(permission)


def _no_permission(permission: str) -> Denied:
    return Denied(
        "no_permission",
        _("Your role does not include this. Ask an administrator of your organisation."),
        data={"permission": permission},
    )
