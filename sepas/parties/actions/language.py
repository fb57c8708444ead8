"""The language that somebody of the staff reads in: theirs alone to choose, without a permission."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.customers import LANGUAGES
from sepas.parties.actions.shared import before_and_after
from sepas.parties.events import StaffEdited
from sepas.parties.models import Staff


def choose_language(actor: Actor, *, staff: Staff, language: str, now: datetime) -> Staff:
    """Keep the language with the profile. Without a change nothing is written. Raises `Refused` for anybody else's."""
    require(policies.may_choose_language(actor, staff))
    if language not in LANGUAGES:
        raise Invalid({"language": _("Choose Persian or English.")})
    if staff.language == language:
        return staff
    changes: dict[str, Any] = {"language": language}
    with transaction.atomic():
        edited = StaffEdited(before_and_after(staff, changes))
        swap(staff, **changes)
        record(edited, actor=actor, organisation_id=staff.organisation_id, subject_id=staff.pk, at=now)
    return staff
