"""GET /desk/cases/<code>/ : everything about one case, and everything that may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise as Lazy
from django.views.decorators.http import require_safe

from sepas.cases import queries as cases
from sepas.cases.lifecycle import VERBS, HoldReason, Kind
from sepas.cases.models import OPEN_PROMISES, Attachment, Case, Post, Promise, PromiseState
from sepas.cases.promises.moments import RECORDED_BY_PROGRESS
from sepas.cases.queries.bonded import brought_beside
from sepas.cases.queries.page import CasePage
from sepas.cases.queries.steps import Step, step_of_promise, used
from sepas.cases.queries.voiced import wish_in_words
from sepas.cases.reader import Reader
from sepas.kernel import clock
from sepas.kernel.actor import Kind as ActorKind
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import Answer
from sepas.parties import arranged
from sepas.rules.model import FactDef
from sepas.web.desk import decision as decisions
from sepas.web.desk import facts
from sepas.web.desk.cases.appointed import context as appointment_context
from sepas.web.desk.cases.conversation import conversation, others_of_customer
from sepas.web.desk.cases.ties import bonds_context, guarded
from sepas.web.desk.cases.undoing import offered
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.services import in_words

NEAR = timedelta(days=6)
"""Further away a relative time is a date itself."""
IN_PANEL = frozenset({"reply", "answer"})
"""Verbs whose form stands in its own panel and not among the buttons."""

ADDRESSES = {
    "reply": "reply",
    "answer": "answers",
    "triage": "triage",
    "assign": "assignment",
    "progress": "progress",
    "inspect": "inspection",
    "hold": "hold",
    "resume": "resumption",
    "escalate": "escalation",
    "resolve": "resolution",
    "reopen": "reopening",
    "close": "closure",
}
ICONS = {
    "triage": "search",
    "assign": "person",
    "progress": "check",
    "inspect": "wrench",
    "hold": "pause",
    "resume": "arrow",
    "escalate": "up",
    "resolve": "check",
    "reopen": "back",
    "close": "lock",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that may be done, or why not."""

    name: str
    label: str | Lazy
    answer: Answer
    address: str
    icon: str = ""

    @property
    def template(self) -> str:
        return f"desk/cases/verbs/{self.name}.html"


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise with how much of its time is used, 0 to 100."""

    promise: Promise
    used: int
    level_name: str | Lazy
    tone: str
    pauses: list[tuple[datetime, datetime | None]]
    step: str
    near: bool
    """Whether the time until it is due, or since, says more than its date."""
    beside: bool
    """Whether a merge brought it beside one of the same name."""


@dataclass(frozen=True, slots=True)
class Said:
    """A post with its files. `side`: `customer`, `ours` or `note`."""

    post: Post
    side: str
    files: list[Attachment]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form that was sent and could not be used: which verb, what was typed, what is wrong."""

    verb: str
    sent: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, type_of_text] = field(default_factory=dict)
    problem: type_of_text = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What the refusal told besides."""


@staff_only
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    case = cases.case_by_code(actor_of(request), code)
    return case_page(request, case, fresh=True)


def again(request: HttpRequest, case: Case, verb: str, error: Invalid | Conflict) -> HttpResponse:
    """The case once more with the form of `verb` open, as it was typed, and what is wrong."""
    return case_page(
        request,
        case,
        Attempt(
            verb, request.POST, error.fields if isinstance(error, Invalid) else {}, error.message, error.data
        ),
        status=error.status,
    )


def case_page(
    request: HttpRequest,
    case: Case,
    attempt: Attempt | None = None,
    *,
    status: int = 200,
    fresh: bool = False,
) -> HttpResponse:
    context = context_of(request, case, attempt, fresh=fresh)
    return page(request, "desk/cases/show.html", context, section="inbox", status=status)


def context_of(
    request: HttpRequest, case: Case, attempt: Attempt | None = None, *, fresh: bool = False
) -> dict[str, Any]:
    """What the page and the printed sheet of a case show. `fresh`: it was read just now, and nothing was tried."""
    actor, now = actor_of(request), clock.now()
    attempt = attempt or Attempt("")
    shown: CasePage = cases.page(actor, case, now=now, decided=False, fresh=fresh)
    tied = bonds_context(request, case, now)
    verbs = [
        Verb(name, VERBS[name], guarded(answer, name, tied), ADDRESSES[name], ICONS.get(name, ""))
        for name, answer in shown.verbs
    ]
    may = {verb.name: verb.answer for verb in verbs}
    made, cannot_be_made = decisions.made_again(case.decision)
    beside = brought_beside(shown.promises)
    clocks = [_clock(promise, now, promise.pk in beside) for promise in shown.promises]
    question = decisions.question_for(made, "customer", "staff")
    needed, others = decisions.facts_for(made, "technician") if made is not None else ([], [])
    return {
        **tied,
        "undo_offer": offered(request, case),
        "case": case,
        "shown": shown,
        **appointment_context(actor, shown.case, attempt, now, request.GET),
        "wish": wish_in_words(case.preference, Reader.of(actor, case.organisation)),
        "service": in_words(case.offer) if case.offer else None,
        "now": now,
        "attempt": attempt,
        "errors": attempt.errors,
        "sent": attempt.sent,
        "opens": _moment(attempt.data.get("opens")),
        "verbs_possible": [verb for verb in verbs if verb.answer and verb.name not in IN_PANEL],
        "verbs_refused": [verb for verb in verbs if not verb.answer],
        "may": may,
        "may_note": bool(may.get("reply")),
        "decision": decisions.present(made, case.decision) if made is not None else None,
        "cannot_be_made": cannot_be_made,
        "question": _field(question, attempt, "answer"),
        "needed": [_field(fact, attempt, "inspect", case.facts) for fact in needed],
        "others": [_field(fact, attempt, "inspect", case.facts) for fact in others],
        "posts": _posts(shown),
        **conversation(request, case, shown, trying=bool(attempt.verb), now=now),
        "loose_files": [file for file in shown.attachments if file.post_id is None],
        "clocks": clocks,
        "next_clock": next((each for each in _by_due(clocks) if each.promise.state in OPEN_PROMISES), None),
        "hold_reasons": hold_reasons(shown.promises),
        "moments": [(moment.value, moment.label) for moment in RECORDED_BY_PROGRESS],
        "kinds": Kind.choices,
        "others_of_customer": others_of_customer(actor, case),
        "branches": arranged.branches(actor),
        "people": arranged.assignable(actor, case.branch),
    }


def hold_reasons(promises: Any) -> list[dict[str, Any]]:
    """Each reason to wait, with the clocks that stop for it and those that keep running, in the reader's words."""
    running = [promise for promise in promises if promise.state in OPEN_PROMISES]
    return [
        {
            "value": reason.value,
            "label": reason.label,
            "stops": [promise.title for promise in running if reason.value in promise.pausable_by],
            "runs": [promise for promise in running if reason.value not in promise.pausable_by],
        }
        for reason in HoldReason
    ]


