"""Which kind of case a decision makes of a request, and which one a service that is offered."""

from sepas import rules
from sepas.cases.lifecycle import Kind
from sepas.offers.lifecycle import ServiceKind

REPAIR = ("parts", "labour")
GIVING_BACK = frozenset({Kind.RETURN, Kind.REPLACEMENT, Kind.REFUND})
"""Kinds that ask for another one or the money instead of a repair."""
COMING = frozenset(
    {
        Kind.GUARANTEE_REPAIR,
        Kind.PAID_REPAIR,
        Kind.INSTALLATION,
        Kind.ACTIVATION,
        Kind.MAINTENANCE,
        Kind.TRAINING,
        Kind.RETURN,
        Kind.REPLACEMENT,
    }
)
"""Kinds for which somebody comes or the device is brought, so that a day matters."""


def kind_by_decision(kind: str, decision: rules.Decision | None) -> Kind:
    """A repair that neither law nor guarantee pays any part of is a paid repair; every other kind stays.

    Only a settled refusal counts: while a fact is missing, or for now by the burden of proof, it stays a repair under
    guarantee and the inspection will tell.
    """
    wanted = Kind(kind)
    if wanted != Kind.GUARANTEE_REPAIR or decision is None:
        return wanted
    lines = [decision.lines[name] for name in REPAIR]
    refused = all(line.outcome == "not_covered" and not line.provisional for line in lines)
    return Kind.PAID_REPAIR if refused else wanted


def kind_of_service(service: str) -> Kind:
    """The kind of case that asking for this kind of service opens: the one of the same name."""
    return Kind(str(ServiceKind(service)))
