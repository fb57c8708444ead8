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
from sepas.parties import queries as parties
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
    fits = [view for view, _n in shown if view.filters == terms and not text]
    # A saved one before the product's own of the same filters: it may have columns, and its owner changes it here.
    now_at = next((view for view in fits if view.saved), fits[0] if fits else None)
    if now_at is None and terms == EVERYTHING.filters and not text:
        now_at = EVERYTHING
    return {
        "views": shown,
        "everything": EVERYTHING,
        "most": MOST_COUNTED,
        "asked": now_at.name if now_at else "",
        "asked_view": now_at.saved if now_at else None,
        "own_views": [view.saved for view, _n in shown if view.saved and view.saved.owner_id == actor.id],
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
        return _save(request, actor)
    if do == "columns":
        columns = _columns(request)
        if sent.get("view"):
            actions.change_view(actor, view=_view(request, actor), columns=columns, now=clock.now())
        else:
            actions.set_columns(actor, columns=columns)
    elif do == "shortcuts":
        actions.set_shortcuts(actor, on=sent.get("on") == "yes")
        request.session[KEYS_OFF] = sent.get("on") != "yes"
    elif do == "first":
        actions.set_first_view(actor, view=_view(request, actor) if sent.get("view") else None)
    else:
        to = _change_one(request, actor, _view(request, actor), do, to)
    return see_other(to)


def _change_one(request: HttpRequest, actor: Actor, view: SavedView, do: str, to: str) -> str:
    now = clock.now()
    if do == "rename":
        actions.rename_view(actor, view=view, name=request.POST.get("name", ""), now=now)
    elif do == "usual_columns":
        actions.change_view(actor, view=view, columns=[], now=now)
    elif do == "share":
        branch = request.POST.get("branch", "")
        place = parties.branch(actor, int(branch)) if branch.isdecimal() and len(branch) < 19 else None
        actions.share_view(actor, view=view, shared=True, branch=place, now=now)
    elif do == "unshare":
        actions.share_view(actor, view=view, shared=False, now=now)
        if view.owner_id != actor.id:
            return "/desk/?state=open"
    elif do in {"earlier", "later"}:
        actions.move_view(actor, view=view, earlier=do == "earlier")
    elif do == "delete":
        actions.delete_view(actor, view=view, now=now)
        return "/desk/?state=open"
    else:
        raise Invalid({"do": _("Choose what to do.")})
    return to


def _save(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new view, or another selection for one that is there."""
    sent, filters = request.POST, asked.chosen(request.POST)
    if sent.get("view"):
        actions.change_view(actor, view=_view(request, actor), filters=filters, now=clock.now())
    else:
        actions.save_view(
            actor, name=sent.get("name", ""), filters=filters, columns=_columns(request), now=clock.now()
        )
    return see_other(View("", "", filters).href)


def _columns(request: HttpRequest) -> list[str]:
    sent = request.POST
    places = [(sent.get(f"place_{name}", ""), name) for name in sent.getlist("column") if name in COLUMNS]
    places.sort(key=lambda each: int(each[0]) if each[0].isdecimal() else 99)
    return [name for _place, name in places]


def _view(request: HttpRequest, actor: Actor) -> SavedView:
    pk = request.POST.get("view", "")
    return saved.view(actor, int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
