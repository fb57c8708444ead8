"""POST /desk/cases/<code>/triage : say what kind it is and where it belongs."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.triage import triage_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.choices import branch_in
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "triage",
        lambda actor, case, now: triage_case(
            actor,
            case=case,
            kind=request.POST.get("kind") or None,
            branch=branch_in(request, actor),
            note=request.POST.get("note", ""),
            now=now,
        ),
        done=_("The case was looked at."),
    )
