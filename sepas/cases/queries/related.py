"""Cases of one customer or of one unit, for the pages of these."""

from collections.abc import Sequence

from sepas.cases.models import Case
from sepas.cases.queries.steps import with_steps
from sepas.kernel.actor import Actor


def related(
    actor: Actor, *, customer_id: int | None = None, unit_id: int | None = None, limit: int = 50
) -> Sequence[Case]:
    """The cases that `actor` may see of one customer, of one unit, or of both together, newest first. One query."""
    found = Case.objects.visible_to(actor).select_related("branch", "customer", "unit__model", "assignee")
    if customer_id is not None:
        found = found.filter(customer_id=customer_id)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return list(with_steps(found).order_by("-opened_at", "-id")[:limit])
