"""POST /desk/cases/<code>/closure : the customer is content, or the time to reopen is over."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.close import close_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "close",
        lambda actor, case, now: close_case(
            actor, case=case, override=request.POST.get("override", ""), now=now
        ),
        done=_("The case is closed."),
    )
