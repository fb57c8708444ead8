"""GET /desk/downloads/<table>.csv : a list of the desk as a file, with the filters of its address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sepas.exchange.actions.take_out import download
from sepas.exchange.tables.table import Look
from sepas.kernel import clock
from sepas.kernel.errors import Conflict
from sepas.web.desk import asked
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.preferences import current


@staff_only
@require_safe
def show(request: HttpRequest, what: str) -> HttpResponse | StreamingHttpResponse:
    filters = asked.chosen(request.GET) | {"text": request.GET.get("q", "").strip()[:200]}
    if what == "cases" and "state" not in filters:
        # As the inbox: whoever searches looks in closed cases too.
        closed_too = filters["text"] or "resolved_from" in filters or "resolved_to" in filters
        filters["state"] = "all" if closed_too else "open"
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
