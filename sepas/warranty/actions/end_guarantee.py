"""Ending a guarantee: it is promised for no further purchases."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.warranty import policies
from sepas.warranty.days import local_day
from sepas.warranty.events import GuaranteeEnded
from sepas.warranty.library import begins
from sepas.warranty.models import Guarantee


def end_guarantee(
    actor: Actor, *, guarantee: Guarantee, last_day: date | None = None, why: str = "", now: datetime
) -> Guarantee:
    """Promise it for purchases up to `last_day` (today if none is given) and no later ones.

    Who bought by then keeps every day of it, and what the law gives holds as before. Select
    `guarantee.organisation`. Raises `Invalid` for a day in the past or before the guarantee begins, and `Conflict`
    (`already_ended`) when its end is set.
    """
    require(policies.may_publish(actor, guarantee.organisation_id))
    today = local_day(now, guarantee.organisation)
    last = last_day or today
    if last < today:
        raise Invalid(
            {"last_day": _("What was promised for past purchases stays. Choose today or a later day.")}
        )
    if last.isoformat() < begins(guarantee.document):
        raise Invalid(
            {"last_day": _("The guarantee begins only after this day. Choose its first day or later.")}
        )
    rows = Guarantee.objects.unscoped("the row that was found with the actor's rights")
    with transaction.atomic():
        if not rows.filter(pk=guarantee.pk, ended_on=None).update(ended_on=last, ended_at=now):
            raise Conflict(_("This guarantee has its last day already."), code="already_ended")
        record(
            GuaranteeEnded(
                guarantee.pk, guarantee.pack, guarantee.version, last.isoformat(), " ".join(why.split())[:200]
            ),
            actor=actor,
            organisation_id=guarantee.organisation_id,
            subject_id=guarantee.pk,
            at=now,
        )
    guarantee.ended_on, guarantee.ended_at = last, now
    return guarantee
