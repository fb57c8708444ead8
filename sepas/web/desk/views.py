"""GET /desk/views/ : the saved selections with their counts, as they are now; a page, or the row that htmx asks for.
POST: keep, share, order, delete one; choose columns and whether keys do things.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.cases.actions import views as actions
from sepas.cases.models import SavedView
from sepas.cases.queries import views as saved
from sepas.cases.queries.inbox import MOST_COUNTED, counts, filtered
from sepas.cases.queries.terms import DATES, PLAIN
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.web.answer import safe_next, see_other
from sepas.web.desk import asked
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import KEYS_OFF, page

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
    """A named selection with its count; `filters` are those of the address. A saved one is addressed as itself: another
    of the same filters may have other columns."""

    name: str
    label: str | Promise
    filters: dict[str, str]
    tone: str = ""
    saved: SavedView | None = None

    @property
    def href(self) -> str:
        if self.saved:
            return address_of(self.saved)
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


def address_of(view: SavedView) -> str:
    return f"/desk/?view={view.pk}"


@dataclass(frozen=True, slots=True)
class Selection:
    """What an address asks for: its terms, and the saved view if these are one's; with all that the reader sees."""

    terms: dict[str, str]
    view: SavedView | None
    rows: list[SavedView]


def selection(actor: Actor, sent: QueryDict) -> Selection:
    """By `view` alone the terms are those of the view; terms beside it count, and are the view's only if they are the
    same. Raises `NotFound` for a view that is gone or not the reader's to see. One query.
    """
    rows, terms, pk = saved.views(actor), asked.chosen(sent), sent.get("view", "")
    if not pk:
        return Selection(terms, None, rows)
    view = next((row for row in rows if str(row.pk) == pk), None) or _saved(actor, pk)
    own = asked.chosen(view.filters)
    if not any(name in sent for name in (*PLAIN, *DATES)):
        terms = own
    return Selection(terms, view if terms == own else None, rows)


def counted_views(actor: Actor, rows: list[SavedView], *, now: datetime) -> list[tuple[View, int]]:
    """The product's views and the saved ones with how many cases each holds, up to a bound. One query."""
    own = []
    for row in rows:
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


def context(actor: Actor, at: Selection, text: str, *, now: datetime) -> dict[str, Any]:
    """What the row of views shows."""
    shown = counted_views(actor, at.rows, now=now)
    view = at.view if not text else None
    if view:
        name = f"saved-{view.pk}"
    else:
        fits = [each.name for each in (*VIEWS, EVERYTHING) if each.filters == at.terms and not text]
        name = fits[0] if fits else ""
    return {
        "views": shown,
        "everything": EVERYTHING,
        "most": MOST_COUNTED,
        "asked": name,
        "asked_view": view,
        "own_views": [row for row in at.rows if row.owner_id == actor.id],
        "terms": urlencode({"view": view.pk} if view else at.terms),
    }


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        return _change(request, actor)
    text = request.GET.get("q", "").strip()
    at = selection(actor, request.GET)
    shown = context(actor, at, text, now=clock.now())
    if getattr(request, "htmx", None):
        return render(request, "desk/views.html", shown)
    shown["saved_views"] = [(view, number) for view, number in shown["views"] if view.saved]
    return page(request, "desk/views_page.html", shown, section="inbox")


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
        view = actions.change_view(actor, view=_view(request, actor), filters=filters, now=clock.now())
    else:
        view = actions.save_view(
            actor, name=sent.get("name", ""), filters=filters, columns=_columns(request), now=clock.now()
        )
    return see_other(address_of(view))


def _columns(request: HttpRequest) -> list[str]:
    sent = request.POST
    places = [(sent.get(f"place_{name}", ""), name) for name in sent.getlist("column") if name in COLUMNS]
    places.sort(key=lambda each: int(each[0]) if each[0].isdecimal() else 99)
    return [name for _place, name in places]


def _view(request: HttpRequest, actor: Actor) -> SavedView:
    return _saved(actor, request.POST.get("view", ""))


def _saved(actor: Actor, pk: str) -> SavedView:
    return saved.view(actor, int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
