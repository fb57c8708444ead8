"""GET /desk/cases/<code>/merger/ : what merging this case into another would do. POST: do it.

POST /desk/cases/<code>/unmerging : undo that, as long as nothing happened since.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.cases import bond_policies
from sepas.cases import queries as cases
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.unmerge import unmerge_cases
from sepas.cases.models import Case
from sepas.cases.queries.bonds import merge_preview
from sepas.cases.queries.related import related
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.ties import other_in
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then

MOST = 20


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)
    require(bond_policies.may_merge(actor, case))
    try:
        if request.method != "POST":
            survivor = other_in(request, actor, "survivor") if request.GET.get("survivor") else None
            return _page(request, case, survivor)
        survivor = other_in(request, actor, "survivor")
    except Invalid as error:
        return _page(request, case, None, error)

    def run() -> str:
        merged = merge_cases(actor, duplicate=case, survivor=survivor, now=now)
        messages.success(request, _("The cases are one now; the customer is told."))
        return f"/desk/cases/{merged.code}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, case, survivor, error)


@staff_only
@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "merge",
        lambda actor, case, now: unmerge_cases(actor, duplicate=case, now=now),
        done=_("The merge is undone; both cases stand by themselves again."),
    )


def _page(
    request: HttpRequest, case: Case, survivor: Case | None, error: Invalid | None = None
) -> HttpResponse:
    actor = actor_of(request)
    others = related(actor, customer_id=case.customer_id, limit=MOST)
    if case.unit_id is not None:
        others = [*others, *related(actor, unit_id=case.unit_id, limit=MOST)]
    found = {each.pk: each for each in others if each.is_open and each.pk != case.pk}
    context: dict[str, Any] = {
        "case": case,
        "preview": merge_preview(actor, case, survivor) if survivor is not None else None,
        "candidates": list(found.values()),
        "typed": request.POST.get("survivor") or request.GET.get("survivor", ""),
        "errors": error.fields if error else {},
    }
    return page(
        request, "desk/cases/merger.html", context, section="inbox", status=error.status if error else 200
    )
