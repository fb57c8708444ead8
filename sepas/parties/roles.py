"""Roles and what each may do. Pure data; where it holds is said by the assignment (see `actors`)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    AGENT = "agent", _("Contact-centre agent")
    TECHNICIAN = "technician", _("Technician")
    BRANCH_MANAGER = "branch_manager", _("Branch manager")
    QUALITY_MANAGER = "quality_manager", _("Quality manager")
    DIRECTOR = "director", _("Director")
    ADMINISTRATOR = "administrator", _("Administrator")


PERMISSION_NAMES: Final = {
    "cases.view": _("See cases"),
    "cases.open": _("Open cases"),
    "cases.reply": _("Answer customers"),
    "cases.triage": _("Sort new cases"),
    "cases.assign": _("Assign cases"),
    "cases.hold": _("Put cases on hold and resume them"),
    "cases.inspect": _("Record what an inspection found"),
    "cases.escalate": _("Escalate cases"),
    "cases.resolve": _("Resolve cases"),
    "cases.reopen": _("Reopen cases"),
    "cases.close": _("Close cases"),
    "cases.appoint": _("Make appointments with customers"),
    "cases.claim": _("Take cases that nobody has"),
    "cases.link": _("Link cases to each other"),
    "cases.merge": _("Merge and split cases"),
    "cases.override": _("Decide against what holds a case back"),
    "views.share": _("Share views of cases with colleagues, as far as the role reaches"),
    "customers.view": _("See customers"),
    "customers.edit": _("Edit customers"),
    "customers.erase": _("Erase what is held about a customer"),
    "ratings.view": _("See how single cases were rated"),
    "fields.contact": _("See numbers, e-mail and street addresses of customers"),
    "fields.money": _("See amounts of money"),
    "units.view": _("See products in the field"),
    "units.edit": _("Edit products in the field"),
    "registrations.view": _("See guarantee registrations"),
    "registrations.review": _("Settle disputed registrations"),
    "decisions.make": _("Make decisions on guarantee and rights"),
    "messages.view": _("See outgoing messages"),
    "deliveries.view": _("See background work"),
    "deliveries.replay": _("Repeat failed background work"),
    "branches.edit": _("Edit branches, opening hours and special days"),
    "staff.edit": _("Edit staff and their roles"),
    "skills.edit": _("Keep what staff can do and when they are away"),
    "guarantees.edit": _("Edit guarantees and service promises"),
    "tokens.edit": _("Issue and revoke API tokens"),
    "webhooks.edit": _("Edit webhooks"),
    "activity.view": _("See the record of activity"),
    "replies.edit": _("Edit ready texts that everybody uses"),
    "personal.edit": _("Have programs keep views, ready texts and macros of single people"),
    "texts.edit": _("Word the messages that customers get"),
    "data.import": _("Bring in many rows from a file"),
    "data.export": _("Take data out as files"),
}

PERMISSIONS: Final = frozenset(PERMISSION_NAMES)
FIELD_PERMISSIONS: Final = frozenset(name for name in PERMISSIONS if name.startswith("fields."))
"""What is shown of the rows that somebody may see; see `masks`. Every built-in role has them."""

_CASE_VERBS = frozenset(name for name in PERMISSIONS if name.startswith("cases."))

_AGENT = (
    (_CASE_VERBS - {"cases.inspect", "cases.override"})
    | FIELD_PERMISSIONS
    | {
        "customers.view",
        "customers.edit",
        "units.view",
        "units.edit",
        "registrations.view",
        "decisions.make",
    }
)
_TECHNICIAN_OWN = frozenset(
    {
        "cases.reply",
        "cases.hold",
        "cases.inspect",
        "cases.appoint",
        "cases.escalate",
        "cases.resolve",
        "decisions.make",
    }
)
_TECHNICIAN = (
    _TECHNICIAN_OWN
    | FIELD_PERMISSIONS
    | {
        "cases.view",
        "cases.claim",
        "units.view",
        "units.edit",
        "registrations.view",
    }
)
_BRANCH_MANAGER = (
    _AGENT
    | _TECHNICIAN
    | {
        "registrations.review",
        "messages.view",
        "branches.edit",
        "staff.edit",
        "skills.edit",
        "activity.view",
        "replies.edit",
        "ratings.view",
        "cases.override",
        "views.share",
    }
)
_QUALITY_MANAGER = frozenset(
    {
        *FIELD_PERMISSIONS,
        "cases.view",
        "cases.reply",
        "cases.triage",
        "cases.escalate",
        "cases.resolve",
        "cases.reopen",
        "cases.close",
        "cases.link",
        "cases.override",
        "views.share",
        "customers.view",
        "units.view",
        "registrations.view",
        "registrations.review",
        "decisions.make",
        "messages.view",
        "ratings.view",
        "deliveries.view",
        "guarantees.edit",
        "activity.view",
        "replies.edit",
        "texts.edit",
    }
)

ROLE_PERMISSIONS: Final[dict[Role, frozenset[str]]] = {
    Role.AGENT: _AGENT,
    Role.TECHNICIAN: _TECHNICIAN,
    Role.BRANCH_MANAGER: _BRANCH_MANAGER,
    Role.QUALITY_MANAGER: _QUALITY_MANAGER,
    Role.DIRECTOR: PERMISSIONS - {"tokens.edit", "webhooks.edit", "deliveries.replay"},
    Role.ADMINISTRATOR: PERMISSIONS,
}
"""Everything that a role may do somewhere."""

OWN_WORK: Final[dict[Role, frozenset[str]]] = {Role.TECHNICIAN: _TECHNICIAN_OWN}
"""The part of a role's permissions that holds only on work assigned to the person."""

POWERFUL: Final = frozenset(
    {"customers.erase", "staff.edit", "tokens.edit", "webhooks.edit", "branches.edit", "guarantees.edit"}
    | {"deliveries.replay", "activity.view", "data.import", "data.export"}
)
"""Whoever holds one of these needs a second factor where the install asks for it."""

TOKEN_SCOPES: Final = PERMISSIONS - {"staff.edit", "tokens.edit"} - FIELD_PERMISSIONS
"""What a program may be given: who may sign in, and other tokens, are for people to decide. Fields are shown to it
unless they are hidden from it (`ApiToken.hides`)."""

CUSTOM: Final = "custom:"
"""How the key of an organisation's own role begins, before its id."""
