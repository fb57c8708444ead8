"""The nouns: organisations and branches, staff and roles, customers and consent, codes and tokens."""

from sepas.parties.models.credentials import ApiToken, CodePurpose, OneTimeCode
from sepas.parties.models.customers import Consent, ConsentPurpose, ConsentSource, Customer
from sepas.parties.models.organisations import Branch, Organisation, SpecialDay
from sepas.parties.models.staff import CustomRole, RoleAssignment, Staff, User
from sepas.parties.models.words import LeavingWord, WordKey
from sepas.parties.roles import Role

__all__ = [
    "ApiToken",
    "Branch",
    "CodePurpose",
    "Consent",
    "ConsentPurpose",
    "ConsentSource",
    "CustomRole",
    "Customer",
    "LeavingWord",
    "OneTimeCode",
    "Organisation",
    "Role",
    "RoleAssignment",
    "SpecialDay",
    "Staff",
    "User",
    "WordKey",
]
