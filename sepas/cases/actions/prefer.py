"""Saying when one would like somebody to come, or to bring the device."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sepas.cases import appointments, policies
from sepas.cases.events import AppointmentPreferred
from sepas.cases.models import Case
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.service_levels.queries import calendar_of


def prefer_appointment(
    actor: Actor, *, case: Case, days: Sequence[str], parts: Sequence[str], now: datetime
) -> Case:
    """Keep the wished days (ISO, of those the branch works on) and parts of the day; none of both: no wish.

    A wish is no promise; it holds until somebody has come or the case is done. The same wish again changes
    nothing. Raises `Invalid` on `days` or `parts`.
    """
    require(policies.may_prefer(actor, case))
    case.branch.organisation = case.organisation
    wish = appointments.checked(days, parts, calendar_of(case.branch), now)
    if wish == (case.preference or {}):
        return case
    with transaction.atomic():
        swap(case, preference=wish or None)
        record(
            AppointmentPreferred(wish.get("days", []), wish.get("parts", []), actor.is_public),
            actor=actor,
            organisation_id=case.organisation_id,
            subject_id=case.pk,
            at=now,
        )
    return case
