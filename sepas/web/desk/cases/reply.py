"""POST /desk/cases/<code>/reply : answer the customer, now or later, or write a note that only staff read."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases import queries as cases
from sepas.cases.models import Case
from sepas.cases.queries.bonds import bonds
from sepas.kernel.actor import Actor
from sepas.kernel.ids import show_code
from sepas.teamwork.actions.say import say_in_case
from sepas.teamwork.actions.say_to_parts import say_to_parts
from sepas.web.desk.cases.acting import act_on_case
from sepas.web.desk.cases.choices import files_in
from sepas.web.desk.cases.later import moment_in
from sepas.web.desk.gate import staff_only
from sepas.web.preferences import current
from sepas.web.templatetags.reader import in_digits


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    sent = request.POST
    internal = sent.get("internal") == "yes"

    def say(actor: Actor, case: Case, now: datetime) -> Any:
        at = None if internal else moment_in(request)
        said = say_in_case(
            actor,
            case=case,
            body=sent.get("body", ""),
            internal=internal,
            files=files_in(request),
            seen=_number(sent.get("seen", "")),
            at=at,
            canned=_number(sent.get("canned", "")),
            ask_hours=sent.get("when") in {"later", "opening"} and sent.get("outside") != "yes",
            now=now,
        )
        if sent.get("parts") == "yes" and not internal:
            _tell_parts(request, actor, case, at, now)
        return said

    if internal:
        done = _("The note is kept; the customer does not see it.")
    elif sent.get("when") in {"later", "opening"}:
        done = _("The answer is kept and goes out at the chosen moment.")
    elif settings.SEPAS_UNDO_SECONDS:
        done = _("The answer goes out in a few seconds. Until then it can be taken back.")
    else:
        done = _("The answer was sent.")
    return act_on_case(request, code, "reply", say, done=done)


def _tell_parts(request: HttpRequest, actor: Actor, case: Case, at: datetime | None, now: datetime) -> None:
    parts = [cases.case_by_code(actor, part.code) for part in bonds(actor, case, now=now).open_children]
    for untold in say_to_parts(actor, parts=parts, body=request.POST.get("body", ""), at=at, now=now):
        shown = in_digits(show_code(untold.case.code), current())
        messages.warning(request, f"{shown}: {untold.why}")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
