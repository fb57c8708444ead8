"""Keeping one unit under guarantee for longer, for goodwill or after a long repair, and taking that back."""

from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets.actions.units import EXTENDED
from sepas.assets.events import ExtensionEnded, GuaranteeExtended
from sepas.assets.lifecycle import UNIT
from sepas.assets.models import Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.parties.models import Organisation
from sepas.warranty import policies
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.days import local_day
from sepas.warranty.extensions import extension_document, pack_of
from sepas.warranty.models import Guarantee
from sepas.warranty.periods import of_unit
from sepas.warranty.queries import active_registration

FARTHEST = timedelta(days=3660)
LONGEST_WHY = 1000


def extend_guarantee(actor: Actor, *, unit: Unit, until: date, why: str, now: datetime) -> Unit:
    """The unit is under guarantee up to and including `until`, by the company's own goodwill beside whatever else
    covers it. Given again with another day, that takes the place of the earlier one; the same day changes nothing.

    Decisions know of it by the fact `extended_until` and the organisation's pack of level `goodwill`, which is
    published with the first extension. Select `unit.model` and `unit.organisation`. Raises `Invalid` on `until` for a
    day that is over, too far, or not later than the guarantee lasts anyway, and on `why`.
    """
    require(policies.may_extend_guarantee(actor, unit))
    UNIT.after(unit.state, "edit")
    if unit.facts.get(EXTENDED) == until.isoformat():
        return unit
    why = _checked(unit, until, why, now)
    organisation, was = unit.organisation, unit.facts.get(EXTENDED, "")
    publish_guarantee(
        actor, organisation=organisation, document=_document(organisation, now), product_models=(), now=now
    )
    with transaction.atomic():
        swap(unit, facts=unit.facts | {EXTENDED: until.isoformat()})
        _record(actor, unit, GuaranteeExtended(unit.pk, until.isoformat(), was, why), now)
    return unit


def end_extension(actor: Actor, *, unit: Unit, why: str, now: datetime) -> Unit:
    """The extension is taken back; decisions that rested on it stay as they were made.

    Raises `Conflict` (`no_extension`) where there is none, and `Invalid` on `why`.
    """
    require(policies.may_extend_guarantee(actor, unit))
    UNIT.after(unit.state, "edit")
    was = unit.facts.get(EXTENDED)
    if was is None:
        raise Conflict(_("The guarantee of this unit is not extended."), code="no_extension")
    wrong = _wrong_reason(why := normalise(why))
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        swap(unit, facts={name: value for name, value in unit.facts.items() if name != EXTENDED})
        _record(actor, unit, ExtensionEnded(unit.pk, was, why), now)
    return unit


def _document(organisation: Organisation, now: datetime) -> dict[str, Any]:
    """The pack as it is published, or its next version where the company ended it."""
    frame = {"slug": organisation.slug, "jurisdiction": organisation.jurisdiction}
    rows = Guarantee.objects.unscoped("the pack behind all extensions of the organisation")
    last = rows.filter(organisation=organisation, pack=pack_of(organisation.slug)).order_by("pk").last()
    if last is None:
        return extension_document(**frame)
    if last.ended_on is None:
        return last.document
    today = local_day(now, organisation).isoformat()
    return extension_document(**frame, version=str(int(last.version) + 1), begins=today)


def _checked(unit: Unit, until: date, why: str, now: datetime) -> str:
    wrong = _wrong_reason(why := normalise(why))
    today = local_day(now, unit.organisation)
    lasts = _ends_without(unit, today)
    if until <= today:
        wrong["until"] = _("This day is over. Choose a later one.")
    elif until > today + FARTHEST:
        wrong["until"] = _("Choose a day within the next ten years.")
    elif lasts is not None and until <= lasts:
        wrong["until"] = _("The guarantee lasts until then anyway. Choose a later day.")
    if wrong:
        raise Invalid(wrong, data={"ends_on": lasts.isoformat() if lasts else None})
    return why


def _wrong_reason(why: str) -> dict[str, type_of_text]:
    if not why:
        return {"why": _("Write why: the record keeps it.")}
    return {"why": _("This is too long.")} if len(why) > LONGEST_WHY else {}


def _ends_without(unit: Unit, today: date) -> date | None:
    """The last day of whatever covers the unit besides an extension."""
    bare = copy(unit)
    bare.facts = {name: value for name, value in unit.facts.items() if name != EXTENDED}
    return of_unit(bare, registration=active_registration(bare), as_of=today).ends_on


def _record(actor: Actor, unit: Unit, event: Any, now: datetime) -> None:
    record(event, actor=actor, organisation_id=unit.organisation_id, subject_id=unit.pk, at=now)
