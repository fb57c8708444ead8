"""Registering a guarantee: a serial, a mobile number and, where nobody knows it yet, the day of purchase."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import queries as assets
from sepas.assets.actions.ownership import transfer_unit
from sepas.assets.identifiers import Identifier, read_identifier
from sepas.assets.lifecycle import UnitState
from sepas.assets.models import Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Invalid, Refused, Stale
from sepas.kernel.policy import require
from sepas.parties.actions.customers import find_or_create_customer
from sepas.parties.models import Customer, Organisation
from sepas.parties.phones import parse_mobile
from sepas.warranty import attempts, periods, policies
from sepas.warranty.actions.endings import end_registration
from sepas.warranty.days import local_day
from sepas.warranty.events import GuaranteeRegistered, RegistrationDisputed
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.models import Registration

SHOP_TEST = timedelta(days=3)
"""A unit may be switched on in the shop; activated longer before its sale, somebody else used it."""

LONG_ENOUGH = 8
"""Shorter serials coincide between makers by chance; the same longer one on two units does not."""


def register_guarantee(
    actor: Actor,
    *,
    serial: str,
    mobile: str,
    now: datetime,
    purchased_on: date | None = None,
    organisation: Organisation | None = None,
    model_id: int | None = None,
    name: str = "",
) -> Registration:
    """Register the unit that `serial` names for the person with `mobile`; asked again, the same registration.

    Returns it ACTIVE, or DISPUTED where somebody else holds the unit (`duplicate`) or there are signs that the
    serial is on more than one thing (`clone`); `reasons.explain` says why. `organisation` and `model_id` narrow a
    serial that occurs more than once. Raises `Invalid` (codes `unknown_serial`, `ambiguous_serial` with
    `data["choices"]`, and by field), `Refused` (`unit_replaced`, `unit_returned`), `TooMany`.
    """
    number = parse_mobile(mobile)
    require(policies.may_register(actor, number))
    identifier = read_identifier(serial)
    attempts.slow_down(mobile=number, now=now)
    organisation_id = (
        actor.organisation_id if not actor.is_public else organisation.pk if organisation else None
    )
    for _try in range(3):
        try:
            with transaction.atomic():
                unit, elsewhere = _find(actor, identifier, organisation_id, organisation, model_id)
                return _register(actor, unit, elsewhere, number, purchased_on, name, now)
        except (IntegrityError, Stale):
            # Somebody registered or changed the same unit at this moment: look again at what is there now.
            continue
        except Invalid as error:
            if error.code == "unknown_serial":
                attempts.note(key=identifier.key, mobile=number, outcome=error.code, now=now)
            raise
    raise Stale(data={"serial": identifier.serial})


def _register(
    actor: Actor,
    unit: Unit,
    elsewhere: Sequence[Unit],
    number: str,
    purchased_on: date | None,
    name: str,
    now: datetime,
) -> Registration:
    house = system(unit.organisation_id)
    customer = find_or_create_customer(
        house, organisation=unit.organisation, mobile=number, name=name, language=actor.language, now=now
    )
    earlier = _latest_of(unit, customer)
    if earlier is not None and earlier.state != RegistrationState.ENDED:
        return earlier
    _check_state(unit)
    _check_date(unit, purchased_on, local_day(now, unit.organisation))
    present = _active_of(unit)
    if present is not None and unit.owner_id == customer.pk:
        # It was handed over to this customer; the former owner's registration has not followed yet.
        end_registration(house, registration=present, reason="transferred", now=now)
        present = None
    signs = _signs(unit, elsewhere, customer, present, purchased_on, number, now)
    reason = _reason(signs)
    registration = Registration(
        organisation_id=unit.organisation_id,
        unit=unit,
        customer=customer,
        state=RegistrationState.DISPUTED if reason else RegistrationState.ACTIVE,
        reason=reason,
        signs=signs,
        purchased_on=purchased_on,
        created_at=now,
    )
    if not reason:
        found = periods.of_unit(unit, registration=registration, as_of=local_day(now, unit.organisation))
        if found.starts_on is None and purchased_on is None and "purchase_date" in found.missing:
            raise Invalid(
                {"purchased_on": _("Enter the day you bought it; the guarantee is counted from it.")}
            )
        registration.starts_on, registration.ends_on = found.starts_on, found.ends_on
    registration.save(force_insert=True)
    attempts.note(key=unit.serial_key, mobile=number, outcome=registration.state, now=now)
    if reason:
        _tell_of_dispute(actor, registration, present, now)
    else:
        transfer_unit(house, unit=unit, to=customer, now=now, why="registered")
        tell_of_registration(actor, registration, now)
    return registration


def tell_of_registration(actor: Actor, registration: Registration, now: datetime) -> None:
    """Record that a registration is active, in the caller's transaction."""
    record(
        GuaranteeRegistered(
            registration.pk,
            registration.unit_id,
            registration.customer_id,
            registration.starts_on.isoformat() if registration.starts_on else "",
            registration.ends_on.isoformat() if registration.ends_on else "",
        ),
        actor=actor,
        organisation_id=registration.organisation_id,
        subject_id=registration.pk,
        at=now,
    )


