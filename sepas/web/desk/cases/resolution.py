"""POST /desk/cases/<code>/resolution : say what was done and how it ended."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.resolve import resolve_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "resolve",
        lambda actor, case, now: resolve_case(
            actor,
            case=case,
            resolution=request.POST.get("resolution", ""),
            override=request.POST.get("override", ""),
            now=now,
        ),
        done=_("The case is resolved. The customer is told, and may reopen it for some days."),
    )
