"""Roles that an organisation makes itself: a built-in one, narrowed or widened. Nobody gives more than they have."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.shared import before_and_after, cleaned, different
from sepas.parties.events import RoleCreated, RoleEdited, RoleRemoved
from sepas.parties.models import CustomRole, Organisation, Role, RoleAssignment
from sepas.parties.roles import PERMISSIONS


def create_role(
    actor: Actor,
    *,
    organisation: Organisation,
    name_fa: str,
    name_en: str = "",
    based_on: str,
    permissions: Iterable[str],
    now: datetime,
) -> CustomRole:
    """A role of the organisation's own. What it is based on says which permissions hold only on a person's own work.

    Raises `Invalid` for a field, `Conflict` for a name that is taken, `Refused` for a permission that the actor does
    not hold in the whole organisation.
    """
    require(policies.may_edit_roles(actor, organisation.pk))
    values = _checked(name_fa, name_en, based_on, permissions)
    require(policies.may_edit_roles(actor, organisation.pk, values["permissions"]))
    try:
        with transaction.atomic():
            role = CustomRole.objects.create(organisation=organisation, **values)
            _record(actor, role, RoleCreated(role.name_fa, role.based_on, role.permissions), now)
    except IntegrityError:
        raise _taken() from None
    return role


def edit_role(
    actor: Actor,
    *,
    role: CustomRole,
    name_fa: str,
    name_en: str = "",
    based_on: str,
    permissions: Iterable[str],
    now: datetime,
) -> CustomRole:
    """Change a role for all who hold it, from their next step on. The actor needs what it gave and what it gives."""
    values = _checked(name_fa, name_en, based_on, permissions)
    require(policies.may_edit_roles(actor, role.organisation_id, [*role.permissions, *values["permissions"]]))
    changes = different(role, values)
    if changes:
        edited = RoleEdited(before_and_after(role, changes))
        try:
            with transaction.atomic():
                swap(role, **changes)
                _record(actor, role, edited, now)
        except IntegrityError:
            raise _taken() from None
    return role


def remove_role(actor: Actor, *, role: CustomRole, now: datetime) -> None:
    """Take a role out of use. Raises `Conflict` while somebody holds it."""
    require(policies.may_edit_roles(actor, role.organisation_id, role.permissions))
    if not role.active:
        return
    with transaction.atomic():
        swap(role, active=False)
        held = (
            RoleAssignment.objects.unscoped("a role in use stays, whoever holds it")
            .filter(custom=role)
            .count()
        )
        if held:
            raise Conflict(
                ngettext_lazy(
                    "%(people)s person holds this role. Take it back first.",
                    "%(people)s people hold this role. Take it back first.",
                    "people",
                )
                % {"people": held},
                code="in_use",
            )
        _record(actor, role, RoleRemoved(role.name_fa), now)


def _checked(name_fa: str, name_en: str, based_on: str, permissions: Iterable[str]) -> dict[str, Any]:
    clean: dict[str, Any] = dict(
        cleaned(CustomRole, {"name_fa": name_fa, "name_en": name_en}, required=frozenset({"name_fa"}))
    )
    wanted = sorted(set(permissions))
    wrong: dict[str, type_of_text] = {}
    if based_on not in Role.values:
        wrong["based_on"] = _("Choose one of the list.")
    if not wanted:
        wrong["permissions"] = _("Choose at least one thing that this role may do.")
    elif set(wanted) - PERMISSIONS:
        wrong["permissions"] = _("There is no such permission. Choose from the list.")
    if wrong:
        raise Invalid(wrong, data={"allowed": sorted(PERMISSIONS)})
    return clean | {"based_on": based_on, "permissions": wanted}


def _taken() -> Conflict:
    return Conflict(_("Another role has this name."), code="name_taken")


def _record(actor: Actor, role: CustomRole, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=role.organisation_id, subject_id=role.pk, at=now)
