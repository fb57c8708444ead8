"""GET, POST /office/branches/ : the tree of branches; POST adds one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.branches import create_branch
from sepas.service_levels.queries import calendars_of
from sepas.service_levels.worktime import working_spans
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.branches.choice import chosen_branch
from sepas.web.once import once_then
from sepas.web.preferences import current

FIELDS = ("code", "name_fa", "name_en", "city", "address", "phone")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    actor, now = actor_of(request), clock.now()
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}

    def run() -> str:
        branch = create_branch(
            actor,
            organisation=organisation_of(request),
            parent=chosen_branch(request, "parent"),
            now=now,
            **given,
        )
        messages.success(request, _("The branch is there. Look at its hours."))
        return f"/office/branches/{branch.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)
    except Conflict as conflict:
        if conflict.code != "code_taken":
            raise
        return _page(request, Invalid({"code": conflict.message}, conflict.message))


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    actor = actor_of(request)
    rows = list(parties.branches(actor, closed=True))
    calendars = calendars_of(rows)
    today = clock.now().astimezone(current().zone).date()
    context = {
        "branches": [
            {
                "row": row,
                "depth": max(0, row.path.count("/") - 2),
                "today": [
                    (begin.astimezone(current().zone).time(), end.astimezone(current().zone).time())
                    for begin, end in working_spans(today, calendars[row.pk])
                ],
            }
            for row in rows
        ],
        "may": policies.may_create_branch(actor, organisation_of(request).pk, None),
        "sent": request.POST,
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
    }
    return page(
        request,
        "office/branches/list.html",
        context,
        section="branches",
        status=error.status if error else 200,
    )
