"""Who acts. Every action takes an actor first; nothing about the caller is ambient.

An actor is a plain value: what kind of person or program it is, whose rows it may reach and with which
permissions. Doors build it once per request; the domain never asks for more.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    STAFF = "staff"
    CUSTOMER = "customer"
    """A person whose mobile number was verified by a one-time code."""
    LINK = "link"
    """Whoever holds the secret tracking link of one case."""
    VIEWER = "viewer"
    """Whoever holds a link for looking on at one case; acts in nothing."""
    GUEST = "guest"
    TOKEN = "token"  # noqa: S105 - a kind of actor, not a secret
    """A program, by an API token."""
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions with the part of the organisation where they hold.

    `branches` is None for the whole organisation, else the ids of a branch subtree, already expanded.
    `own_only` narrows to what is assigned to the actor.
    """

    permissions: frozenset[str]
    branches: frozenset[int] | None = None
    own_only: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an actor may use one permission: everywhere in the organisation, in branches, on own work."""

    everywhere: bool = False
    branches: frozenset[int] = frozenset()
    own: bool = False

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.branches) or self.own


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts.

    `id` is the staff member's, customer's or token's id; `organisation_id` is None only for guests and for
    customers, whose rows are found by `mobile` (E.164) in whichever organisation they belong to.
    """

    kind: Kind
    id: int | None = None
    organisation_id: int | None = None
    name: str = ""
    grants: tuple[Grant, ...] = field(default=())
    mobile: str = ""
    case_id: int | None = None
    language: str = "fa"
    name_en: str = ""

    @property
    def called(self) -> str:
        """The name in the actor's language; facts keep `name`."""
        return self.name_en if self.name_en and self.language.startswith("en") else self.name

    def reach(self, permission: str) -> Reach:
        """The union of what the actor's grants give for `permission`."""
        everywhere, own, branches = False, False, frozenset[int]()
        for grant in self.grants:
            if permission not in grant.permissions:
                continue
            if grant.own_only:
                own = True
            elif grant.branches is None:
                everywhere = True
            else:
                branches |= grant.branches
        return Reach(everywhere, branches, own)

    def may(self, permission: str) -> bool:
        """Whether the actor holds the permission anywhere at all."""
        return bool(self.reach(permission))

    @property
    def is_staff(self) -> bool:
        return self.kind == Kind.STAFF

    @property
    def is_public(self) -> bool:
        """Customer, link holder, viewer or guest: somebody who is not the organisation's own."""
        return self.kind in {Kind.CUSTOMER, Kind.LINK, Kind.VIEWER, Kind.GUEST}


GUEST = Actor(Kind.GUEST)


def system(organisation_id: int | None, name: str = "sepas") -> Actor:
    """The product itself, acting for one organisation: clocks, flows, imports."""
    return Actor(Kind.SYSTEM, organisation_id=organisation_id, name=name)
