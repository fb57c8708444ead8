"""GET /desk/cases/<code>/attachments/<id> : a photo or file, for whoever sees the case."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from sepas.cases import queries as cases
from sepas.cases.models import Attachment
from sepas.kernel.errors import NotFound
from sepas.web.desk.gate import actor_of, staff_only

SHOWN = {"image/jpeg", "image/png", "image/webp", "application/pdf"}


@staff_only
@require_safe
def show(request: HttpRequest, code: str, pk: int) -> FileResponse:
    actor = actor_of(request)
    case = cases.case_by_code(actor, code)
    found = Attachment.objects.visible_to(actor).filter(case=case, pk=pk).first()
    if found is None:
        raise NotFound
    shown = found.content_type in SHOWN
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=not shown,
        filename=found.name,
        content_type=found.content_type if shown else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
