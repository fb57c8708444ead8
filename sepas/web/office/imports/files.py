"""GET /office/imports/<id>/errors.csv, …/templates/<kind>.csv : files to be mended, and to be filled in."""

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from sepas.exchange import policies, queries
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only

CSV = "text/csv; charset=utf-8"


@staff_only
@require_safe
def errors(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    actor = actor_of(request)
    require(policies.may_import(actor, organisation_of(request).pk))
    row = queries.one_import(actor, pk)
    return attached(queries.fault_lines(actor, row), f"import-{row.pk}-errors.csv")


@staff_only
@require_safe
def template(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    require(policies.may_import(actor_of(request), organisation_of(request).pk))
    return attached(queries.template_lines(kind), f"{kind}.csv")


def attached(lines, name: str, content_type: str = CSV) -> StreamingHttpResponse:
    """A file that is saved and not shown, and not kept by whatever is between."""
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
