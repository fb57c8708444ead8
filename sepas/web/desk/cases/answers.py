"""POST /desk/cases/<code>/answers : what is said to the question that the decision still has."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.answer import answer_question
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.choices import answers_in
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    return act_on_case(
        request,
        code,
        "answer",
        lambda actor, case, now: answer_question(
            actor, case=case, answers=answers_in(request, case), now=now
        ),
        done=_("The answer is kept, and the case was decided with it."),
    )
