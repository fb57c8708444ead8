"""POST /desk/cases/<code>/reply : answer the customer, or write a note that only staff read."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.reply import reply_to_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.choices import files_in
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    internal = request.POST.get("internal") == "yes"
    return act_on_case(
        request,
        code,
        "reply",
        lambda actor, case, now: reply_to_case(
            actor,
            case=case,
            body=request.POST.get("body", ""),
            internal=internal,
            files=files_in(request),
            now=now,
        ),
        done=_("The note is kept; the customer does not see it.") if internal else _("The answer was sent."),
    )
