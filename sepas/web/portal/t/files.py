"""GET /t/<secret>/files/<id>/ : a photo or file of the case, for whoever holds its link."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from sepas.cases.models import Attachment
from sepas.cases.queries import case_by_secret
from sepas.kernel.errors import NotFound

SHOWN = {"image/jpeg", "image/png", "image/webp"}


@require_safe
def file(request: HttpRequest, secret: str, pk: int) -> FileResponse:
    """Pictures are shown, everything else is downloaded; nothing is sniffed or run."""
    actor, case = case_by_secret(secret)
    found = Attachment.objects.visible_to(actor).filter(case=case, pk=pk).first()
    if found is None:
        raise NotFound()
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=found.content_type not in SHOWN,
        filename=found.name,
        content_type=found.content_type,
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
