"""Who may do what with a case, and why not. The button, the page and the request ask the same functions."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import CASE, VERBS, State
from sepas.cases.models import Case
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import type_of_text
from sepas.kernel.policy import ALLOWED, Answer, Denied

REOPEN_WINDOW = timedelta(days=7)
"""How long after a resolution the customer may say that it was not one; then the case closes by itself."""

HIDDEN = Denied("not_found", _("There is nothing here that you can see."), hidden=True)


ONLY_LOOKS = Denied("view_only", _("This link is for looking on. Only the customer can do this."))


def may_view(actor: Actor, case: Case) -> Answer:
    """See the case at all. Whoever may not, is told that there is none."""
    if _looks_on(actor, case) or _is_own(actor, case) or _reaches(actor, case, "cases.view"):
        return ALLOWED
    return HIDDEN


def may_open(actor: Actor, organisation_id: int) -> Answer:
    """Open a case in an organisation: anybody for themselves; staff and programs with the permission."""
    if actor.is_public:
        return ALLOWED
    if actor.organisation_id != organisation_id:
        return HIDDEN
    if actor.kind == Kind.SYSTEM or actor.may("cases.open"):
        return ALLOWED
    return Denied("no_permission", _("Your role does not open cases. An agent or manager can."))


def may_reply(actor: Actor, case: Case) -> Answer:
    """Say something in the case, or attach a file to it."""
    return own_or_staff(actor, case, "cases.reply", _("Your role does not answer customers."))


def may_note(actor: Actor, case: Case) -> Answer:
    """Write a note that only staff read."""
    if actor.is_public:
        return Denied("staff_only", _("Notes are for staff.")) if may_view(actor, case) else HIDDEN
    return staff_may(actor, case, "cases.reply", _("Your role does not write in cases."))


def may_answer(actor: Actor, case: Case) -> Answer:
    """Answer a question that the decision still has."""
    return own_or_staff(
        actor, case, "cases.triage", _("Your role does not change what the decision rests on.")
    )


def may_triage(actor: Actor, case: Case) -> Answer:
    return staff_may(actor, case, "cases.triage", _("Your role does not sort incoming cases."))


def may_assign(actor: Actor, case: Case) -> Answer:
    return staff_may(actor, case, "cases.assign", _("Your role does not assign cases."))


def may_hold(actor: Actor, case: Case) -> Answer:
    return staff_may(actor, case, "cases.hold", _("Your role does not put cases on hold."))


def may_resume(actor: Actor, case: Case) -> Answer:
    return staff_may(actor, case, "cases.hold", _("Your role does not resume cases."))


def may_progress(actor: Actor, case: Case) -> Answer:
    """Record a step of the work: the device arrived, the repair is done, the visit took place."""
    return staff_may(
        actor, case, ("cases.inspect", "cases.triage"), _("Your role does not record steps of the work.")
    )


def may_inspect(actor: Actor, case: Case) -> Answer:
    return staff_may(
        actor, case, "cases.inspect", _("Findings are recorded by whoever inspects: a technician or manager.")
    )


def may_resolve(actor: Actor, case: Case) -> Answer:
    return staff_may(actor, case, "cases.resolve", _("Your role does not resolve cases."))


def may_escalate(actor: Actor, case: Case) -> Answer:
    """Climb one step. The customer always may; what the ladder has is checked by the action."""
    return own_or_staff(actor, case, "cases.escalate", _("Your role does not escalate cases."))


def may_reopen(actor: Actor, case: Case, *, now: datetime) -> Answer:
    """The customer within the window after the resolution; staff with the permission at any time."""
    if case.merged_into_id is not None and may_view(actor, case):
        return Denied("merged", _("This case goes on in another one. Write there, or undo the merge."))
    if actor.is_public and _is_own(actor, case):
        until = reopen_until(case)
        if until is not None and now > until:
            return Denied(
                "reopen_window_over",
                _("The time to reopen this case is over. Open a new case and mention this code."),
                data={"until": until.isoformat()},
            )
        return ALLOWED
    return staff_may(actor, case, "cases.reopen", _("Your role does not reopen cases."))


def may_close(actor: Actor, case: Case) -> Answer:
    """The customer closes a resolved case of their own by being satisfied; staff with the permission."""
    return own_or_staff(actor, case, "cases.close", _("Your role does not close cases."))


def may_share(actor: Actor, case: Case) -> Answer:
    """Make and take back links for looking on: the customer alone."""
    return _own_only(actor, case, _("Only the customer decides who looks on."))


def may_rate(actor: Actor, case: Case) -> Answer:
    """Rate what was done: the customer alone, once something was resolved."""
    answer = _own_only(actor, case, _("Only the customer rates what was done."))
    if answer and case.resolved_at is None:
        return Denied("not_resolved", _("Not yet: this is for cases that were resolved."))
    return answer


def may_prefer(actor: Actor, case: Case) -> Answer:
    """Wish for days and times: the customer, or staff for them, until somebody has come or it is done."""
    answer = own_or_staff(
        actor, case, "cases.triage", _("Your role does not change what the customer wishes.")
    )
    if answer and (not case.is_open or GONE & set(case.moments)):
        return Denied(
            "appointment_over", _("The appointment is fixed or over. Write to us if it does not suit you.")
        )
    return answer


GONE = frozenset({"visit_completed", "device_received", "repair_completed"})
"""Moments after which a wish for an appointment comes too late."""


def _own_only(actor: Actor, case: Case, reason: type_of_text) -> Answer:
    if _is_own(actor, case):
        return ALLOWED
    if not may_view(actor, case):
        return HIDDEN
    return ONLY_LOOKS if _looks_on(actor, case) else Denied("customer_only", reason)


def reopen_until(case: Case) -> datetime | None:
    """The end of the customer's time to reopen; None when nothing was resolved yet."""
    return case.resolved_at + REOPEN_WINDOW if case.resolved_at else None


