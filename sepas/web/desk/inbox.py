"""GET /desk/ : the work at hand."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.assets import queries as assets
from sepas.cases.actions.bulk import MOST
from sepas.cases.actions.bulk_verbs import VERBS
from sepas.cases.lifecycle import Kind, State
from sepas.cases.models import PromiseState
from sepas.cases.queries import views as saved
from sepas.cases.queries.appointments import CHOICES
from sepas.cases.queries.inbox import inbox
from sepas.cases.view_policies import may_share_view, may_stop_sharing
from sepas.exchange.policies import may_export
from sepas.kernel import clock
from sepas.parties import arranged
from sepas.web.desk import asked, views
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import KEYS_OFF, page
from sepas.web.office import setup
from sepas.web.templatetags.reader import day

STATES = [
    ("open", _("All open")),
    *((state.value, state.label) for state in State),
    ("all", _("Everything, closed ones too")),
]
DUE = [("late", _("late")), ("today", _("due today")), ("at_risk", _("at risk"))]
SORTS = [
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("due", _("Next promise first")),
    ("touched", _("Last changed first")),
    ("resolved", _("Last resolved first")),
]
MODELS = 200
"""Models to choose from; whoever sells more finds a model by search."""


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    settings = saved.desk_settings(actor)
    if bool(request.session.get(KEYS_OFF)) is settings.shortcuts:
        request.session[KEYS_OFF] = not settings.shortcuts
    at = views.selection(actor, request.GET)
    if not request.GET and settings.first_view and settings.first_view in at.rows:
        return redirect(views.address_of(settings.first_view))
    terms = at.terms
    text = request.GET.get("q", "").strip()[:200]
    found = inbox(
        actor,
        **asked.arguments(terms, text=text, now=now),
        page=request.GET.get("page", ""),
        sort=asked.sort_of(terms),
    )
    context: dict[str, Any] = views.context(actor, at, text, now=now)
    view = context["asked_view"]
    columns = _known(view.columns if view else []) or _known(settings.columns) or list(views.USUAL)
    others = [name for name in views.COLUMNS if name not in columns]
    branches = arranged.branches(actor)
    context |= {
        "found": found,
        "chosen": terms,
        "more_chosen": any(name in terms for name in asked.MORE),
        "q": text,
        "download": urlencode(terms | ({"q": text} if text else {})),
        "states": STATES,
        "kinds": Kind.choices,
        "dues": DUE,
        "sorts": SORTS,
        "promises": PromiseState.choices,
        "appointment_choices": CHOICES,
        "branches": branches,
        "people": arranged.assignable(actor),
        "models": assets.arranged_models(actor)[:MODELS],
        "filtered": bool(text or terms),
        "columns": [(name, views.COLUMNS[name]) for name in columns],
        "all_columns": (*((name, True) for name in columns), *((name, False) for name in others)),
        "shown_dates": {
            name: day(date.fromisoformat(terms[name]), "short") for name in asked.DATES if name in terms
        },
        "date_example": day(now, "short"),
        "bulk_verbs": list(VERBS.items()),
        "bulk_most": MOST,
        "first_view": settings.first_view_id,
        "may_share_all": bool(may_share_view(actor)),
        "share_places": [branch for branch in branches if may_share_view(actor, branch)],
        "may_stop_sharing": bool(view and may_stop_sharing(actor, view)),
        "now": now,
        "may_export": may_export(actor, actor.organisation_id or 0),
        "setup": setup.card(actor) if not (terms or text or getattr(request, "htmx", None)) else None,
    }
    return page(request, "desk/inbox.html", context, section="inbox", fragment="desk/inbox_rows.html")


def _known(columns: list[str]) -> list[str]:
    return [name for name in columns if name in views.COLUMNS]
