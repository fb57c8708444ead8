"""From a sign-in, a verified number or a token to an actor. Doors build it once per request."""

from datetime import datetime

from django.db.models import Q, QuerySet

from sepas.kernel.actor import Actor, Grant, Kind, system
from sepas.kernel.compiled import Compiled
from sepas.parties.models import ApiToken, Branch, RoleAssignment, Staff, User
from sepas.parties.roles import FIELD_PERMISSIONS, OWN_WORK, PERMISSIONS, ROLE_PERMISSIONS, Role
from sepas.parties.tokens import find_token

WHY = "finding out who somebody is, and what they may reach, comes before any scope"


def actor_for_user(user: User) -> Actor | None:
    """The staff member behind a sign-in with all grants; None for nobody, or somebody not active.

    One query for roles that hold in the whole organisation, a second one where a role holds in a branch,
    however many roles and branches there are.
    """
    if not user.is_authenticated or not user.is_active:
        return None
    held = _held(user.pk)
    staff = held[0].staff if held else _without_roles(user)
    if staff is None:
        return None
    return Actor(
        Kind.STAFF,
        id=staff.pk,
        organisation_id=staff.organisation_id,
        name=staff.name_fa,
        name_en=staff.name_en,
        grants=grants(held),
        language=staff.language,
    )


def _roles_of(user_id: int) -> QuerySet[RoleAssignment]:
    rows = RoleAssignment.objects.unscoped(WHY).filter(staff__user_id=user_id, staff__active=True)
    return rows.select_related("staff", "branch", "custom").order_by("pk")


_held = Compiled(_roles_of, int)


def actor_for_staff(staff: Staff) -> Actor | None:
    """As `actor_for_user`, from the staff row; for programs that act on somebody's behalf, and tests."""
    return actor_for_user(staff.user)


def actor_for_mobile(mobile: str, language: str = "fa") -> Actor:
    """A customer whose number (E.164) was verified by a one-time code just now or earlier in the session.

    Without a name: what an actor is called is kept for ever with every fact, and a number does not belong
    there. Who they are is said by the customer of the case.
    """
    return Actor(Kind.CUSTOMER, mobile=mobile, language=language)


def actor_for_token(raw: str, now: datetime, *, address: str = "") -> Actor | None:
    """The program that holds this API token; None if it is unknown, revoked or expired, or comes from an
    `address` that the token is not for.

    The day of use is noted once a day. Grants are the token's scopes, in the whole organisation.
    """
    token = find_token(raw, now, address=address)
    return None if token is None else _program(token)


def _program(token: ApiToken) -> Actor:
    return Actor(
        Kind.TOKEN,
        id=token.pk,
        organisation_id=token.organisation_id,
        name=token.name,
        grants=(Grant(frozenset(token.scopes) | (FIELD_PERMISSIONS - frozenset(token.hides))),),
    )


def actor_again(kind: str, actor_id: int | None, organisation_id: int, now: datetime) -> Actor | None:
    """Whoever asked for something that is done later, with the rights that they have by then; None if they have
    left, or their token was revoked or is over. The system stays what it is.
    """
    if kind == Kind.SYSTEM:
        return system(organisation_id)
    if kind == Kind.STAFF:
        staff = (
            Staff.objects.unscoped(WHY)
            .filter(pk=actor_id or 0, organisation_id=organisation_id)
            .select_related("user")
            .first()
        )
        return actor_for_user(staff.user) if staff else None
    living = Q(expires_at=None) | Q(expires_at__gt=now)
    token = (
        ApiToken.objects.unscoped(WHY)
        .filter(living, pk=actor_id or 0, organisation_id=organisation_id, revoked_at=None)
        .first()
    )
    return _program(token) if token else None


def grants(held: list[RoleAssignment]) -> tuple[Grant, ...]:
    """What roles give where; branch subtrees of all of them are expanded in one query, or none."""
    roots = {row.branch for row in held if row.branch is not None}
    below = _subtrees(roots) if roots else {}
    found: list[Grant] = []
    for row in held:
        role, given = _given(row)
        where = below[row.branch_id] if row.branch_id is not None else None
        own = OWN_WORK.get(role, frozenset()) & given
        found.append(Grant(given - own, where))
        if own:
            found.append(Grant(own, where, own_only=True))
    return tuple(found)


def _given(row: RoleAssignment) -> tuple[Role, frozenset[str]]:
    """The built-in role behind an assignment, and the permissions that it gives."""
    if row.custom is None:
        return Role(row.role), ROLE_PERMISSIONS[Role(row.role)]
    return Role(row.custom.based_on), frozenset(row.custom.permissions) & PERMISSIONS


def _subtrees(roots: set[Branch]) -> dict[int | None, frozenset[int]]:
    beneath = Q()
    for root in roots:
        beneath |= Q(path__startswith=root.path)
    rows = Branch.objects.unscoped(WHY).filter(beneath).values_list("pk", "path")
    reached = list(rows)
    return {root.pk: frozenset(pk for pk, path in reached if path.startswith(root.path)) for root in roots}


def _without_roles(user: User) -> Staff | None:
    return Staff.objects.unscoped(WHY).filter(user_id=user.pk, active=True).first()
