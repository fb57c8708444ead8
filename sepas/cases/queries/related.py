"""Cases of one customer or of one unit, for the pages of these."""

from collections.abc import Sequence

from django.db.models import QuerySet

from sepas.cases.models import Case
from sepas.cases.queries.steps import with_steps
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled


def related(
    actor: Actor, *, customer_id: int | None = None, unit_id: int | None = None, limit: int = 50
) -> Sequence[Case]:
    """The cases that `actor` may see of one customer, of one unit, or of both together, newest first. One query."""
    asked = (actor, customer_id is not None, unit_id is not None, limit)
    return _related(customer_id or 0, unit_id or 0, given=asked)


def _of(asked: tuple[Actor, bool, bool, int], customer_id: int, unit_id: int) -> QuerySet[Case]:
    actor, of_customer, of_unit, limit = asked
    found = Case.objects.visible_to(actor).select_related("branch", "customer", "unit__model", "assignee")
    if of_customer:
        found = found.filter(customer_id=customer_id)
    if of_unit:
        found = found.filter(unit_id=unit_id)
    return with_steps(found).order_by("-opened_at", "-id")[:limit]


_related = Compiled(_of, int, int, some=True)
