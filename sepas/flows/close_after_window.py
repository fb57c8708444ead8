"""A resolved case that nobody reopened closes when the time for it is over."""

from datetime import datetime

from sepas.cases.actions.close import close_case
from sepas.cases.models import Case
from sepas.flows.models import SwitchedOff
from sepas.kernel.actor import system
from sepas.kernel.errors import Conflict


def run(now: datetime, *, limit: int = 500) -> int:
    """Close what is due by `now`; return how many cases that were. Found by the index of `close_at`.

    A case that somebody reopens at the same moment stays open.
    """
    off = SwitchedOff.objects.unscoped("a flow runs without an actor").filter(flow="close_after_window")
    due = (
        Case.objects.unscoped("the clock looks at every organisation")
        .filter(close_at__lt=now)
        .exclude(organisation__in=off.values("organisation"))
        .select_related("organisation", "branch", "customer", "decision")
        .order_by("close_at")[:limit]
    )
    return sum(_close(case, now) for case in list(due))


def _close(case: Case, now: datetime) -> bool:
    try:
        close_case(system(case.organisation_id, "clock"), case=case, now=now)
    except Conflict:
        return False
    return True
