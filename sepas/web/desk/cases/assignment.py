"""POST /desk/cases/<code>/assignment : give it to somebody."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.assign import assign_case
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.choices import person_in
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "assign",
        lambda actor, case, now: assign_case(
            actor, case=case, assignee=person_in(request, actor, case), now=now
        ),
        done=_("The case has an assignee."),
        undo="assign",
    )
