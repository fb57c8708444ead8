"""Staff: created with a one-time password, edited, deactivated; passwords given anew and chosen."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.roles import assign_role, keep_an_administrator
from sepas.parties.actions.shared import before_and_after, cleaned, different, only_known
from sepas.parties.events import (
    StaffCreated,
    StaffDeactivated,
    StaffEdited,
    StaffPasswordChosen,
    StaffPasswordGiven,
    StaffReactivated,
)
from sepas.parties.models import Branch, Organisation, Role, RoleAssignment, Staff, User
from sepas.parties.phones import parse_mobile, region_of

EDITABLE = frozenset({"name_fa", "name_en", "mobile", "language", "branch"})
ONE_TIME = timedelta(days=7)
"""How long a password that somebody else gave serves."""
WHY = "sign-ins are looked up before and beside any scope"

# Without letters and digits that are mistaken for each other when read out or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """A person and the password to hand them; it is shown once and never kept in clear."""

    staff: Staff
    password: str

    def __repr__(self) -> str:
        return f"NewSignIn({self.staff.pk})"


def create_staff(
    actor: Actor,
    *,
    organisation: Organisation,
    username: str,
    name_fa: str,
    name_en: str = "",
    mobile: str = "",
    language: str = "fa",
    branch: Branch | None = None,
    roles: Sequence[tuple[str, Branch | None]] = (),
    now: datetime,
) -> NewSignIn:
    """A new member of staff, with roles, and a one-time password that serves for seven days.

    All or nothing. Raises `Invalid` for a field, `Conflict` if the username is taken (in any organisation),
    `Refused` for a branch or role beyond the actor's own.
    """
    require(policies.may_create_staff(actor, organisation.pk, branch.pk if branch else None))
    if branch is not None and branch.organisation_id != organisation.pk:
        raise NotFound()
    clean = _clean(
        organisation, {"name_fa": name_fa, "name_en": name_en, "mobile": mobile, "language": language}
    )
    username = clean_username(username)
    password = _one_time_password()
    with transaction.atomic():
        user = User(username=username, one_time_until=now + ONE_TIME, date_joined=now)
        user.set_password(password)
        _insert(user)
        staff = Staff.objects.create(user=user, organisation=organisation, branch=branch, **clean)
        _record(actor, staff, StaffCreated(username, staff.name_fa, staff.branch_id), now)
        for role, where in roles:
            assign_role(actor, staff=staff, role=role, branch=where, now=now)
    return NewSignIn(staff, password)


def edit_staff(actor: Actor, *, staff: Staff, now: datetime, **fields: Any) -> Staff:
    """Change names, mobile, language or the branch where somebody works. Roles stay as they are."""
    require(policies.may_edit_staff(actor, staff, held_by(staff)))
    only_known(fields, EDITABLE)
    values: dict[str, Any] = {}
    if "branch" in fields:
        branch = fields.pop("branch")
        require(policies.may_create_staff(actor, staff.organisation_id, branch.pk if branch else None))
        if branch is not None and branch.organisation_id != staff.organisation_id:
            raise NotFound()
        values["branch_id"] = branch.pk if branch else None
    changes = different(staff, values | _clean(staff.organisation, fields))
    if changes:
        with transaction.atomic():
            edited = StaffEdited(before_and_after(staff, changes))
            swap(staff, **changes)
            _record(actor, staff, edited, now)
    return staff


def deactivate_staff(actor: Actor, *, staff: Staff, now: datetime) -> Staff:
    """End somebody's access at once, in every session. Their roles and everything they did stay on record.

    Raises `Refused` for oneself or somebody with more rights, `Conflict` for the last administrator.
    """
    held = held_by(staff)
    require(policies.may_deactivate_staff(actor, staff, held))
    if not staff.active:
        return staff
    with transaction.atomic():
        if (Role.ADMINISTRATOR.value, None) in held:
            keep_an_administrator(staff)
        swap(staff, active=False)
        User.objects.filter(pk=staff.user_id).update(is_active=False)
        _record(actor, staff, StaffDeactivated(), now)
    return staff


def reactivate_staff(actor: Actor, *, staff: Staff, now: datetime) -> NewSignIn:
    """Let somebody in again, with the roles they had and a new one-time password. Second factors stay."""
    require(policies.may_edit_staff(actor, staff, held_by(staff)))
    if staff.active:
        raise Conflict(_("This person is active."), code="active")
    with transaction.atomic():
        swap(staff, active=True)
        password = _give_password(staff, now)
        User.objects.filter(pk=staff.user_id).update(is_active=True)
        _record(actor, staff, StaffReactivated(until=now + ONE_TIME), now)
    return NewSignIn(staff, password)


def reset_sign_in(
    actor: Actor, *, staff: Staff, remove_second_factor: bool = False, now: datetime
) -> NewSignIn:
    """A new one-time password for somebody who forgot theirs; with `remove_second_factor`, who lost a phone.

    Every session of theirs ends. Raises `Refused` for oneself, or somebody with rights that the actor
    lacks.
    """
    require(policies.may_reset_sign_in(actor, staff, held_by(staff)))
    if not staff.active:
        raise Conflict(_("This person is not active."), code="inactive")
    with transaction.atomic():
        swap(staff)
        password = _give_password(staff, now)
        removed = remove_second_factor and _remove_second_factor(staff)
        _record(actor, staff, StaffPasswordGiven(now + ONE_TIME, bool(removed)), now)
    return NewSignIn(staff, password)


def note_password_chosen(actor: Actor, *, now: datetime) -> None:
    """The person chose a password of their own: the one-time one is over."""
    staff = Staff.objects.visible_to(actor).get(pk=actor.id or 0)
    with transaction.atomic():
        swap(staff)
        User.objects.filter(pk=staff.user_id).update(one_time_until=None)
        _record(actor, staff, StaffPasswordChosen(), now)


def held_by(staff: Staff) -> list[tuple[str, int | None]]:
    """Somebody's roles with the branch of each; one query."""
    rows = RoleAssignment.objects.unscoped("whether one person may edit another rests on both")
    return list(rows.filter(staff=staff).values_list("role", "branch_id"))


def _clean(organisation: Organisation, given: dict[str, str]) -> dict[str, str]:
    clean = cleaned(Staff, given, required=frozenset({"name_fa"}))
    if clean.get("mobile"):
        clean["mobile"] = parse_mobile(clean["mobile"], region_of(organisation.jurisdiction))
    if clean.get("language", "fa") not in {"fa", "en"}:
        raise Invalid({"language": _("Choose Persian or English.")})
    return clean


def clean_username(username: str) -> str:
    """The username as it is kept; raises `Invalid` for one that cannot be."""
    username = User.normalize_username(username.strip()).lower()
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        raise Invalid(
            {"username": _("Use letters, digits and the signs @ . + - _ without spaces.")}
        ) from None
    if len(username) > 150:
        raise Invalid({"username": _("This is too long.")})
    return username


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        message = _("Somebody has this username already. Choose another.")
        raise Conflict(message, code="username_taken") from None


def _one_time_password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _give_password(staff: Staff, now: datetime) -> str:
    password = _one_time_password()
    user = User.objects.get(pk=staff.user_id)
    user.set_password(password)
    user.one_time_until = now + ONE_TIME
    user.save(update_fields=["password", "one_time_until"])
    return password


def _remove_second_factor(staff: Staff) -> int:
    return Authenticator.objects.filter(user_id=staff.user_id).delete()[0]


def _record(actor: Actor, staff: Staff, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=staff.organisation_id, subject_id=staff.pk, at=now)
