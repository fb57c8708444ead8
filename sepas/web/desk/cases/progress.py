"""POST /desk/cases/<code>/progress : record a step of the work, which clocks may start or end with."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.progress import progress_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "progress",
        lambda actor, case, now: progress_case(
            actor,
            case=case,
            moment=request.POST.get("moment", ""),
            note=request.POST.get("note", ""),
            now=now,
        ),
        done=_("The step is recorded."),
    )