def _field(
    fact: FactDef | None, attempt: Attempt, verb: str, known: Mapping[str, Any] | None = None
) -> facts.Field | None:
    if fact is None:
        return None
    mine = attempt.verb == verb
    return facts.field_of(
        fact,
        sent=attempt.sent if mine else None,
        known=(known or {}).get(fact.name),
        errors=attempt.errors if mine else None,
    )


def _posts(shown: CasePage) -> list[Said]:
    files: dict[int, list[Attachment]] = {}
    for file in shown.attachments:
        if file.post_id is not None:
            files.setdefault(file.post_id, []).append(file)
    ours = {ActorKind.STAFF, ActorKind.TOKEN, ActorKind.SYSTEM}
    return [
        Said(
            post,
            "note" if post.internal else "ours" if post.author_kind in ours else "customer",
            files.get(post.pk, []),
        )
        for post in shown.posts
    ]


def _clock(promise: Promise, now: datetime, beside: bool) -> Clock:
    tones = {
        PromiseState.AT_RISK: "warn",
        PromiseState.BREACHED: "bad",
        PromiseState.MET_LATE: "warn",
        PromiseState.MET: "good",
        PromiseState.PAUSED: "still",
        PromiseState.CANCELLED: "still",
    }
    step = step_of_promise(promise, now)
    by_step = {Step.HALF: "half", Step.RISK: "warn", Step.LATE: "bad"}
    return Clock(
        promise,
        used(promise, promise.met_at or now),
        decisions.LEVELS.get(promise.source, promise.source),
        by_step.get(step) or tones.get(PromiseState(promise.state), ""),
        [(_moment(begin), _moment(end)) for begin, end in promise.pauses],  # type: ignore[misc]
        step,
        near=promise.due_at is not None and abs(promise.due_at - now) < NEAR,
        beside=beside,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _by_due(clocks: list[Clock]) -> list[Clock]:
    return sorted(
        clocks, key=lambda each: (each.promise.due_at is None, each.promise.due_at or each.promise.started_at)
    )
