"""What the doors of all verbs share: find the case, act once, go back to its page; or show the form again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from sepas.cases import queries as cases
from sepas.cases.models import Case
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.web.desk.cases.show import again
from sepas.web.desk.cases.undoing import address_with_offer
from sepas.web.desk.gate import actor_of
from sepas.web.once import once_then

Act = Callable[[Actor, Case, datetime], Any]


def act_on_case(
    request: HttpRequest, code: str, verb: str, act: Act, *, done: str | Promise = "", undo: str = ""
) -> HttpResponse:
    """Run `act(actor, case, now)` once for this form and return to the case, saying `done`, with the offer to take
    `undo` back.

    What the policy or the lifecycle refuses becomes an error page by the middleware; what was typed wrongly
    comes back with the form.
    """
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)

    def run() -> str:
        former = case.assignee_id
        result = act(actor, case, now)
        if done:
            messages.success(request, str(done))
        if undo:
            return address_with_offer(case, undo, result=result, former=former)
        return f"/desk/cases/{case.code}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return again(request, case, verb, error)
    except Conflict as error:
        if error.code not in {"answered_meanwhile", "open_children", "outside_hours", "double_booked"}:
            raise
        return again(request, case, verb, error)
