"""Who may make, move, confirm, decline and cancel an appointment, and say that somebody did not come."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sepas.cases.appointment_lifecycle import APPOINTMENT, CHANGE_UNTIL, AppointmentState, Side
from sepas.cases.kinds import COMING
from sepas.cases.models import Appointment, Case
from sepas.cases.policies import GONE, own_or_staff, staff_may
from sepas.kernel.actor import Actor
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.offers.lifecycle import Way

ROLE = _("Your role does not make appointments with customers.")
NONE = Denied("no_appointment", _("There is no appointment that stands."))


def may_appoint(actor: Actor, case: Case) -> Answer:
    """Propose or fix a time, and move it: staff, while the case is open."""
    answer = staff_may(actor, case, "cases.appoint", ROLE)
    if answer and not case.is_open:
        return Denied("not_open", _("The case is not open any more. Reopen it first."))
    return answer


def may_choose(actor: Actor, case: Case, *, now: datetime) -> Answer:
    """Take one of the free times: the customer where the company lets them, for what somebody comes for, and until
    shortly before a time that stands; staff and programs for them.
    """
    answer = own_or_staff(actor, case, "cases.appoint", ROLE)
    if not answer:
        return answer
    if not case.is_open:
        return Denied("not_open", _("The case is not open any more. Reopen it first."))
    if not actor.is_public:
        return ALLOWED
    if not case.organisation.customers_choose:
        return Denied(
            "not_offered", _("This company tells you the time itself. Say which days would suit you.")
        )
    remote = (case.offer or {}).get("way") == Way.REMOTE
    if case.kind not in COMING or remote or GONE & set(case.moments):
        return Denied("nobody_comes", _("Nobody needs to come for this any more, or at all."))
    return _in_time(actor, case, ALLOWED, now) if _stands(case) else ALLOWED


def may_confirm(actor: Actor, case: Case, *, now: datetime) -> Answer:
    """Agree to the time: the customer, or staff whom they told so; until it is over."""
    return _answering(actor, case, "confirm", now)


def may_decline(actor: Actor, case: Case, *, now: datetime) -> Answer:
    """Ask for another time: the customer until shortly before it, or staff whom they told so."""
    return _in_time(actor, case, _answering(actor, case, "decline", now), now)


def may_cancel(actor: Actor, case: Case, *, now: datetime) -> Answer:
    """Take it back: the customer until shortly before it; staff until somebody says what became of it."""
    answer = own_or_staff(actor, case, "cases.appoint", ROLE)
    return _in_time(actor, case, _standing(case, "cancel", answer), now)


def may_miss(actor: Actor, case: Case, by: str, *, now: datetime) -> Answer:
    """Say that one side did not come: staff of either from the begin of the window; the customer of the company
    when the window is over."""
    answer = own_or_staff(actor, case, "cases.appoint", ROLE)
    answer = _standing(case, f"miss_{by}", answer)
    if not answer:
        return answer
    appointment = _of(case)
    assert appointment is not None
    if actor.is_public and by == Side.CUSTOMER:
        return Denied("staff_only", _("Only the company’s staff can do this."))
    if now < (appointment.ends_at if actor.is_public else appointment.begins_at):
        return Denied("too_early", _("Not yet: its time has not come."))
    return ALLOWED


def _answering(actor: Actor, case: Case, verb: str, now: datetime) -> Answer:
    answer = _standing(case, verb, own_or_staff(actor, case, "cases.appoint", ROLE))
    appointment = _of(case)
    if answer and appointment is not None and now >= appointment.ends_at:
        return Denied("appointment_past", _("Its time is over."))
    return answer


def _standing(case: Case, verb: str, answer: Answer) -> Answer:
    """`answer`, where there is an appointment whose state allows the verb."""
    if not answer:
        return answer
    appointment = _of(case)
    if appointment is None or not _stands(case):
        return NONE
    if not APPOINTMENT.allows(appointment.state, verb):
        if appointment.state == AppointmentState.CONFIRMED and verb == "confirm":
            return Denied("confirmed_already", _("It is confirmed already."))
        return Denied("illegal_move", _("The customer asked for another time already."))
    return answer


def _in_time(actor: Actor, case: Case, answer: Answer, now: datetime) -> Answer:
    """`answer`, unless the customer is too late; a time that was only proposed may be declined until it begins."""
    appointment = _of(case)
    if not answer or not actor.is_public or appointment is None:
        return answer
    asked = appointment.state in (AppointmentState.PROPOSED, AppointmentState.DECLINED)
    until = appointment.begins_at if asked else appointment.begins_at - CHANGE_UNTIL
    if now <= until:
        return answer
    return Denied(
        "too_late_to_change",
        _("It is too close to be changed here. Write to us below, or call."),
        data={"until": until.isoformat()},
    )


def _stands(case: Case) -> bool:
    appointment = _of(case)
    return appointment is not None and appointment.stands


def _of(case: Case) -> Appointment | None:
    return case.appointment if case.appointment_id else None
