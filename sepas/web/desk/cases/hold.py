"""POST /desk/cases/<code>/hold : wait for something, with the reason."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.hold import hold_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "hold",
        lambda actor, case, now: hold_case(
            actor,
            case=case,
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
            now=now,
        ),
        done=_("The case is on hold."),
        undo="hold",
    )
