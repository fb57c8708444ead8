"""What happens to organisations, branches, staff, customers and tokens. Customers' details stay out of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sepas.kernel.activity.registry import event

Change = dict[str, list[Any]]
"""Field to its value before and after."""


@event("organisation.created", subject="organisation", settles=True)
@dataclass(frozen=True, slots=True)
class OrganisationCreated:
    slug: str
    jurisdiction: str


@event("organisation.edited", subject="organisation", settles=True)
@dataclass(frozen=True, slots=True)
class OrganisationEdited:
    changes: Change


@event("branch.created", subject="branch", settles=True)
@dataclass(frozen=True, slots=True)
class BranchCreated:
    code: str
    name: str
    parent_id: int | None


@event("branch.edited", subject="branch", settles=True)
@dataclass(frozen=True, slots=True)
class BranchEdited:
    changes: Change


@event("branch.moved", subject="branch", settles=True)
@dataclass(frozen=True, slots=True)
class BranchMoved:
    """`moved` counts the branch and all below it."""

    from_parent_id: int | None
    to_parent_id: int | None
    moved: int


@event("branch.hours_changed", subject="branch", settles=True)
@dataclass(frozen=True, slots=True)
class BranchHoursChanged:
    before: dict[str, Any]
    after: dict[str, Any]


@event("branch.closed", subject="branch", settles=True)
@dataclass(frozen=True, slots=True)
class BranchClosed:
    pass


@event("branch.reopened", subject="branch", settles=True)
@dataclass(frozen=True, slots=True)
class BranchReopened:
    pass


@event("special_day.set", subject="special_day", settles=True)
@dataclass(frozen=True, slots=True)
class SpecialDaySet:
    """`branch_id` is None for the whole organisation; no intervals: closed."""

    day: date
    branch_id: int | None
    title: str
    intervals: list[list[str]]


@event("special_day.removed", subject="special_day", settles=True)
@dataclass(frozen=True, slots=True)
class SpecialDayRemoved:
    day: date
    branch_id: int | None
    title: str


@event("staff.created", subject="staff", settles=True)
@dataclass(frozen=True, slots=True)
class StaffCreated:
    username: str
    name: str
    branch_id: int | None


@event("staff.admitted", subject="staff", settles=True)
@dataclass(frozen=True, slots=True)
class StaffAdmitted:
    """The company's identity provider vouched for somebody with an address of `domain`; they hold no role yet."""

    username: str
    domain: str


@event("staff.edited", subject="staff", settles=True)
@dataclass(frozen=True, slots=True)
class StaffEdited:
    changes: Change


@event("staff.deactivated", subject="staff", settles=True)
@dataclass(frozen=True, slots=True)
class StaffDeactivated:
    pass


@event("staff.reactivated", subject="staff", settles=True)
@dataclass(frozen=True, slots=True)
class StaffReactivated:
    until: datetime


@event("staff.role_assigned", subject="staff")
@dataclass(frozen=True, slots=True)
class StaffRoleAssigned:
    role: str
    branch_id: int | None


@event("staff.role_revoked", subject="staff")
@dataclass(frozen=True, slots=True)
class StaffRoleRevoked:
    role: str
    branch_id: int | None


@event("staff.password_given", subject="staff")
@dataclass(frozen=True, slots=True)
class StaffPasswordGiven:
    """Somebody gave a new one-time password; `second_factor_removed` if they also took off a lost device."""

    until: datetime
    second_factor_removed: bool


@event("staff.password_chosen", subject="staff")
@dataclass(frozen=True, slots=True)
class StaffPasswordChosen:
    pass


@event("staff.session_ended", subject="staff")
@dataclass(frozen=True, slots=True)
class StaffSessionEnded:
    """Somebody signed the person out in one browser, which was at `address` since `since`."""

    address: str
    since: datetime


@event("customer.created", subject="customer")
@dataclass(frozen=True, slots=True)
class CustomerCreated:
    mobile_ending: str
    language: str


@event("customer.edited", subject="customer")
@dataclass(frozen=True, slots=True)
class CustomerEdited:
    """Names of the fields only: what they held is the person's own."""

    fields: list[str]


@event("customer.consent_given", subject="customer")
@dataclass(frozen=True, slots=True)
class ConsentGiven:
    purpose: str
    channel: str


@event("customer.consent_withdrawn", subject="customer")
@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    purpose: str


@event("code.issued", subject="code")
@dataclass(frozen=True, slots=True)
class CodeIssued:
    purpose: str
    mobile_ending: str


@event("code.accepted", subject="code")
@dataclass(frozen=True, slots=True)
class CodeAccepted:
    purpose: str
    mobile_ending: str


@event("code.exhausted", subject="code")
@dataclass(frozen=True, slots=True)
class CodeExhausted:
    """Tried wrongly as often as is allowed."""

    purpose: str
    mobile_ending: str


@event("token.issued", subject="token", settles=True)
@dataclass(frozen=True, slots=True)
class TokenIssued:
    name: str
    prefix: str
    scopes: list[str]
    expires_at: datetime | None


@event("token.revoked", subject="token", settles=True)
@dataclass(frozen=True, slots=True)
class TokenRevoked:
    name: str
    prefix: str


@event("customer.erasure_asked", subject="customer")
@dataclass(frozen=True, slots=True)
class ErasureAsked:
    pass


@event("customer.erased", subject="customer")
@dataclass(frozen=True, slots=True)
class CustomerErased:
    pass


@event("role.created", subject="role", settles=True)
@dataclass(frozen=True, slots=True)
class RoleCreated:
    """An organisation made a role of its own."""

    name: str
    based_on: str
    permissions: list[str]


@event("role.edited", subject="role", settles=True)
@dataclass(frozen=True, slots=True)
class RoleEdited:
    changes: Change


@event("role.removed", subject="role", settles=True)
@dataclass(frozen=True, slots=True)
class RoleRemoved:
    name: str
