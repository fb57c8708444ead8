"""GET /desk/bulk/ : one verb for several cases, seen beforehand: which can, which cannot, and why. POST: do it, and
show what became of each. POST /desk/bulk/undo : take it back within a minute.
"""

from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.cases.actions.bulk import MOST, cases_of, do_in_bulk, outlook, undo_in_bulk
from sepas.cases.actions.bulk_verbs import UNDONE, VERBS, Wish
from sepas.cases.lifecycle import HoldReason
from sepas.cases.models import Case
from sepas.cases.queries.inbox import inbox
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.parties import queries as parties
from sepas.parties.models import Staff
from sepas.web.desk import asked
from sepas.web.desk.cases.ties import snooze_choices, snooze_until
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import key_of

SALT = "sepas.web.desk.bulk"
UNDO_SECONDS = 60


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    sent = request.POST if request.method == "POST" else request.GET
    verb = sent.get("verb", "")
    if verb not in VERBS:
        raise Invalid({"verb": _("Choose what to do.")})
    if request.method != "POST":
        return _preview(request, actor, verb, _selected(request, actor))
    cases = cases_of(actor, sent.getlist("code"))
    try:
        outcomes = do_in_bulk(
            actor,
            cases=cases,
            verb=verb,
            key=key_of(request),
            wish=_wish(request, actor, now),
            now=now,
        )
    except Invalid as error:
        return _preview(request, actor, verb, cases, error)
    before = {each.case.code: each.before for each in outcomes if each.done and each.before}
    context = {
        "verb": VERBS[verb],
        "outcomes": outcomes,
        "done": sum(each.done for each in outcomes),
        "undo": signing.dumps({"verb": verb, "before": before}, salt=SALT, compress=True)
        if before and verb in UNDONE
        else "",
        "seconds": UNDO_SECONDS,
    }
    return page(request, "desk/bulk_done.html", context, section="inbox")


@staff_only
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    try:
        what = signing.loads(request.POST.get("what", ""), salt=SALT, max_age=UNDO_SECONDS)
    except signing.SignatureExpired:
        raise Conflict(
            _("The minute for undoing is over. Change the cases one by one or in bulk."), code="too_late"
        ) from None
    except signing.BadSignature:
        raise Invalid({"what": _("This form is incomplete. Reload the page and send it again.")}) from None
    outcomes = undo_in_bulk(
        actor, verb=what["verb"], before=what["before"], key=key_of(request), now=clock.now()
    )
    context = {"verb": _("Undo"), "outcomes": outcomes, "done": sum(each.done for each in outcomes)}
    return page(request, "desk/bulk_done.html", context, section="inbox")


def _preview(
    request: HttpRequest, actor: Actor, verb: str, cases: list[Case], error: Invalid | None = None
) -> HttpResponse:
    seen = outlook(actor, cases, verb, now=clock.now())
    able = [case for case, answer in seen if answer]
    context: dict[str, Any] = {
        "verb": verb,
        "label": VERBS[verb],
        "able": able,
        "unable": [(case, answer) for case, answer in seen if not answer],
        "people": parties.assignable(actor) if verb == "assign" else [],
        "reasons": HoldReason.choices,
        "untils": snooze_choices(clock.now()),
        "most": MOST,
        "errors": error.fields if error else {},
        "sent": request.POST,
    }
    return page(request, "desk/bulk.html", context, section="inbox", status=error.status if error else 200)


def _selected(request: HttpRequest, actor: Actor) -> list[Case]:
    """The cases that were ticked, or all that the filters find, up to `MOST`."""
    if request.GET.get("all") != "yes":
        return cases_of(actor, request.GET.getlist("code"))
    terms = asked.chosen(request.GET)
    text = request.GET.get("q", "").strip()[:200]
    found = inbox(
        actor, **asked.arguments(terms, text=text, now=clock.now()), sort=asked.sort_of(terms), size=MOST
    )
    return cases_of(actor, [case.code for case in found.cases])


def _wish(request: HttpRequest, actor: Actor, now: datetime) -> Wish:
    sent = request.POST
    choice = sent.get("choice", "")
    return Wish(
        assignee=_person(actor, sent.get("assignee", "")),
        reason=sent.get("reason", ""),
        text=sent.get("text", ""),
        choice=choice,
        until=snooze_until(choice, now) if choice else None,
    )


def _person(actor: Actor, text: str) -> Staff | None:
    return (
        next((person for person in parties.assignable(actor) if str(person.pk) == text), None)
        if text
        else None
    )
