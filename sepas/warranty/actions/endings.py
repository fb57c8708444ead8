"""Ending a registration, and letting it follow its unit."""

from datetime import datetime

from django.db import transaction

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.warranty import policies
from sepas.warranty.events import RegistrationEnded
from sepas.warranty.lifecycle import REGISTRATION
from sepas.warranty.models import Registration


def end_registration(actor: Actor, *, registration: Registration, reason: str, now: datetime) -> Registration:
    """Active or disputed no more, for a `reason` of `reasons.REASONS`. Raises `IllegalMove`, `Stale`."""
    require(policies.may_review(actor, registration))
    state = REGISTRATION.after(registration.state, "end")
    with transaction.atomic():
        swap(registration, state=state, reason=reason)
        record(
            RegistrationEnded(registration.pk, registration.unit_id, registration.customer_id, reason),
            actor=actor,
            organisation_id=registration.organisation_id,
            subject_id=registration.pk,
            at=now,
        )
    return registration
