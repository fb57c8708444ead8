"""What has happened since, read from the facts by their id; and which of it somebody may hear of."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from sepas.cases.models import Case
from sepas.cases.policies import may_view
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.teamwork.models import Notification

WINDOW = 200
"""Ids that are looked at again: a transaction that took its id earlier may commit later."""
MOST = 500
"""Facts told at once; whoever missed more is told to read the page again."""
WHY = "each listener hears what the policy lets them see"


@dataclass(frozen=True, slots=True)
class News:
    """One fact of a case, as it is told: which case, what kind of fact. Never what it says."""

    id: int
    name: str
    case: Case


@dataclass
class Reader:
    """Reads on from where it was. One for a process; three queries a turn, one when nothing happened."""

    last: int = 0
    last_notification: int = 0
    told: OrderedDict[int, None] = field(default_factory=OrderedDict)

    def begin(self) -> None:
        """Start from now."""
        self.last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        recent = Event.objects.filter(pk__gt=self.last - WINDOW).values_list("pk", flat=True)
        self.told = OrderedDict.fromkeys(recent)
        newest = Notification.objects.unscoped(WHY).aggregate(last=Max("pk"))["last"]
        self.last_notification = newest or 0

    def read(self) -> tuple[list[News], set[int]]:
        """Facts of cases that are new, oldest first, and the staff who have new notifications."""
        rows = (
            Event.objects.filter(pk__gt=max(0, self.last - WINDOW), subject_type="case")
            .order_by("pk")
            .values_list("pk", "name", "subject_id")[: MOST + WINDOW]
        )
        fresh = [row for row in rows if row[0] not in self.told]
        for pk, _name, _case in fresh:
            self.told[pk] = None
            self.last = max(self.last, pk)
        while len(self.told) > 2 * (MOST + WINDOW):
            self.told.popitem(last=False)
        notified = list(
            Notification.objects.unscoped(WHY)
            .filter(pk__gt=self.last_notification)
            .order_by("pk")
            .values_list("pk", "staff_id")[:MOST]
        )
        if notified:
            self.last_notification = notified[-1][0]
        return _with_cases(fresh), {staff for _pk, staff in notified}


def missed(after: int) -> list[News] | None:
    """What happened in cases after the fact `after`; None when that is too much to tell. Two queries."""
    rows = Event.objects.filter(pk__gt=after, subject_type="case").order_by("pk")
    found = list(rows.values_list("pk", "name", "subject_id")[: MOST + 1])
    return None if len(found) > MOST else _with_cases(found)


def heard_by(actor: Actor, news: Iterable[News]) -> list[News]:
    """Those that the policy lets `actor` see. No query."""
    return [each for each in news if may_view(actor, each.case)]


def _with_cases(rows: list[tuple[int, str, int]]) -> list[News]:
    if not rows:
        return []
    cases = Case.objects.unscoped(WHY).only("code", "organisation_id", "branch_id", "assignee_id")
    by_id = cases.in_bulk({case for _pk, _name, case in rows})
    return [News(pk, name, by_id[case]) for pk, name, case in rows if case in by_id]
