"""What is noticed when a unit is registered, and whether somebody must look at it first."""

from collections.abc import Sequence
from datetime import timedelta

from sepas.assets.lifecycle import UnitState
from sepas.assets.models import Unit
from sepas.parties.models import Customer
from sepas.warranty import attempts
from sepas.warranty.claims import Claim
from sepas.warranty.models import Registration

SHOP_TEST = timedelta(days=3)
"""A unit may be switched on in the shop; activated longer before its sale, somebody else used it."""

LONG_ENOUGH = 8
"""Shorter serials coincide between makers by chance; the same longer one on two units does not."""

OF_A_CLONE = {"serial_elsewhere", "activated_early", "many_people"}


def signs(
    claim: Claim, unit: Unit, elsewhere: Sequence[Unit], customer: Customer, present: Registration | None
) -> list[str]:
    """Names of `reasons.SIGNS` that hold.

    `elsewhere` are other units with the same serial, owners selected; `present` another's active registration.
    """
    found = []
    if present is not None or unit.owner_id not in (None, customer.pk):
        found.append("owned_by_other")
    if unit.lost_on is not None and unit.owner_id != customer.pk:
        found.append("reported_lost")
    if claim.card:
        found.append("holds_card")
    if any(_twin(unit, other, claim.number) for other in elsewhere):
        found.append("serial_elsewhere")
    bought = unit.sold_on or claim.purchased_on
    if unit.activated_on and bought and unit.activated_on < bought - SHOP_TEST:
        found.append("activated_early")
    if attempts.other_people(key=unit.serial_key, mobile=claim.number, now=claim.now) >= attempts.PEOPLE:
        found.append("many_people")
    if unit.sold_on and claim.purchased_on and unit.sold_on != claim.purchased_on:
        found.append("date_differs")
    return found


def reason_of(found: Sequence[str]) -> str:
    """Why it cannot be active at once: `duplicate`, `clone`, or empty."""
    if "owned_by_other" in found:
        return "duplicate"
    return "clone" if OF_A_CLONE & set(found) else ""


def _twin(unit: Unit, other: Unit, number: str) -> bool:
    """Whether another person holds the same kind of thing with the same long serial."""
    return (
        len(unit.serial_key) >= LONG_ENOUGH
        and other.owner is not None
        and other.owner.mobile != number
        and other.state == UnitState.IN_USE
        and other.model.product_class == unit.model.product_class
    )
