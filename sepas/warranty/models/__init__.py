"""Guarantees offered, registrations by owners with their papers, units handed over, and decisions kept."""

from sepas.warranty.models.guarantees import (
    Attempt,
    Decision,
    Guarantee,
    GuaranteeQuerySet,
    Registration,
    RegistrationQuerySet,
    UnitScopedQuerySet,
    ending,
)
from sepas.warranty.models.owners import GuaranteeCard, Handover, Invoice

__all__ = [
    "Attempt", "Decision", "Guarantee", "GuaranteeCard", "GuaranteeQuerySet", "Handover", "Invoice", "Registration",
    "RegistrationQuerySet", "UnitScopedQuerySet", "ending",
]  # fmt: skip
