"""GET /t/<secret>/files/<id>/ : a photo, video or file of the case, for whoever holds its link."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sepas.cases.queries import attachment, case_by_secret
from sepas.web.files import serve


@require_safe
def file(request: HttpRequest, secret: str, pk: int) -> HttpResponseBase:
    """Pictures and films are shown, everything else is downloaded; nothing is sniffed or run."""
    actor, case = case_by_secret(secret)
    return serve(request, attachment(actor, case, pk))
