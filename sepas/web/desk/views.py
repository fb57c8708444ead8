"""GET /desk/views/ : the saved selections with their counts, as they are now. POST: keep, share, order, delete one;
choose columns and whether keys do things.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.cases.actions import views as actions
from sepas.cases.models import SavedView
from sepas.cases.queries import views as saved
from sepas.cases.queries.inbox import MOST_COUNTED, counts, filtered
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.web.answer import safe_next, see_other
from sepas.web.desk import asked
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import KEYS_OFF

COLUMNS = {
    "customer": _("Customer and product"),
    "kind": _("Kind"),
    "state": _("State"),
    "assignee": _("Assignee"),
    "branch": _("Branch"),
    "promise": _("Next promise"),
    "opened": _("Opened"),
    "touched": _("Last change"),
    "city": _("City"),
    "mobile": _("Mobile"),
}
USUAL = ("customer", "kind", "state", "assignee", "branch", "promise", "opened")


@dataclass(frozen=True, slots=True)
class View:
    """A named selection with its count; `filters` are those of the address."""

    name: str
    label: str | Promise
    filters: dict[str, str]
    tone: str = ""
    saved: SavedView | None = None

    @property
    def href(self) -> str:
        return f"/desk/?{urlencode(self.filters)}" if self.filters else "/desk/?state=open"


VIEWS = (
    View("open", _("All open"), {}),
    View("mine", _("Mine"), {"assignee": "me"}),
    View("nobody", _("Nobody's"), {"assignee": "nobody"}, "warn"),
    View("new", _("New"), {"state": "new"}),
    View("late", _("Late"), {"due": "late"}, "bad"),
    View("today", _("Due today"), {"due": "today"}, "warn"),
    View("at_risk", _("At risk"), {"due": "at_risk"}, "warn"),
    View("on_hold", _("On hold"), {"state": "on_hold"}),
    View("forgotten", _("Forgotten"), {"forgotten": "yes"}, "warn"),
    View("asleep", _("Put aside by me"), {"asleep": "yes"}),
    View("resolved", _("Resolved"), {"state": "resolved"}),
)
EVERYTHING = View("all", _("Everything"), {"state": "all"})


def counted_views(actor: Actor, *, now: datetime) -> list[tuple[View, int]]:
    """The product's views and the saved ones with how many cases each holds, up to a bound. Two queries."""
    own = []
    for row in saved.views(actor):
        terms = asked.chosen(row.filters)
        own.append(View(f"saved-{row.pk}", row.name, terms, saved=row))
    more = {}
    for view in own:
        try:
            more[view.name] = filtered(actor, **asked.arguments(view.filters, now=now))
        except Invalid:
            continue  # a branch or model of its filters is written wrongly: the view shows why when it is opened
    numbers = counts(actor, now=now, end_of_day=asked.end_of_day(now), more=more)
    return [(view, numbers.get(view.name, 0)) for view in (*VIEWS, *own)]


def context(actor: Actor, terms: dict[str, str], text: str, *, now: datetime) -> dict[str, Any]:
    """What the row of views shows."""
    shown = counted_views(actor, now=now)
    now_at = next((view for view, _n in shown if view.filters == terms and not text), None)
    if now_at is None and terms == EVERYTHING.filters and not text:
        now_at = EVERYTHING
    return {
        "views": shown,
        "everything": EVERYTHING,
        "most": MOST_COUNTED,
        "asked": now_at.name if now_at else "",
        "asked_view": now_at.saved if now_at else None,
        "terms": urlencode(terms),
    }


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        return _change(request, actor)
    terms = asked.chosen(request.GET)
    text = request.GET.get("q", "").strip()
    return render(request, "desk/views.html", context(actor, terms, text, now=clock.now()))


def _change(request: HttpRequest, actor: Actor) -> HttpResponse:
    sent, do, to = request.POST, request.POST.get("do", ""), safe_next(request, "/desk/?state=open")
    if do == "save":
        made = actions.save_view(
            actor, name=sent.get("name", ""), filters=asked.chosen(sent), now=clock.now()
        )
        return see_other(View("", "", made.filters).href)
    if do == "columns":
        places = [(sent.get(f"place_{name}", ""), name) for name in sent.getlist("column") if name in COLUMNS]
        places.sort(key=lambda each: int(each[0]) if each[0].isdecimal() else 99)
        actions.set_columns(actor, columns=[name for _place, name in places])
    elif do == "shortcuts":
        actions.set_shortcuts(actor, on=sent.get("on") == "yes")
        request.session[KEYS_OFF] = sent.get("on") != "yes"
    elif do == "first":
        pk = sent.get("view", "")
        actions.set_first_view(actor, view=saved.view(actor, int(pk)) if pk.isdecimal() else None)
    else:
        pk = sent.get("view", "")
        view = saved.view(actor, int(pk) if pk.isdecimal() else 0)
        if do == "rename":
            actions.rename_view(actor, view=view, name=sent.get("name", ""))
        elif do in {"share", "unshare"}:
            actions.share_view(actor, view=view, shared=do == "share")
        elif do in {"earlier", "later"}:
            actions.move_view(actor, view=view, earlier=do == "earlier")
        elif do == "delete":
            actions.delete_view(actor, view=view)
            to = "/desk/?state=open"
        else:
            raise Invalid({"do": _("Choose what to do.")})
    return see_other(to)
