"""GET /desk/ : the work at hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.cases.lifecycle import Kind, State
from sepas.cases.queries.inbox import MOST_COUNTED, counts, inbox
from sepas.exchange.policies import may_export
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.preferences import current

FILTERS = ("state", "kind", "branch", "assignee", "due")


@dataclass(frozen=True, slots=True)
class View:
    """A named selection with its count; `filters` are those of the address."""

    name: str
    label: str | Promise
    filters: dict[str, str]
    tone: str = ""

    @property
    def href(self) -> str:
        return f"/desk/?{urlencode(self.filters)}" if self.filters else "/desk/"


VIEWS = (
    View("open", _("All open"), {}),
    View("mine", _("Mine"), {"assignee": "me"}),
    View("nobody", _("Nobody's"), {"assignee": "nobody"}, "warn"),
    View("new", _("New"), {"state": "new"}),
    View("late", _("Late"), {"due": "late"}, "bad"),
    View("today", _("Due today"), {"due": "today"}, "warn"),
    View("at_risk", _("At risk"), {"due": "at_risk"}, "warn"),
    View("on_hold", _("On hold"), {"state": "on_hold"}),
    View("resolved", _("Resolved"), {"state": "resolved"}),
)
EVERYTHING = View("all", _("Everything"), {"state": "all"})

STATES = [
    ("open", _("All open")),
    *((state.value, state.label) for state in State),
    ("all", _("Everything, closed ones too")),
]
DUE = [("late", _("late")), ("today", _("due today")), ("at_risk", _("at risk"))]


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    chosen = {name: value for name, value in chosen.items() if value and (name, value) != ("state", "open")}
    text = request.GET.get("q", "").strip()[:200]
    until = end_of_day(now)
    found = inbox(
        actor,
        now=now,
        **_arguments(chosen, text),
        text=text,
        page=request.GET.get("page", ""),
        end_of_day=until,
    )
    numbers = counts(actor, now=now, end_of_day=until)
    asked = next((view.name for view in (*VIEWS, EVERYTHING) if view.filters == chosen and not text), "")
    context = {
        "found": found,
        "views": [(view, numbers[view.name]) for view in VIEWS],
        "everything": EVERYTHING,
        "most": MOST_COUNTED,
        "asked": asked,
        "chosen": chosen,
        "q": text,
        "states": STATES,
        "kinds": Kind.choices,
        "dues": DUE,
        "branches": list(parties.branches(actor)),
        "people": parties.assignable(actor),
        "filtered": bool(text or chosen),
        "now": now,
        "may_export": may_export(actor, organisation_of(request).pk),
    }
    return page(request, "desk/inbox.html", context, section="inbox", fragment="desk/inbox_rows.html")


def end_of_day(now: datetime) -> datetime:
    """The last moment of the reader's day."""
    tomorrow = now.astimezone(current().zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
    return tomorrow - timedelta(microseconds=1)


def _arguments(chosen: dict[str, str], text: str) -> dict[str, Any]:
    """The query's arguments. Whoever searches looks in closed cases too, unless a state is chosen."""
    arguments: dict[str, Any] = {name: value for name, value in chosen.items() if name != "branch"}
    if text and "state" not in chosen:
        arguments["state"] = "all"
    if "branch" in chosen:
        if not chosen["branch"].isdecimal():
            raise Invalid({"branch": _("Choose a branch from the list.")})
        arguments["branch"] = int(chosen["branch"])
    return arguments
