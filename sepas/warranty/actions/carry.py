"""Carrying a registration over to the unit that took the place of another."""

from datetime import datetime

from django.db import transaction

from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.warranty import policies
from sepas.warranty.actions.endings import end_registration
from sepas.warranty.actions.register import tell_of_registration
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.models import Registration


def carry_registration(
    actor: Actor, *, registration: Registration, to_unit_id: int, now: datetime
) -> Registration:
    """End `registration` as replaced and register its owner for the new unit, with the same dates.

    Does nothing more when the new unit is registered already. Raises `IllegalMove`, `Stale`.
    """
    require(policies.may_review(actor, registration))
    with transaction.atomic():
        end_registration(actor, registration=registration, reason="replaced", now=now)
        rows = Registration.objects.unscoped("at most one is active for a unit")
        present = rows.filter(unit_id=to_unit_id, state=RegistrationState.ACTIVE).first()
        if present is not None:
            return present
        carried = Registration.objects.create(
            organisation_id=registration.organisation_id,
            unit_id=to_unit_id,
            customer_id=registration.customer_id,
            purchased_on=registration.purchased_on,
            starts_on=registration.starts_on,
            ends_on=registration.ends_on,
            created_at=now,
        )
        tell_of_registration(actor, carried, now)
    return carried
