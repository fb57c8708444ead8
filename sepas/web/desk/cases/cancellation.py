"""POST /desk/cases/<code>/waiting/<id>/cancellation : an answer that waits is not said after all."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.teamwork import queries as teamwork
from sepas.teamwork.actions.say import take_back
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def post(request: HttpRequest, code: str, waiting: int) -> HttpResponse:
    def act(actor: Actor, case: Case, now: datetime) -> Any:
        return take_back(actor, waiting=teamwork.waiting_reply(actor, case, waiting), now=now)

    done = _("The answer was taken back. Its words are a draft again.")
    return act_on_case(request, code, "reply", act, done=done)
