"""Letting somebody look on at a case, and ending that."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.events import CaseShared, CaseUnshared
from sepas.cases.models import Case, ShareLink
from sepas.cases.models.voice import MOST_LINKS
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, NotFound
from sepas.kernel.ids import new_secret
from sepas.kernel.policy import require
from sepas.kernel.swap import swap


def share_case(actor: Actor, *, case: Case, now: datetime) -> ShareLink:
    """A new link under which somebody follows the case without acting in it or reading what was written.

    Raises `Conflict` (`too_many_links`) when `MOST_LINKS` stand already.
    """
    require(policies.may_share(actor, case))
    with transaction.atomic():
        swap(case, touched_at=case.touched_at)
        standing = ShareLink.objects.visible_to(actor).filter(case=case, revoked_at=None).count()
        if standing >= MOST_LINKS:
            raise Conflict(
                _("Five links stand already. Take one back before you make another."), code="too_many_links"
            )
        link = ShareLink.objects.create(case=case, secret=new_secret(), created_at=now)
        _record(actor, case, CaseShared(link.pk), now)
    return link


def unshare_case(actor: Actor, *, case: Case, link_id: int, now: datetime) -> None:
    """The link serves no longer; what serves no longer already stays so. Raises `NotFound`."""
    require(policies.may_share(actor, case))
    with transaction.atomic():
        link = ShareLink.objects.visible_to(actor).filter(case=case, pk=link_id).first()
        if link is None:
            raise NotFound()
        if link.revoked_at is not None:
            return
        swap(case, touched_at=case.touched_at)
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        _record(actor, case, CaseUnshared(link.pk), now)


def _record(actor: Actor, case: Case, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=case.organisation_id, subject_id=case.pk, at=now)
