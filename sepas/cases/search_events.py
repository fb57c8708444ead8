"""What is done so that cases are found by what is true now, as facts."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("customer.cases_renewed", subject="customer")
@dataclass(frozen=True, slots=True)
class CasesRenewed:
    """A part of a customer's cases is found by their new name; those entered before `before_id` are not yet."""

    renewed: int
    before_id: int
