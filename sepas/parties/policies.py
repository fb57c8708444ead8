"""Who may do what with organisations, branches, staff, customers and tokens."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.kernel import epoch
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.parties.models import ApiToken, Branch, Customer, CustomRole, Staff
from sepas.parties.roles import CUSTOM, PERMISSION_NAMES, PERMISSIONS, ROLE_PERMISSIONS, Role

Held = Iterable[tuple[str, int | None]]
"""Roles of a person with the id of the branch where each holds, None for the whole organisation."""

NOT_THERE = Denied("not_found", _("There is nothing here that you can see."), hidden=True)


def may_use(
    actor: Actor, permission: str, *, organisation_id: int | None, branch_id: int | None = None
) -> Answer:
    """Whether `actor` holds `permission` at a branch, or in the whole organisation if no branch is named.

    The system itself may everything in the organisation that it acts for. Anybody from elsewhere is told
    that there is nothing.
    """
    if actor.kind == Kind.SYSTEM:
        return ALLOWED if actor.organisation_id in {None, organisation_id} else NOT_THERE
    if actor.organisation_id is None or actor.organisation_id != organisation_id:
        return NOT_THERE
    reach = actor.reach(permission)
    if reach.everywhere or (branch_id is not None and branch_id in reach.branches):
        return ALLOWED
    name = PERMISSION_NAMES[permission]
    if reach:
        return Denied(
            "out_of_reach",
            format_lazy(_("You may do this only in your own branch or on your own work: {name}."), name=name),
            data={"permission": permission},
        )
    return Denied(
        "no_permission",
        format_lazy(_("Your role does not include this: {name}. Ask your manager."), name=name),
        data={"permission": permission},
    )


def may_create_organisation(actor: Actor) -> Answer:
    if actor.kind == Kind.SYSTEM and actor.organisation_id is None:
        return ALLOWED
    return Denied("system_only", _("Organisations are created by whoever runs this installation."))


def may_edit_organisation(actor: Actor, organisation_id: int) -> Answer:
    return may_use(actor, "branches.edit", organisation_id=organisation_id)


def may_create_branch(actor: Actor, organisation_id: int, parent_id: int | None) -> Answer:
    return may_use(actor, "branches.edit", organisation_id=organisation_id, branch_id=parent_id)


def may_edit_branch(actor: Actor, branch: Branch) -> Answer:
    """Name, address, hours and special days of a branch."""
    return may_use(actor, "branches.edit", organisation_id=branch.organisation_id, branch_id=branch.pk)


def may_place_branch(actor: Actor, branch: Branch, parent_id: int | None) -> Answer:
    """Moving, closing or reopening: a change to the tree above, so it takes the parent's reach as well."""
    own = may_edit_branch(actor, branch)
    if not own:
        return own
    return may_use(actor, "branches.edit", organisation_id=branch.organisation_id, branch_id=parent_id)


def may_create_staff(actor: Actor, organisation_id: int, branch_id: int | None) -> Answer:
    return may_use(actor, "staff.edit", organisation_id=organisation_id, branch_id=branch_id)


def may_edit_staff(actor: Actor, staff: Staff, held: Held) -> Answer:
    """Editing a person, or giving a new password: whoever can do that could become them.

    So it needs, besides the permission, everything that the person may do.
    """
    answer = may_use(actor, "staff.edit", organisation_id=staff.organisation_id, branch_id=staff.branch_id)
    if not answer:
        return answer
    for role, branch_id in held:
        if not may_give(actor, staff.organisation_id, role, branch_id):
            return Denied(
                "above_you", _("This person has a role above yours; only somebody with that role can do it.")
            )
    return ALLOWED


def may_deactivate_staff(actor: Actor, staff: Staff, held: Held) -> Answer:
    if actor.is_staff and actor.id == staff.pk:
        return Denied("yourself", _("You cannot deactivate yourself. Ask another administrator."))
    return may_edit_staff(actor, staff, held)


def may_end_session(actor: Actor, staff: Staff, held: Held) -> Answer:
    """Signing somebody out in one browser: oneself, and whoever may edit the person."""
    if actor.is_staff and actor.id == staff.pk:
        return ALLOWED
    return may_edit_staff(actor, staff, held)


def may_choose_language(actor: Actor, staff: Staff) -> Answer:
    if actor.is_staff and actor.id == staff.pk:
        return ALLOWED
    return Denied("not_yours", _("Everybody chooses for themselves which language to read in."))


def may_reset_sign_in(actor: Actor, staff: Staff, held: Held) -> Answer:
    """Not one's own: an open session must not be enough to take off the second factor."""
    if actor.is_staff and actor.id == staff.pk:
        return Denied("yourself", _("Change your own password on your account page."))
    return may_edit_staff(actor, staff, held)


