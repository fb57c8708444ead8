"""Taking a case that nobody has, giving it back, putting it aside for a while and having it back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.claim import claim_case, release_case
from sepas.cases.actions.snooze import snooze_case, unsnooze_case
from sepas.cases.models import Case, Snooze
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.web.answer import see_other
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.ties import snooze_until
from sepas.web.desk.gate import staff_only


@staff_only
@require_POST
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/claim : of several who take it at once, one gets it and the others read who did."""
    try:
        return act_on_case(
            request,
            code,
            "claim",
            lambda actor, case, now: claim_case(actor, case=case, now=now),
            done=_("The case is yours."),
            undo="claim",
        )
    except Conflict as error:
        if error.code != "taken":
            raise
        messages.warning(request, str(error.message))
        return see_other(f"/desk/cases/{code}/")


@staff_only
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/release"""
    return act_on_case(
        request,
        code,
        "release",
        lambda actor, case, now: release_case(actor, case=case, now=now),
        done=_("Nobody has the case now."),
    )


@staff_only
@require_POST
def snooze(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/snooze"""

    def act(actor: Actor, case: Case, now: datetime) -> Snooze:
        return snooze_case(actor, case=case, until=snooze_until(request.POST.get("until", ""), now), now=now)

    return act_on_case(
        request, code, "snooze", act, done=_("The case is out of your list until then."), undo="snooze"
    )


@staff_only
@require_POST
def wake(request: HttpRequest, code: str) -> HttpResponse:
    """POST /desk/cases/<code>/waking"""
    return act_on_case(
        request,
        code,
        "snooze",
        lambda actor, case, now: unsnooze_case(actor, case=case, now=now),
        done=_("The case is in your list again."),
    )
