"""POST /desk/cases/<code>/presence : I am looking at this case; answered with who else is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sepas.cases import queries as cases
from sepas.kernel import clock
from sepas.teamwork import queries as teamwork
from sepas.teamwork.actions.presence import be_present
from sepas.web.desk.gate import actor_of, staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)
    be_present(actor, case=case, answering=request.POST.get("answering") == "yes", now=now)
    context = {"case": case, "company": teamwork.company(actor, case, now=now)}
    return render(request, "desk/cases/company.html", context)