def may_give(actor: Actor, organisation_id: int, role: str, branch_id: int | None) -> Answer:
    """Whether a role may be given or taken: only by somebody who has all of it, at least as widely."""
    answer = may_use(actor, "staff.edit", organisation_id=organisation_id, branch_id=branch_id)
    if not answer:
        return answer
    missing = [
        permission
        for permission in sorted(permissions_of(role, organisation_id))
        if not may_use(actor, permission, organisation_id=organisation_id, branch_id=branch_id)
    ]
    if missing:
        return Denied(
            "above_you",
            _("You can only give or take roles that you have yourself, where you have them."),
            data={"role": str(role), "missing": missing},
        )
    return ALLOWED


def permissions_of(role: str, organisation_id: int) -> frozenset[str]:
    """What a built-in role, or an organisation's own by its key, gives. One that is not there counts as everything,
    so that nobody gives it. Own roles are read once an epoch.
    """
    if not role.startswith(CUSTOM):
        return ROLE_PERMISSIONS[Role(role)]
    rows = CustomRole.objects.unscoped("what a role gives decides who may give it").filter(
        organisation_id=organisation_id
    )
    known = epoch.kept(
        organisation_id, "roles", lambda: {row.key: frozenset(row.permissions) for row in rows}
    )
    return known.get(role, PERMISSIONS)


def may_edit_roles(actor: Actor, organisation_id: int, permissions: Iterable[str] = ()) -> Answer:
    """Making and changing roles: for whoever edits staff everywhere, and with nothing that they lack themselves."""
    answer = may_use(actor, "staff.edit", organisation_id=organisation_id)
    if not answer:
        return answer
    beyond = [
        name for name in sorted(permissions) if not may_use(actor, name, organisation_id=organisation_id)
    ]
    if beyond:
        return Denied(
            "above_you",
            _("A role can only be given what you may do yourself in the whole organisation."),
            data={"missing": beyond},
        )
    return ALLOWED


def may_read_activity(actor: Actor, organisation_id: int | None) -> Answer:
    """Somewhere at least; which facts is told by where."""
    if organisation_id is None:
        return NOT_THERE
    return _anywhere(actor, "activity.view", organisation_id)


def may_view_customers(actor: Actor, organisation_id: int) -> Answer:
    return _anywhere(actor, "customers.view", organisation_id)


def may_edit_customer(actor: Actor, customer: Customer) -> Answer:
    """Staff with the permission in any branch; and the person, whose number was verified."""
    if actor.kind == Kind.CUSTOMER:
        return ALLOWED if actor.mobile and actor.mobile == customer.mobile else NOT_THERE
    return _anywhere(actor, "customers.edit", customer.organisation_id)


def may_erase_customer(actor: Actor, customer: Customer) -> Answer:
    """The person, whose number was verified; and staff who hold the permission in the whole organisation."""
    if actor.kind == Kind.CUSTOMER:
        return ALLOWED if actor.mobile and actor.mobile == customer.mobile else NOT_THERE
    return may_use(actor, "customers.erase", organisation_id=customer.organisation_id)


def may_find_or_create_customer(actor: Actor, organisation_id: int, mobile: str) -> Answer:
    """The public doors are open to guests; a verified person acts only for their own number."""
    if actor.kind == Kind.GUEST:
        return ALLOWED
    if actor.kind == Kind.CUSTOMER:
        if actor.mobile == mobile:
            return ALLOWED
        return Denied("other_number", _("You are signed in with another number. Sign out to use this one."))
    if actor.may("cases.open"):
        return _anywhere(actor, "cases.open", organisation_id)
    return _anywhere(actor, "customers.edit", organisation_id)


def may_issue_token(actor: Actor, organisation_id: int, scopes: Iterable[str]) -> Answer:
    answer = may_use(actor, "tokens.edit", organisation_id=organisation_id)
    if not answer:
        return answer
    beyond = [scope for scope in sorted(scopes) if not may_use(actor, scope, organisation_id=organisation_id)]
    if beyond:
        return Denied(
            "above_you",
            _("A token can only be given what you may do yourself in the whole organisation."),
            data={"scopes": beyond},
        )
    return ALLOWED


def may_revoke_token(actor: Actor, token: ApiToken) -> Answer:
    return may_use(actor, "tokens.edit", organisation_id=token.organisation_id)


def _anywhere(actor: Actor, permission: str, organisation_id: int) -> Answer:
    """For what belongs to no branch: holding the permission in any branch is enough."""
    if actor.organisation_id == organisation_id and actor.may(permission):
        return ALLOWED
    return may_use(actor, permission, organisation_id=organisation_id)