_MAY: dict[str, Callable[[Actor, Case], Answer]] = {
    "reply": may_reply,
    "answer": may_answer,
    "triage": may_triage,
    "assign": may_assign,
    "progress": may_progress,
    "inspect": may_inspect,
    "hold": may_hold,
    "resume": may_resume,
    "escalate": may_escalate,
    "resolve": may_resolve,
    "close": may_close,
}

_NOT_NOW = {
    State.NEW: _("Not yet: nobody has taken the case up."),
    State.TRIAGED: _("Not yet: the case is still being looked at."),
    State.IN_PROGRESS: _("Not while the case is in progress."),
    State.ON_HOLD: _("The case is on hold. Resume it first."),
    State.RESOLVED: _("The case is resolved. Reopen it first."),
    State.CLOSED: _("The case is closed. Reopen it first."),
}


def may(verb: str, actor: Actor, case: Case, *, now: datetime) -> Answer:
    """The policy of a verb, whatever state the case is in."""
    return may_reopen(actor, case, now=now) if verb == "reopen" else _MAY[verb](actor, case)


def may_now(verb: str, actor: Actor, case: Case, *, now: datetime) -> Answer:
    """The policy of a verb in the state that the case is in. No queries."""
    answer = may(verb, actor, case, now=now)
    return _in_state(verb, case) if answer else answer


def verbs(actor: Actor, case: Case, *, now: datetime) -> list[tuple[str, Answer]]:
    """Every verb with its answer for this actor in the present state, in the order of buttons. No queries."""
    return [(verb, may_now(verb, actor, case, now=now)) for verb in VERBS]


def _in_state(verb: str, case: Case) -> Answer:
    if CASE.allows(case.state, verb):
        return ALLOWED
    if verb in {"reopen", "close"} and case.is_open:
        reason = _("This is for cases that were resolved.")
    elif verb == "resume":
        reason = _("The case is not on hold.")
    elif verb == "triage" and case.is_open:
        reason = _("The case was looked at already.")
    elif verb == "hold" and case.state == State.ON_HOLD:
        reason = _("The case is on hold already.")
    else:
        reason = _NOT_NOW[State(case.state)]
    return Denied("illegal_move", reason, data={"state": case.state, "possible": CASE.verbs_from(case.state)})


def _looks_on(actor: Actor, case: Case) -> bool:
    return actor.kind == Kind.VIEWER and actor.case_id is not None and actor.case_id == case.pk


def _is_own(actor: Actor, case: Case) -> bool:
    if actor.kind == Kind.LINK:
        return actor.case_id is not None and actor.case_id == case.pk
    return actor.kind == Kind.CUSTOMER and bool(actor.mobile) and actor.mobile == case.customer.mobile


def _reaches(actor: Actor, case: Case, permission: str) -> bool:
    if actor.is_public or actor.organisation_id != case.organisation_id:
        return False
    if actor.kind == Kind.SYSTEM:
        return True
    reach = actor.reach(permission)
    return (
        reach.everywhere
        or case.branch_id in reach.branches
        or (reach.own and actor.id is not None and case.assignee_id == actor.id)
    )


def staff_may(actor: Actor, case: Case, permission: str | tuple[str, ...], reason: object) -> Answer:
    """Whether this is a member of staff or a program that holds `permission` where the case is."""
    if not may_view(actor, case):
        return HIDDEN
    if _looks_on(actor, case):
        return ONLY_LOOKS
    if actor.is_public:
        return Denied("staff_only", _("Only the company's staff can do this."))
    wanted = (permission,) if isinstance(permission, str) else permission
    if any(_reaches(actor, case, one) for one in wanted):
        return ALLOWED
    if any(actor.may(one) for one in wanted):
        return Denied("out_of_reach", _("This case belongs to another branch or to somebody else."))
    return Denied("no_permission", reason)  # type: ignore[arg-type]


def own_or_staff(actor: Actor, case: Case, permission: str, reason: object) -> Answer:
    return ALLOWED if _is_own(actor, case) else staff_may(actor, case, permission, reason)
