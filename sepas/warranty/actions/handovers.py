"""A unit goes from one owner to the next, and its guarantee with it: offered by one, taken by the other."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import queries as assets
from sepas.assets.actions.ownership import transfer_unit
from sepas.assets.lifecycle import UNIT
from sepas.assets.models import Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, Kind, system
from sepas.kernel.errors import Conflict, Invalid, Refused
from sepas.kernel.ids import new_secret
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.actions.customers import find_or_create_customer
from sepas.parties.models import Customer
from sepas.parties.phones import parse_mobile, region_of
from sepas.warranty import policies
from sepas.warranty.actions.endings import end_registration
from sepas.warranty.actions.register import tell_of_registration
from sepas.warranty.events import HandoverAccepted, HandoverEnded, HandoverOffered
from sepas.warranty.lifecycle import HANDOVER, Evidence, HandoverState, RegistrationState
from sepas.warranty.models import Handover, Registration

LIFE = timedelta(days=7)
"""How long an offer waits for the new owner."""


def offer_handover(actor: Actor, *, unit: Unit, mobile: str, now: datetime) -> Handover:
    """Offer a unit to the holder of `mobile`, who has `LIFE` to take it; offered to the same number again, the same.

    Select `unit.owner` and `unit.organisation`. Raises `Invalid` on `mobile`, `Conflict` (`handover_open`) while it
    is offered to somebody else, `Refused` while a registration of it is disputed, `IllegalMove`.
    """
    require(policies.may_offer_handover(actor, unit))
    UNIT.after(unit.state, "transfer")
    assert unit.owner is not None
    number = parse_mobile(mobile, region_of(unit.organisation.jurisdiction))
    if number == unit.owner.mobile:
        raise Invalid({"mobile": _("This is the present owner's own number. Write the new owner's.")})
    rows = Registration.objects.unscoped("a unit that two people claim stays where it is")
    if rows.filter(unit=unit, state=RegistrationState.DISPUTED).exists():
        raise Refused(
            _("Somebody else has registered this unit too. It can be handed over once that is settled."),
            code="unit_disputed",
        )
    with transaction.atomic():
        present = _open_of(unit)
        if present is not None and present.expires_at <= now:
            _end(system(unit.organisation_id), present, "expire", now)
            present = None
        if present is not None:
            if present.to_mobile == number:
                return present
            raise _open_already()
        try:
            with transaction.atomic():
                handover = Handover.objects.create(
                    organisation_id=unit.organisation_id,
                    unit=unit,
                    from_customer=unit.owner,
                    to_mobile=number,
                    secret=new_secret(),
                    offered_at=now,
                    expires_at=now + LIFE,
                )
        except IntegrityError:
            raise _open_already() from None
        event = HandoverOffered(
            handover.pk, unit.pk, unit.owner.pk, number[-4:], handover.expires_at.isoformat()
        )
        _record(actor, handover, event, now)
    return handover


def accept_handover(
    actor: Actor, *, handover: Handover, now: datetime, name: str = "", why: str = ""
) -> Handover:
    """The new owner takes the unit: it is theirs, and the guarantee goes on as registered.

    Staff who do it for them say `why`: which papers they saw. Asked again by the same person, nothing more happens.
    Raises `Refused` (`handover_expired`, `handover_stale` when it has another owner by now), `IllegalMove`, `Stale`.
    """
    require(policies.may_take_over(actor, handover))
    if handover.state == HandoverState.ACCEPTED and actor.kind == Kind.CUSTOMER:
        return handover
    why = why.strip()
    if actor.kind == Kind.STAFF and not why:
        raise Invalid({"why": _("Say which papers of both people you saw.")})
    state = HANDOVER.after(handover.state, "accept")
    if handover.expires_at <= now:
        raise Refused(
            _("This offer has expired. Ask the present owner to offer it again."), code="handover_expired"
        )
    house = system(handover.organisation_id)
    with transaction.atomic():
        unit = assets.unit(house, handover.unit_id)
        if unit.owner_id != handover.from_customer_id or unit.lost_on is not None:
            raise Refused(
                _("Meanwhile something else happened to this unit. Ask the present owner or the company."),
                code="handover_stale",
            )
        customer = find_or_create_customer(
            house,
            organisation=unit.organisation,
            mobile=handover.to_mobile,
            name=name,
            language=actor.language,
            now=now,
        )
        swap(handover, state=state, to_customer=customer, ended_at=now)
        registration = _carried(house, unit, customer, now)
        transfer_unit(house, unit=unit, to=customer, now=now, why="handed over")
        event = HandoverAccepted(
            handover.pk,
            unit.pk,
            handover.from_customer_id,
            customer.pk,
            registration.pk if registration else None,
            why,
        )
        _record(actor, handover, event, now)
    return handover


def decline_handover(actor: Actor, *, handover: Handover, now: datetime) -> Handover:
    """The one it was offered to does not take it. Raises `IllegalMove`, `Stale`."""
    require(policies.may_decline(actor, handover))
    with transaction.atomic():
        return _end(actor, handover, "decline", now)


def cancel_handover(actor: Actor, *, handover: Handover, now: datetime) -> Handover:
    """The giver takes the offer back. Raises `IllegalMove`, `Stale`."""
    require(policies.may_cancel_handover(actor, handover))
    with transaction.atomic():
        return _end(actor, handover, "cancel", now)


def expire_handovers(*, now: datetime, at_most: int = 500) -> int:
    """End the offers that nobody took in time; how many."""
    rows = Handover.objects.unscoped("the clock looks at every organisation")
    late = rows.filter(state=HandoverState.OFFERED, expires_at__lte=now).order_by("expires_at", "pk")
    found = list(late[:at_most])
    for handover in found:
        with transaction.atomic():
            _end(system(handover.organisation_id), handover, "expire", now)
    return len(found)


def _carried(house: Actor, unit: Unit, customer: Customer, now: datetime) -> Registration | None:
    """The registration of the former owner ends, and the next one's has the same days."""
    rows = Registration.objects.unscoped("at most one is active for a unit")
    before = rows.filter(unit=unit, state=RegistrationState.ACTIVE).first()
    if before is None:
        return None
    end_registration(house, registration=before, reason="transferred", now=now)
    carried = Registration.objects.create(
        organisation_id=unit.organisation_id,
        unit=unit,
        customer=customer,
        evidence=Evidence.HANDOVER,
        purchased_on=before.purchased_on,
        starts_on=before.starts_on,
        ends_on=before.ends_on,
        created_at=now,
    )
    tell_of_registration(house, carried, now)
    return carried


def _open_of(unit: Unit) -> Handover | None:
    rows = Handover.objects.unscoped("at most one offer of a unit is open")
    return rows.filter(unit=unit, state=HandoverState.OFFERED).first()


def _open_already() -> Conflict:
    return Conflict(
        _("This unit is offered to somebody else. Withdraw that offer first."),
        code="handover_open",
        field="mobile",
    )


_HOW = {"decline": "declined", "cancel": "cancelled", "expire": "expired"}


def _end(actor: Actor, handover: Handover, verb: str, now: datetime) -> Handover:
    swap(handover, state=HANDOVER.after(handover.state, verb), ended_at=now)
    event = HandoverEnded(handover.pk, handover.unit_id, handover.from_customer_id, _HOW[verb])
    _record(actor, handover, event, now)
    return handover


def _record(actor: Actor, handover: Handover, event: Any, now: datetime) -> None:
    record(event, actor=actor, organisation_id=handover.organisation_id, subject_id=handover.pk, at=now)
