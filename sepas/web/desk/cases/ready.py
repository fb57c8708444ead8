"""GET /desk/cases/<code>/ready/ : ready texts by words, filled for this case, to be read before they are used."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.cases import queries as cases
from sepas.cases.policies import may_reply
from sepas.kernel.policy import require
from sepas.teamwork import queries as teamwork
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    case = cases.case_by_code(actor, code)
    require(may_reply(actor, case))
    text = request.GET.get("text", "").strip()[:100]
    context = {"case": case, "text": text, "ready": teamwork.ready(actor, case, text=text)}
    return page(
        request, "desk/cases/ready.html", context, section="inbox", fragment="desk/cases/ready_list.html"
    )
