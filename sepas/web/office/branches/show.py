"""GET, POST /office/branches/<id>/ : a branch with its hours and days; POST corrects its details."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.dates.names import WEEKDAYS
from sepas.kernel.errors import DomainError, Invalid
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.branches import edit_branch
from sepas.parties.models import Branch
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.branches.choice import branch_options
from sepas.web.office.branches.days import context_of
from sepas.web.office.branches.hours import OFFERED, WEEK, intervals_in
from sepas.web.once import once_then
from sepas.web.preferences import current

FIELDS = ("name_fa", "name_en", "city", "address", "phone")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    branch = parties.branch(actor, pk)
    if request.method != "POST":
        return branch_page(request, branch)

    def run() -> str:
        given = {name: request.POST[name] for name in FIELDS if name in request.POST}
        edit_branch(actor, branch=branch, now=now, **given)
        messages.success(request, _("The branch's details are kept."))
        return f"/office/branches/{branch.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return branch_page(request, branch, error=error)


def branch_page(
    request: HttpRequest,
    branch: Branch,
    *,
    error: Invalid | None = None,
    hours_error: Invalid | None = None,
    day_error: Invalid | None = None,
    place_error: DomainError | None = None,
) -> HttpResponse:
    """The page; each form shows its own error with what was typed."""
    wrong = error or hours_error or day_error or place_error
    value = {name: getattr(branch, name) for name in FIELDS}
    context = {
        "branch": branch,
        "value": value | ({name: request.POST.get(name, "") for name in FIELDS} if error else {}),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "may": policies.may_edit_branch(actor_of(request), branch),
        "week": _week(branch, request.POST if hours_error else None, hours_error),
        "hours_problem": hours_error.fields.get("hours", hours_error.message) if hours_error else "",
        **context_of(request, branch, day_error),
        **_place(request, branch, place_error),
    }
    return page(
        request,
        "office/branches/show.html",
        context,
        section="branches",
        status=wrong.status if wrong else 200,
    )


def _place(request: HttpRequest, branch: Branch, error: DomainError | None) -> dict[str, Any]:
    """Where in the tree the branch may hang, and whether it may be closed or reopened."""
    actor = actor_of(request)
    offered = [
        row
        for row in parties.branches(actor)
        if not row.path.startswith(branch.path) and policies.may_place_branch(actor, branch, row.pk)
    ]
    return {
        "may_place": policies.may_place_branch(actor, branch, branch.parent_id),
        "may_top": policies.may_place_branch(actor, branch, None),
        "parents": branch_options(offered),
        "parent": request.POST.get("parent", "") if error else str(branch.parent_id or ""),
        "place_errors": error.fields if isinstance(error, Invalid) else {},
        "place_problem": error.message if error else "",
    }


def _week(branch: Branch, sent: Any, error: Invalid | None) -> list[dict[str, Any]]:
    """Each weekday with its pairs of times, and room for more."""
    names = WEEKDAYS[current().language]
    rows = []
    for weekday in WEEK:
        typed = intervals_in(sent, f"day{weekday}") if sent is not None else None
        pairs = typed if typed is not None else branch.hours.get(str(weekday), [])
        room = max(OFFERED, min(6, len(pairs) + 1))
        rows.append(
            {
                "weekday": weekday,
                "name": names[weekday],
                "pairs": [(n, *(pairs[n] if n < len(pairs) else ("", ""))) for n in range(room)],
                "error": error.fields.get(f"hours.{weekday}", "") if error else "",
            }
        )
    return rows
