"""GET /desk/notifications/ : what one should look at, newest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.teamwork import queries as teamwork
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    rows, older = teamwork.notifications(
        actor_of(request), before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    context = {"rows": rows, "older": older, "new": any(row.read_at is None for row in rows)}
    return page(request, "desk/notifications/list.html", context, section="notifications")
