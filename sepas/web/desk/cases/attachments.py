"""GET /desk/cases/<code>/attachments/<id> : a photo, video or file, for whoever sees the case."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from sepas.cases import queries as cases
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.files import serve

ALSO = frozenset({"application/pdf"})


@staff_only
@require_safe
def show(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    actor = actor_of(request)
    case = cases.case_by_code(actor, code)
    return serve(request, cases.attachment(actor, case, pk), also=ALSO)
