"""Taking a case that nobody has, and giving it back."""

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies
from sepas.cases.bond_events import CaseReleased
from sepas.cases.events import CaseAssigned
from sepas.cases.lifecycle import CASE
from sepas.cases.models import Case
from sepas.cases.promises.turn import Turn
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, Stale
from sepas.kernel.policy import require
from sepas.parties import names
from sepas.parties.models import Staff

WHY = "whose the case is by now, which its page shows"


def claim_case(actor: Actor, *, case: Case, staff: Staff | None = None, now: datetime) -> Case:
    """The case is the actor's from now on, or that of `staff`, for whom a program takes it. Of several who take it
    at once one gets it; taking one's own again changes nothing. Raises `Conflict` (`taken`, with the name) when
    somebody has it.
    """
    require(bond_policies.may_claim(actor, case))
    pk, name = person_of(actor, case, staff)
    for last in (False, True):
        if case.assignee_id == pk:
            return case
        if case.assignee_id is not None:
            raise _taken(case)
        CASE.after(case.state, "assign")
        try:
            with transaction.atomic():
                turn = Turn.begin(actor, case, now)
                turn.commit("assign", CaseAssigned(pk, name, case.branch_id), assignee_id=pk)
            return case
        except Stale:
            if last:
                raise
            case = _again(case)
    return case


def release_case(actor: Actor, *, case: Case, now: datetime) -> Case:
    """Nobody has the case from now on; one that nobody has stays so."""
    require(bond_policies.may_release(actor, case))
    CASE.after(case.state, "assign")
    if case.assignee is None:
        return case
    with transaction.atomic():
        turn = Turn.begin(actor, case, now)
        turn.commit(None, CaseReleased(case.assignee.pk, case.assignee.name_fa), assignee=None)
    return case


def person_of(actor: Actor, case: Case, staff: Staff | None) -> tuple[int, str]:
    """Whose list it is about: the actor's own; for a program, that of the `staff` it names."""
    if actor.is_staff:
        assert actor.id is not None
        return actor.id, actor.name
    if staff is None or staff.organisation_id != case.organisation_id or not staff.active:
        raise Invalid({"staff": _("Choose somebody who works here.")})
    return staff.pk, staff.name_fa


def _again(case: Case) -> Case:
    rows = Case.objects.unscoped(WHY).select_related(
        "organisation", "branch", "customer", "decision", "assignee"
    )
    return rows.get(pk=case.pk)


def _taken(case: Case) -> Conflict:
    assert case.assignee_id is not None
    person = Staff.objects.unscoped(WHY).get(pk=case.assignee_id)
    return Conflict(
        format_lazy(_("{name} has taken this case already."), name=names.lazily(person)),
        code="taken",
        data={"staff": person.pk, "name": person.name_fa},
    )
