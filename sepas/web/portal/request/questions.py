"""GET, POST /request/questions/ : what the decision still needs, one question at a time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.web.answer import page, see_other, with_errors
from sepas.web.portal import dialogue
from sepas.web.portal.request import draft as drafts
from sepas.web.portal.rights import question_context
from sepas.web.portal.situations import BY_NAME
from sepas.web.portal.visitors import local_today

TEMPLATE = "portal/request/question.html"
OFFERED = ("fresh", "waiting", "again")


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """Show the next question; an answer, "I don't know" or "enough" leads to the next step."""
    draft = drafts.load(request)
    if draft is None:
        return see_other(reverse("request"))
    today = local_today(clock.now())
    if request.method == "POST":
        try:
            _take(draft, request, today)
        except Invalid as error:
            fact = dialogue.fact_of(request.POST["fact"])
            again = {"problem": error.fields.get(fact.name), "value": dialogue.sent_again(fact, request.POST)}
            return with_errors(request, TEMPLATE, error, _context(draft.talk(today)) | again)
        drafts.save(request, draft)
        return see_other(reverse(draft.step(today)))
    if draft.step(today) != "request-questions":
        return see_other(reverse(draft.step(today)))
    return page(request, TEMPLATE, _context(draft.talk(today)))


def _take(draft: drafts.Draft, request: HttpRequest, today: Any) -> None:
    if request.POST.get("enough"):
        draft.enough = True
    elif request.POST.get("situation") in BY_NAME:
        draft.situation = request.POST["situation"]
    elif request.POST.get("back"):
        _reopen(draft, request.POST["back"])
    else:
        after = dialogue.answered(draft.talk(today), request.POST)
        if after is not None:
            draft.answers, draft.skipped = dict(after.answers), list(after.skipped)


def _reopen(draft: drafts.Draft, name: str) -> None:
    draft.enough = False
    if name == "situation":
        draft.situation = ""
    draft.answers.pop(name, None)
    draft.skipped = [fact for fact in draft.skipped if fact != name]


def _context(talk: dialogue.Dialogue) -> dict[str, Any]:
    context: dict[str, Any] = {"section": "request", "talk": talk}
    if talk.situation is None:
        offered = [BY_NAME[name] for name in OFFERED]
        return context | {"situations": [(item.name, item.title, item.hint) for item in offered]}
    return context | question_context(talk)