def _tell_of_dispute(
    actor: Actor, registration: Registration, present: Registration | None, now: datetime
) -> None:
    owner_id = present.customer_id if present is not None else registration.unit.owner_id
    record(
        RegistrationDisputed(
            registration.pk,
            registration.unit_id,
            registration.customer_id,
            registration.reason,
            list(registration.signs),
            present.pk if present is not None else None,
            owner_id if owner_id != registration.customer_id else None,
        ),
        actor=actor,
        organisation_id=registration.organisation_id,
        subject_id=registration.pk,
        at=now,
    )


def _find(
    actor: Actor,
    identifier: Identifier,
    organisation_id: int | None,
    organisation: Organisation | None,
    model_id: int | None,
) -> tuple[Unit, list[Unit]]:
    """The unit that is meant, and the others anywhere with the same serial."""
    everywhere = assets.units_named(Identifier(identifier.serial))
    named = [
        unit
        for unit in everywhere
        if (organisation_id is None or unit.organisation_id == organisation_id)
        and (not identifier.gtin or unit.model.gtin in ("", identifier.gtin))
        and (model_id is None or unit.model_id == model_id)
    ]
    if not named:
        raise _unknown(actor, identifier, organisation)
    if len(named) > 1:
        raise _ambiguous(named)
    return named[0], [unit for unit in everywhere if unit.pk != named[0].pk]


def _unknown(actor: Actor, identifier: Identifier, organisation: Organisation | None) -> Invalid:
    data: dict[str, object] = {"serial": identifier.serial}
    if not actor.is_public:
        data["did_you_mean"] = [unit.serial for unit in assets.near_misses(actor, identifier.serial)]
    if organisation is None:
        text = _(
            "This serial number is not on file. Compare it with the label on the product; the letter O and the "
            "digit 0 are different."
        )
    else:
        data["organisation"], data["phone"] = organisation.slug, organisation.phone
        text = _(
            "This serial number is not on file with this company. Compare it with the label; if it is right, "
            "open a request with a photo of the label and the invoice, and the company will add it. Your rights "
            "by law do not depend on registering."
        )
    return Invalid({"serial": text}, code="unknown_serial", data=data)


def _ambiguous(named: Sequence[Unit]) -> Invalid:
    choices = [
        {
            "model": unit.model_id,
            "name": {"fa": unit.model.name_fa, "en": unit.model.name_en or unit.model.name_fa},
            "organisation": {
                "fa": unit.organisation.name_fa,
                "en": unit.organisation.name_en or unit.organisation.name_fa,
            },
        }
        for unit in named
    ]
    return Invalid(
        {"serial": _("More than one product has this serial number. Choose yours.")},
        code="ambiguous_serial",
        data={"choices": choices},
    )


def _check_state(unit: Unit) -> None:
    if unit.state == UnitState.REPLACED:
        raise Refused(
            _(
                "This unit was exchanged for another one and its guarantee went with it. Register the new serial number."
            ),
            code="unit_replaced",
        )
    if unit.state == UnitState.RETURNED:
        raise Refused(
            _(
                "This unit was returned to the seller and the sale was undone. Ask the seller if you bought it since."
            ),
            code="unit_returned",
        )


def _check_date(unit: Unit, purchased_on: date | None, today: date) -> None:
    if purchased_on is None:
        return
    if purchased_on > today:
        raise Invalid(
            {"purchased_on": _("This day has not come yet. Check the date on the invoice.")}, code="future"
        )
    if unit.manufactured_on and purchased_on < unit.manufactured_on:
        raise Invalid(
            {"purchased_on": _("This unit was made after that day. Check the date on the invoice.")},
            code="before_manufacture",
        )
    if unit.model.launched_on and purchased_on < unit.model.launched_on:
        raise Invalid(
            {
                "purchased_on": _(
                    "This model was not on the market yet on that day. Check the date on the invoice."
                )
            },
            code="before_launch",
        )


def _signs(
    unit: Unit,
    elsewhere: Sequence[Unit],
    customer: Customer,
    present: Registration | None,
    purchased_on: date | None,
    number: str,
    now: datetime,
) -> list[str]:
    signs = []
    if (present is not None and present.customer_id != customer.pk) or unit.owner_id not in (
        None,
        customer.pk,
    ):
        signs.append("owned_by_other")
    if len(unit.serial_key) >= LONG_ENOUGH and any(
        other.owner is not None
        and other.owner.mobile != number
        and other.state == UnitState.IN_USE
        and other.model.product_class == unit.model.product_class
        for other in elsewhere
    ):
        signs.append("serial_elsewhere")
    bought = unit.sold_on or purchased_on
    if unit.activated_on and bought and unit.activated_on < bought - SHOP_TEST:
        signs.append("activated_early")
    if attempts.other_people(key=unit.serial_key, mobile=number, now=now) >= attempts.PEOPLE:
        signs.append("many_people")
    if unit.sold_on and purchased_on and unit.sold_on != purchased_on:
        signs.append("date_differs")
    return signs


def _reason(signs: Sequence[str]) -> str:
    if "owned_by_other" in signs:
        return "duplicate"
    return "clone" if {"serial_elsewhere", "activated_early", "many_people"} & set(signs) else ""


def _latest_of(unit: Unit, customer: Customer) -> Registration | None:
    rows = Registration.objects.unscoped("registering is the same thing however often it is asked")
    return (
        rows.filter(unit=unit, customer=customer).select_related("unit", "customer").order_by("-pk").first()
    )


def _active_of(unit: Unit) -> Registration | None:
    rows = Registration.objects.unscoped("at most one is active for a unit")
    return rows.filter(unit=unit, state=RegistrationState.ACTIVE).first()
