"""Registering a guarantee: a serial, a mobile number and, where nobody knows it yet, the day of purchase."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets.actions.ownership import transfer_unit
from sepas.assets.identifiers import read_identifier
from sepas.assets.models import Unit
from sepas.assets.outside_sale import note_outside_sale, outside_sale
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Invalid, Stale
from sepas.kernel.policy import require
from sepas.parties.actions.customers import find_or_create_customer
from sepas.parties.models import Customer, Organisation
from sepas.parties.phones import parse_mobile, region_of
from sepas.warranty import attempts, periods, policies, suspicion
from sepas.warranty.actions.endings import end_registration
from sepas.warranty.claims import Claim, check_date, check_state, find_unit
from sepas.warranty.codes import read_card_code
from sepas.warranty.days import local_day
from sepas.warranty.events import GuaranteeRegistered, RegistrationDisputed
from sepas.warranty.lifecycle import Evidence, RegistrationState
from sepas.warranty.models import Registration


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
    evidence: Evidence = Evidence.SERIAL,
) -> Registration:
    """Register the unit that `serial` names for the person with `mobile`; asked again, the same registration.

    `serial` is a serial number, a scanned code (GS1) or the code of the unit's guarantee card.

    Returns it ACTIVE, or DISPUTED where somebody else holds the unit (`duplicate`) or there are signs that the
    serial is on more than one thing (`clone`); `reasons.explain` says why. `organisation` and `model_id` narrow a
    serial that occurs more than once; staff and programs register in their own organisation only. Raises `Invalid`
    (codes `unknown_serial`, `ambiguous_serial` with `data["choices"]`, and by field), `Refused` (`unit_replaced`,
    `unit_returned`), `TooMany`. Call it outside a transaction, so that a wrong serial is remembered.
    """
    number = parse_mobile(mobile, region_of(organisation.jurisdiction) if organisation else "IR")
    require(policies.may_register(actor, number))
    claim = Claim(
        actor, read_identifier(serial), read_card_code(serial), number, purchased_on, name, organisation, model_id, now,
        invoice=evidence == Evidence.INVOICE,
    )  # fmt: skip
    attempts.slow_down(mobile=number, now=now)
    for _try in range(3):
        try:
            with transaction.atomic():
                return _register(claim)
        except (IntegrityError, Stale):
            # Somebody registered or changed the same unit at this moment: look again at what is there now.
            continue
        except Invalid as error:
            if error.code == "unknown_serial":
                attempts.note(key=claim.identifier.key, mobile=number, outcome=error.code, now=now)
            raise
    raise Stale(data={"serial": serial})


def _register(claim: Claim) -> Registration:
    unit, elsewhere = find_unit(claim)
    house, now = system(unit.organisation_id), claim.now
    customer = find_or_create_customer(
        house,
        organisation=unit.organisation,
        mobile=claim.number,
        name=claim.name,
        language=claim.actor.language,
        now=now,
    )
    earlier = _latest_of(unit, customer)
    if earlier is not None and earlier.state != RegistrationState.ENDED:
        return earlier
    check_state(unit)
    check_date(claim, unit)
    present = _active_of(unit)
    if present is not None and unit.owner_id == customer.pk:
        # It was handed over to this customer; the former owner's registration has not followed yet.
        end_registration(house, registration=present, reason="transferred", now=now)
        present = None
    registration = _new(claim, unit, elsewhere, customer, present)
    attempts.note(key=unit.serial_key, mobile=claim.number, outcome=registration.state, now=now)
    if registration.reason:
        _tell_of_dispute(claim.actor, registration, present, now)
    else:
        transfer_unit(house, unit=unit, to=customer, now=now, why="registered")
        tell_of_registration(claim.actor, registration, now)
    bought = claim.purchased_on or unit.sold_on or local_day(now, unit.organisation)
    if outside_sale(unit.model, bought) and not outside_sale(unit.model, unit.sold_on):
        note_outside_sale(house, unit.model, unit_ids=[unit.pk], how="registered", now=now)
    return registration


def _new(
    claim: Claim, unit: Unit, elsewhere: Sequence[Unit], customer: Customer, present: Registration | None
) -> Registration:
    signs = suspicion.signs(claim, unit, elsewhere, customer, present)
    reason = suspicion.reason_of(signs)
    registration = Registration(
        organisation_id=unit.organisation_id,
        unit=unit,
        customer=customer,
        state=RegistrationState.DISPUTED if reason else RegistrationState.ACTIVE,
        reason=reason,
        signs=signs,
        evidence=claim.evidence,
        purchased_on=claim.purchased_on,
        created_at=claim.now,
    )
    if not reason:
        today = local_day(claim.now, unit.organisation)
        found = periods.of_unit(unit, registration=registration, as_of=today)
        if found.starts_on is None and claim.purchased_on is None and "purchase_date" in found.missing:
            raise Invalid(
                {"purchased_on": _("Enter the day you bought it; the guarantee is counted from it.")}
            )
        registration.starts_on, registration.ends_on = found.starts_on, found.ends_on
    registration.save(force_insert=True)
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


def _latest_of(unit: Unit, customer: Customer) -> Registration | None:
    rows = Registration.objects.unscoped("registering is the same thing however often it is asked")
    return (
        rows.filter(unit=unit, customer=customer).select_related("unit", "customer").order_by("-pk").first()
    )


def _active_of(unit: Unit) -> Registration | None:
    rows = Registration.objects.unscoped("at most one is active for a unit")
    return rows.filter(unit=unit, state=RegistrationState.ACTIVE).first()
