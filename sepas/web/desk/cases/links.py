"""POST /desk/cases/<code>/links : say how another case stands to this one; …/links/<id>/removal : no more."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.link import link_cases, unlink_cases
from sepas.cases.models import Case, CaseLink, Tie
from sepas.cases.queries import bonds as ties
from sepas.kernel.actor import Actor
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.ties import other_in
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def link(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/links"""

    def act(actor: Actor, case: Case, now: datetime) -> CaseLink:
        tie = request.POST.get("tie", "")
        other = other_in(request, actor)
        if tie == "whole_of":
            return link_cases(actor, case=other, other=case, tie=Tie.CHILD, now=now)
        return link_cases(actor, case=case, other=other, tie=tie, now=now)

    return act_on_case(request, code, "link", act, done=_("The cases are linked."), undo="link")


@staff_only
@require_POST
def unlink(request: HttpRequest, code: str, link: int) -> HttpResponse:
    """POST /desk/cases/<code>/links/<id>/removal"""
    return act_on_case(
        request,
        code,
        "link",
        lambda actor, case, now: unlink_cases(actor, link=ties.link_of(actor, case, link), now=now),
        done=_("The link is gone."),
    )
