"""What the conversation of a case shows besides its posts, and which part of its history was asked for."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import Case
from sepas.cases.queries.page import CasePage
from sepas.cases.queries.related import related
from sepas.kernel.actor import Actor
from sepas.teamwork import queries as teamwork
from sepas.web.desk.cases.later import later
from sepas.web.desk.gate import actor_of

FILTERS = {
    "talk": ("case.opened", "case.replied"),
    "decisions": ("case.decided", "case.answered", "case.inspected", "case.escalated", "case.resolved"),
    "promises": ("promise.", "case.held", "case.resumed", "case.progressed"),
}
"""What of the timeline each choice shows, by the beginning of the event's name."""
FILTER_NAMES = (
    ("", _("All")),
    ("talk", _("Talk")),
    ("decisions", _("Decisions")),
    ("promises", _("Promises")),
)


def conversation(
    request: HttpRequest, case: Case, shown: CasePage, *, trying: bool, now: datetime
) -> dict[str, Any]:
    """What the reply box needs, and which part of the timeline was asked for."""
    actor = actor_of(request)
    desk = teamwork.desk(actor, case, now=now)
    draft, canned = desk.draft, request.GET.get("canned", "")
    if canned.isdecimal() and not trying:
        draft = teamwork.filled(actor, case, teamwork.canned_reply(actor, int(canned)), shown.promises)
    wanted = request.GET.get("show", "")
    names = FILTERS.get(wanted)
    return {
        "desk": desk,
        "draft": draft,
        "canned": canned if canned.isdecimal() else "",
        "seen": shown.posts[-1].pk if shown.posts else 0,
        "timeline": [entry for entry in shown.timeline if not names or entry.event.startswith(names)],
        "timeline_filters": FILTER_NAMES,
        "timeline_filter": wanted if names else "",
        "undo_seconds": settings.SEPAS_UNDO_SECONDS,
        "at_choices": later(request, now),
    }


def others_of_customer(actor: Actor, case: Case) -> list[Case]:
    """What else the customer has, besides the cases of this product, which stand by themselves. One query."""
    found = related(actor, customer_id=case.customer_id, limit=12)
    mine = (each for each in found if each.pk != case.pk)
    return [each for each in mine if case.unit_id is None or each.unit_id != case.unit_id][:8]
