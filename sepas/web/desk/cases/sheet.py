"""GET /desk/cases/<code>/sheet/ : the case on paper, for the workshop and the customer."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.cases import queries as cases
from sepas.web.desk.cases.show import context_of
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    case = cases.case_by_code(actor_of(request), code)
    return page(request, "desk/cases/sheet.html", context_of(request, case), section="inbox")
