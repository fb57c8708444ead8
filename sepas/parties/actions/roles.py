"""Roles: given and taken by those who have them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.shared import hold_structure
from sepas.parties.events import StaffRoleAssigned, StaffRoleRevoked
from sepas.parties.models import Branch, CustomRole, Role, RoleAssignment, Staff
from sepas.parties.models.staff import RoleAssignmentQuerySet
from sepas.parties.roles import CUSTOM

WHY = "an organisation never loses its last administrator, whoever asks"


def assign_role(
    actor: Actor, *, staff: Staff, role: str, branch: Branch | None = None, now: datetime
) -> RoleAssignment:
    """Give a role in the whole organisation, or in a branch and all below it. Held already: unchanged.

    Raises `Refused` for a role or place beyond the actor's own, `Conflict` for somebody inactive or a closed
    branch, `Invalid` for an unknown role.
    """
    chosen, custom = _role(role, staff.organisation_id)
    branch_id = branch.pk if branch else None
    require(policies.may_give(actor, staff.organisation_id, chosen, branch_id))
    if custom is not None and not custom.active:
        raise Conflict(_("This role is out of use."), code="role_out_of_use")
    if branch is not None and branch.organisation_id != staff.organisation_id:
        raise NotFound()
    if not staff.active:
        raise Conflict(_("This person is not active."), code="inactive")
    if branch is not None and not branch.active:
        raise Conflict(_("This branch is closed."), code="branch_closed")
    with transaction.atomic():
        held = _rows().filter(staff=staff, role=chosen, branch=branch).first()
        if held is not None:
            return held
        swap(staff)
        held = RoleAssignment.objects.create(staff=staff, role=chosen, custom=custom, branch=branch)
        _record(actor, staff, StaffRoleAssigned(chosen, branch_id), now)
    return held


def revoke_role(
    actor: Actor, *, staff: Staff, role: str, branch: Branch | None = None, now: datetime
) -> None:
    """Take a role back; nothing happens if it is not held.

    Raises `Refused` for a role or place beyond the actor's own, `Conflict` if nobody could administer the
    organisation any more.
    """
    chosen, _custom = _role(role, staff.organisation_id)
    branch_id = branch.pk if branch else None
    require(policies.may_give(actor, staff.organisation_id, chosen, branch_id))
    with transaction.atomic():
        held = _rows().filter(staff=staff, role=chosen, branch=branch).first()
        if held is None:
            return
        if chosen == Role.ADMINISTRATOR and branch is None:
            keep_an_administrator(staff)
        swap(staff)
        _rows().filter(pk=held.pk).delete()
        _record(actor, staff, StaffRoleRevoked(chosen, branch_id), now)


def keep_an_administrator(without: Staff) -> None:
    """Raise `Conflict` unless somebody else administers the whole organisation; holds that until commit."""
    hold_structure(without.organisation_id)
    others = (
        _rows()
        .filter(
            staff__organisation_id=without.organisation_id,
            staff__active=True,
            role=Role.ADMINISTRATOR,
            branch=None,
        )
        .exclude(staff=without)
    )
    if not others.exists():
        raise Conflict(
            _("This is the last administrator. Give somebody else the role first."), code="last_administrator"
        )


def _role(role: str, organisation_id: int) -> tuple[str, CustomRole | None]:
    number = role.removeprefix(CUSTOM)
    if role.startswith(CUSTOM) and number.isdecimal() and len(number) < 13:
        rows = CustomRole.objects.unscoped("a role is given within its own organisation")
        custom = rows.filter(organisation_id=organisation_id, pk=int(number)).first()
        if custom is not None:
            return custom.key, custom
    elif role in Role.values:
        return Role(role).value, None
    raise Invalid({"role": _("Choose one of the list.")}, data={"allowed": Role.values})


def _rows() -> RoleAssignmentQuerySet:
    return RoleAssignment.objects.unscoped(WHY)


def _record(actor: Actor, staff: Staff, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=staff.organisation_id, subject_id=staff.pk, at=now)
