"""POST /desk/cases/<code>/reopening : it was not over after all."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.reopen import reopen_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "reopen",
        lambda actor, case, now: reopen_case(actor, case=case, why=request.POST.get("why", ""), now=now),
        done=_("The case is open again."),
    )
