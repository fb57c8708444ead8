"""POST /desk/cases/<code>/inspection : what the technician found; it makes the decision final."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.inspect import inspect_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.choices import answers_in
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "inspect",
        lambda actor, case, now: inspect_case(
            actor, case=case, findings=answers_in(request, case), note=request.POST.get("note", ""), now=now
        ),
        done=_("The findings are kept, and the case was decided with them."),
    )
