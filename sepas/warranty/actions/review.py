"""Staff decide a disputed registration."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import queries as assets
from sepas.assets.actions.ownership import transfer_unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.warranty import periods, policies
from sepas.warranty.actions.endings import end_registration
from sepas.warranty.actions.register import tell_of_registration
from sepas.warranty.days import local_day
from sepas.warranty.events import RegistrationReviewed
from sepas.warranty.lifecycle import REGISTRATION, RegistrationState
from sepas.warranty.models import Registration


def review_registration(
    actor: Actor, *, registration: Registration, accept: bool, why: str, now: datetime
) -> Registration:
    """Accept a disputed registration, which ends the one it met and gives the unit to its customer, or reject it.

    `why` is kept and told to the people concerned. Raises `Invalid` without it, `IllegalMove` when it is not under
    review, `Stale` when somebody else decided at the same moment.
    """
    require(policies.may_review(actor, registration))
    why = why.strip()
    if not why:
        raise Invalid({"why": _("Say why in a sentence; both people are told.")})
    state = REGISTRATION.after(registration.state, "accept" if accept else "reject")
    house = system(registration.organisation_id)
    with transaction.atomic():
        ended = _make_room(house, registration, now) if accept else None
        if accept:
            unit = assets.unit(house, registration.unit_id)
            found = periods.of_unit(unit, registration=registration, as_of=local_day(now, unit.organisation))
            swap(registration, state=state, reason="", starts_on=found.starts_on, ends_on=found.ends_on)
            transfer_unit(house, unit=unit, to=registration.customer, now=now, why=why)
        else:
            swap(registration, state=state, reason="not_accepted")
        record(
            RegistrationReviewed(
                registration.pk,
                registration.unit_id,
                registration.customer_id,
                accept,
                why,
                ended.pk if ended else None,
            ),
            actor=actor,
            organisation_id=registration.organisation_id,
            subject_id=registration.pk,
            at=now,
        )
        if accept:
            tell_of_registration(actor, registration, now)
    return registration


def _make_room(house: Actor, registration: Registration, now: datetime) -> Registration | None:
    rows = Registration.objects.unscoped("the registration that an accepted one takes the place of")
    present = rows.filter(unit_id=registration.unit_id, state=RegistrationState.ACTIVE).first()
    if present is not None:
        end_registration(house, registration=present, reason="other_owner", now=now)
    return present
