"""POST /desk/cases/<code>/resumption : what was waited for has come."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.resume import resume_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "resume",
        lambda actor, case, now: resume_case(actor, case=case, now=now),
        done=_("The case is in progress again, and its clocks run."),
    )
