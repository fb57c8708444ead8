"""Giving a case to somebody."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.events import CaseAssigned
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.parties.models import Staff


def assign_case(
    actor: Actor, *, case: Case, assignee: Staff, why: Mapping[str, str] | None = None, now: datetime
) -> Case:
    """Make `assignee` answer for the case from now on. Raises `Invalid` for somebody who has left, who is of
    another organisation, or who has the case already. `why` says in both languages why rules chose this
    person.
    """
    require(policies.may_assign(actor, case))
    CASE.after(case.state, "assign")
    if assignee.organisation_id != case.organisation_id or not assignee.active:
        raise Invalid({"assignee": _("Choose somebody who works here.")})
    if assignee.pk == case.assignee_id:
        raise Invalid({"assignee": _("This person has the case already.")}, code="already_assigned")
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        fact = CaseAssigned(
            assignee.pk, assignee.name_fa, case.branch_id, why=dict(why or {}), former_id=case.assignee_id
        )
        turn.commit("assign", fact, assignee=assignee)
    return case
