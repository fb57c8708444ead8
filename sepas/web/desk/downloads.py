"""GET /desk/downloads/<table>.csv : a list of the desk as a file, with the filters of its address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sepas.exchange.actions.take_out import download
from sepas.exchange.tables.table import Look
from sepas.kernel import clock
from sepas.kernel.errors import Conflict
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.preferences import current


@staff_only
@require_safe
def show(request: HttpRequest, what: str) -> HttpResponse | StreamingHttpResponse:
    filters = {name: request.GET.get(name, "") for name in ("state", "kind", "branch", "assignee", "due")}
    filters["text"] = request.GET.get("q", "")
    if what == "cases" and not filters["state"] and not filters["text"]:
        filters["state"] = "open"
    try:
        lines = download(
            actor_of(request),
            organisation=organisation_of(request),
            what=what,
            filters=filters,
            look=Look(current().calendar, current().language),
            now=clock.now(),
        )
    except Conflict as conflict:
        if conflict.code != "too_many_rows":
            raise
        messages.warning(request, str(conflict.message))
        return redirect("/office/exports/")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{what}.csv"'
    response["Cache-Control"] = "no-store"
    return response
