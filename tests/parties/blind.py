"""Somebody whose role lacks some rights of a built-in one."""

from sepas.kernel.actor import Actor
from sepas.parties.actions.custom_roles import create_role
from sepas.parties.actions.roles import assign_role
from sepas.parties.models import Role
from sepas.parties.roles import ROLE_PERMISSIONS
from tests.cast import NOW, Cast, actor_of, make_staff


def lacking(cast: Cast, *rights: str, based_on: Role = Role.ADMINISTRATOR, name: str = "nader") -> Actor:
    """`nader` of sard, everywhere, with everything of the role but `rights`."""
    role = create_role(
        actor_of("adam"), organisation=cast.sard, name_fa="کم‌بین", based_on=based_on,
        permissions=sorted(ROLE_PERMISSIONS[based_on] - set(rights)), now=NOW,
    )  # fmt: skip
    staff = make_staff(cast.sard, name, "نادر نادری")
    assign_role(actor_of("adam"), staff=staff, role=role.key, now=NOW)
    return actor_of(name)
