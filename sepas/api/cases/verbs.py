"""The verbs of a case: `POST /cases/{code}/<noun>`. Each parses, calls its action, and shows the case."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StrictBool, StrictInt

from sepas.api.cases.collection import branch_of
from sepas.api.cases.router import router
from sepas.api.cases.shapes import CaseOut, shown
from sepas.api.doors import LARGEST_ID, Body, Token, actor_of, idempotent
from sepas.cases import queries
from sepas.cases.actions.answer import answer_question
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.escalate import escalate_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.inspect import inspect_case
from sepas.cases.actions.prefer import prefer_appointment
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.models import Case
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties


class ReplyIn(Body):
    body: str = Field(..., max_length=5000)
    internal: StrictBool = Field(False, description="A note that only staff read.")


class TriageIn(Body):
    kind: str | None = None
    branch: str | None = None
    note: str = Field("", max_length=2000)


class AssignmentIn(Body):
    staff: StrictInt = Field(..., ge=1, le=LARGEST_ID, description="The id of a member of staff.")


class HoldIn(Body):
    reason: str = Field(..., examples=["waiting_for_customer"])
    note: str = Field("", max_length=2000)


class Nothing(Body):
    """These verbs need no words; the body may be left out."""


Empty = Nothing | None


class AppointmentIn(Body):
    days: list[str] = Field([], max_length=31, description="ISO days on which the branch works.")
    parts: list[str] = Field([], max_length=4, description="morning, noon, afternoon, evening")


class AnswersIn(Body):
    answers: dict[str, Any] = Field(..., examples=[{"purchase_date": "2026-01-05"}])


class InspectionIn(Body):
    findings: dict[str, Any] = Field(..., examples=[{"defect_cause": "manufacturing"}])
    note: str = Field("", max_length=2000)


class StepIn(Body):
    step: str = Field(..., description="device_received, repair_completed, visit_completed, …")
    note: str = Field("", max_length=2000)


class WhyIn(Body):
    why: str = Field("", max_length=2000)


class ResolutionIn(Body):
    resolution: str = Field(..., max_length=5000)


def say(
    request: HttpRequest, response: HttpResponse, code: str, payload: Any, act: Callable[[Case], Any]
) -> dict[str, Any]:
    def once() -> dict[str, Any]:
        case = queries.case_by_code(actor_of(request), code)
        act(case)
        return shown(actor_of(request), queries.case_by_code(actor_of(request), code))

    return idempotent(request, response, payload, once)


@router.post(
    "/{code}/replies", response=CaseOut, summary="Reply, or note for staff", auth=Token("cases.reply")
)
def replies(request: HttpRequest, response: HttpResponse, code: str, payload: ReplyIn) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: reply_to_case(
        actor_of(request), case=case, body=payload.body, internal=payload.internal, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/triage", response=CaseOut, summary="Look at a new case: kind, branch", auth=Token("cases.triage")
)
def triage(request: HttpRequest, response: HttpResponse, code: str, payload: TriageIn) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: triage_case(
        actor_of(request), case=case, kind=payload.kind, branch=branch_of(actor_of(request), payload.branch),
        note=payload.note, now=now(),
    ))  # fmt: skip


@router.post(
    "/{code}/assignment", response=CaseOut, summary="Assign to a member of staff", auth=Token("cases.assign")
)
def assignment(
    request: HttpRequest, response: HttpResponse, code: str, payload: AssignmentIn
) -> dict[str, Any]:

    def act(case: Case) -> None:
        try:
            assignee = parties.staff_member(actor_of(request), payload.staff).staff
        except NotFound:
            raise Invalid({"staff": _("There is no such member of staff.")}) from None
        assign_case(actor_of(request), case=case, assignee=assignee, now=now())

    return say(request, response, code, payload, act)


@router.post("/{code}/hold", response=CaseOut, summary="Put on hold, with a reason", auth=Token("cases.hold"))
def hold(request: HttpRequest, response: HttpResponse, code: str, payload: HoldIn) -> dict[str, Any]:
    """Stops only those clocks whose law or promise allows this reason."""
    return say(request, response, code, payload, lambda case: hold_case(
        actor_of(request), case=case, reason=payload.reason, note=payload.note, now=now()
    ))  # fmt: skip


@router.post("/{code}/resumption", response=CaseOut, summary="Resume", auth=Token("cases.hold"))
def resumption(
    request: HttpRequest, response: HttpResponse, code: str, payload: Empty = None
) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: resume_case(
        actor_of(request), case=case, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/appointment",
    response=CaseOut,
    summary="When the customer would like somebody to come",
    auth=Token("cases.triage"),
)
def appointment(
    request: HttpRequest, response: HttpResponse, code: str, payload: AppointmentIn
) -> dict[str, Any]:
    """A wish, kept until somebody has come; empty lists take it back."""
    return say(request, response, code, payload, lambda case: prefer_appointment(
        actor_of(request), case=case, days=payload.days, parts=payload.parts, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/answers",
    response=CaseOut,
    summary="Answer what the decision still asks",
    auth=Token("cases.triage"),
)
def answers(request: HttpRequest, response: HttpResponse, code: str, payload: AnswersIn) -> dict[str, Any]:
    """Decides again; the change is explained on the timeline."""
    return say(request, response, code, payload, lambda case: answer_question(
        actor_of(request), case=case, answers=payload.answers, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/inspection",
    response=CaseOut,
    summary="Record what the inspection found",
    auth=Token("cases.inspect"),
)
def inspection(
    request: HttpRequest, response: HttpResponse, code: str, payload: InspectionIn
) -> dict[str, Any]:
    """Makes the decision final."""
    return say(request, response, code, payload, lambda case: inspect_case(
        actor_of(request), case=case, findings=payload.findings, note=payload.note, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/steps",
    response=CaseOut,
    summary="Record a step of the work",
    auth=Token("cases.inspect", "cases.triage"),
)
def steps(request: HttpRequest, response: HttpResponse, code: str, payload: StepIn) -> dict[str, Any]:
    """Starts and stops the clocks that wait for it."""
    return say(request, response, code, payload, lambda case: progress_case(
        actor_of(request), case=case, moment=payload.step, note=payload.note, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/escalation",
    response=CaseOut,
    summary="Climb one step of the ladder",
    auth=Token("cases.escalate"),
)
def escalation(request: HttpRequest, response: HttpResponse, code: str, payload: WhyIn) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: escalate_case(
        actor_of(request), case=case, why=payload.why, now=now()
    ))  # fmt: skip


@router.post("/{code}/resolution", response=CaseOut, summary="Resolve", auth=Token("cases.resolve"))
def resolution(
    request: HttpRequest, response: HttpResponse, code: str, payload: ResolutionIn
) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: resolve_case(
        actor_of(request), case=case, resolution=payload.resolution, now=now()
    ))  # fmt: skip


@router.post("/{code}/reopening", response=CaseOut, summary="Reopen", auth=Token("cases.reopen"))
def reopening(request: HttpRequest, response: HttpResponse, code: str, payload: WhyIn) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: reopen_case(
        actor_of(request), case=case, why=payload.why, now=now()
    ))  # fmt: skip


@router.post("/{code}/closure", response=CaseOut, summary="Close", auth=Token("cases.close"))
def closure(request: HttpRequest, response: HttpResponse, code: str, payload: Empty = None) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: close_case(
        actor_of(request), case=case, now=now()
    ))  # fmt: skip
