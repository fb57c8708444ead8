"""POST /desk/cases/new/draft : what is being taken down, kept while it is; with `throw`, thrown away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sepas.cases.policies import may_open
from sepas.kernel import clock
from sepas.kernel.policy import require
from sepas.teamwork.actions.intake import forget_intake, keep_intake
from sepas.web.answer import see_other
from sepas.web.desk.gate import actor_of, organisation_of, staff_only


@staff_only
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(may_open(actor, organisation_of(request).pk))
    if request.POST.get("throw") == "yes":
        forget_intake(actor)
        return see_other("/desk/cases/new/")
    draft = keep_intake(actor, sent=request.POST, now=clock.now())
    if not getattr(request, "htmx", None):
        return see_other("/desk/cases/new/")
    return render(request, "desk/cases/draft_kept.html", {"draft": draft})
