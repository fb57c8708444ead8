"""What an owner tells of a unit that left their hands: lost or stolen, found again, or no longer theirs."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies
from sepas.assets.events import UnitFound, UnitReleased, UnitReportedLost
from sepas.assets.lifecycle import UNIT
from sepas.assets.models import Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap


def report_lost(actor: Actor, *, unit: Unit, on: date, now: datetime) -> Unit:
    """The unit is lost or stolen since the day `on`; reported again, nothing happens.

    From now on whoever registers it is looked at first, and its public page warns buyers. Select `unit.owner`.
    """
    require(policies.may_report_unit(actor, unit))
    UNIT.after(unit.state, "report_lost")
    if unit.lost_on is not None:
        return unit
    with transaction.atomic():
        swap(unit, lost_on=on)
        _record(actor, unit, UnitReportedLost(unit.pk, unit.owner_id), now)
    return unit


def report_found(actor: Actor, *, unit: Unit, now: datetime) -> Unit:
    """The unit is with its owner again."""
    require(policies.may_report_unit(actor, unit))
    UNIT.after(unit.state, "report_found")
    if unit.lost_on is None:
        return unit
    with transaction.atomic():
        swap(unit, lost_on=None)
        _record(actor, unit, UnitFound(unit.pk, unit.owner_id), now)
    return unit


def release_unit(actor: Actor, *, unit: Unit, now: datetime, why: str = "") -> Unit:
    """The owner sold it or gave it away and does not say to whom: nobody owns it until somebody registers it.

    Its guarantee stays with it. Raises `Invalid` for a unit that is reported lost: a thief must not be made a buyer.
    """
    require(policies.may_release_unit(actor, unit))
    UNIT.after(unit.state, "release")
    if unit.owner_id is None:
        return unit
    if unit.lost_on is not None:
        raise Invalid(
            {"unit": _("This unit is reported lost. If you have it again, say first that it was found.")},
            code="unit_lost",
        )
    before = unit.owner_id
    with transaction.atomic():
        swap(unit, owner=None)
        _record(actor, unit, UnitReleased(unit.pk, before, why.strip()), now)
    return unit


def _record(actor: Actor, unit: Unit, event: Any, now: datetime) -> None:
    record(event, actor=actor, organisation_id=unit.organisation_id, subject_id=unit.pk, at=now)
