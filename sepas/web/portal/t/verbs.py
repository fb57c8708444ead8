"""POST /t/<secret>/… : what the customer does with their case; one action each, then back to the page."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sepas.cases.actions.answer import answer_question
from sepas.cases.actions.attend import (
    cancel_appointment,
    confirm_appointment,
    decline_appointment,
    miss_appointment,
)
from sepas.cases.actions.choose import TAKEN
from sepas.cases.actions.close import close_case
from sepas.cases.actions.escalate import escalate_case
from sepas.cases.actions.prefer import prefer_appointment
from sepas.cases.actions.rate import rate_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.share import share_case, unshare_case
from sepas.cases.appointment_lifecycle import Side
from sepas.cases.models import Case
from sepas.cases.queries import case_by_secret
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.web.answer import page, with_errors
from sepas.web.forms import read_number, uploads
from sepas.web.limits import limit
from sepas.web.once import once_then
from sepas.web.portal import dialogue
from sepas.web.portal.t.case import TEMPLATE, context_of

Act = Callable[[HttpRequest, Actor, Case, datetime], None]


def verb(act: Act, anchor: str = "") -> Callable[[HttpRequest, str], HttpResponse]:
    """A door for one verb: once per form, errors beside what was typed."""

    @require_POST
    def door(request: HttpRequest, secret: str) -> HttpResponse:
        now = clock.now()
        actor, case = case_by_secret(secret)
        limit(request, "case", times=40, seconds=3600, now=now, who=secret)
        back = reverse("tracking", args=[secret])

        def done() -> str:
            act(request, actor, case, now)
            return back + anchor

        try:
            return once_then(request, done, now=now)
        except (Invalid, Conflict) as error:
            if not isinstance(error, Invalid) and error.code != TAKEN:
                raise
            actor, case = case_by_secret(secret)
            context = context_of(request, actor, case, now) | {
                "values": request.POST,
                "wrong_form": act.__name__,
            }
            if isinstance(error, Conflict):
                return page(request, TEMPLATE, context | {"problem": error.message}, status=error.status)
            if "fact" in request.POST:
                context["problem"] = error.fields.get(request.POST["fact"], error.message)
            return with_errors(request, TEMPLATE, error, context)

    return door


def reply(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    body, files = request.POST.get("body", ""), uploads(request, "files")
    if files and not body.strip():
        body = _("I have added a file.")
    reply_to_case(actor, case=case, body=body, files=files, now=now)


def reopening(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    reopen_case(actor, case=case, why=request.POST.get("why", ""), now=now)


def escalation(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    escalate_case(actor, case=case, why=request.POST.get("why", ""), now=now)


def closure(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    close_case(actor, case=case, now=now)


def appointment(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    form = request.POST
    prefer_appointment(actor, case=case, days=form.getlist("days"), parts=form.getlist("parts"), now=now)


def agreement(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    confirm_appointment(actor, case=case, now=now)


def another_time(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    form = request.POST
    decline_appointment(
        actor,
        case=case,
        why=form.get("why", ""),
        days=form.getlist("days"),
        parts=form.getlist("parts"),
        now=now,
    )


def cancelling(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    cancel_appointment(actor, case=case, why=request.POST.get("why", ""), now=now)


def nobody_came(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    miss_appointment(actor, case=case, by=Side.COMPANY, now=now)


def rating(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    form = request.POST
    rate_case(
        actor, case=case, score=read_number(form.get("score", "")), words=form.get("words", ""), now=now
    )


def sharing(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    share_case(actor, case=case, now=now)


def unsharing(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    unshare_case(actor, case=case, link_id=read_number(request.POST.get("link", "")) or 0, now=now)


def answer(request: HttpRequest, actor: Actor, case: Case, now: datetime) -> None:
    name = request.POST.get("fact", "")
    try:
        fact = dialogue.fact_of(name)
    except KeyError:
        raise Invalid({"answer": _("This question is no longer open.")}) from None
    given = dialogue.read_fact(fact, dialogue.sent_answer(fact, request.POST))
    answer_question(actor, case=case, answers={name: given}, now=now)
