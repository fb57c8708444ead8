"""POST /desk/cases/<code>/draft : what is being written, kept while it is written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sepas.cases import queries as cases
from sepas.kernel import clock
from sepas.teamwork.actions.drafts import keep_draft
from sepas.web.answer import see_other
from sepas.web.desk.gate import actor_of, staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)
    draft = keep_draft(actor, case=case, body=request.POST.get("body", ""), now=now)
    if not getattr(request, "htmx", None):
        return see_other(f"/desk/cases/{case.code}/#reply")
    return render(request, "desk/cases/draft_kept.html", {"draft": draft})
