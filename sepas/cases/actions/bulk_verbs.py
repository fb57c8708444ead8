"""What can be done to many cases at once: for each verb whether it may be, what it needs, and what makes up for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies, policies
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.claim import claim_case, release_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.snooze import snooze_case, unsnooze_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.lifecycle import VERBS as NAMES
from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import Answer, Denied
from sepas.parties.models import Staff
from sepas.parties.names import lazily

VERBS: Mapping[str, type_of_text] = {
    "claim": _("Take it"),
    "release": _("Hand it back"),
    "assign": NAMES["assign"],
    "snooze": _("Put aside"),
    "wake": _("Have it back"),
    "triage": NAMES["triage"],
    "reply": NAMES["reply"],
    "note": _("Write a note"),
    "hold": NAMES["hold"],
    "resume": NAMES["resume"],
    "resolve": NAMES["resolve"],
    "close": NAMES["close"],
}
"""Every verb with its label, in the order in which they are offered."""
UNDONE = ("claim", "release", "assign", "snooze", "hold")
"""Verbs that another verb makes up for."""
ASKED: Mapping[str, Mapping[str, type_of_text]] = {
    "assign": {"assignee": _("Choose somebody from the list.")},
    "reply": {"text": _("Write a message.")},
    "note": {"text": _("Write a note.")},
    "resolve": {"text": _("Write for the customer what was done.")},
    "hold": {"reason": _("Say what the case waits for.")},
    "snooze": {"choice": _("Choose until when.")},
}
"""What a verb needs, with what is said where it is missing."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen along with a verb. `choice`: in which words `until` was chosen; sent again a minute later, it is
    the same wish.
    """

    assignee: Staff | None = None
    reason: str = ""
    text: str = ""
    choice: str = ""
    until: datetime | None = None

    def check(self, verb: str) -> None:
        """Raises `Invalid` for what the verb needs and is not there."""
        missing = {
            name: told
            for name, told in ASKED.get(verb, {}).items()
            if not str(getattr(self, name) or "").strip()
        }
        if missing:
            raise Invalid(missing)

    def as_data(self) -> dict[str, Any]:
        person = self.assignee.pk if self.assignee else None
        return {"assignee": person, "reason": self.reason, "text": self.text, "until": self.choice}


def may_in_bulk(verb: str, actor: Actor, case: Case, *, now: datetime) -> Answer:
    """Whether the verb can be done to the case now, and why not. No query for a case with its relations."""
    if verb == "claim":
        return _nobody_has(bond_policies.may_claim(actor, case), actor, case)
    if verb == "release":
        answer = bond_policies.may_release(actor, case)
        if answer and case.assignee_id is None:
            return Denied("nobody", _("Nobody has this case."))
        return _open(answer, case)
    if verb in {"snooze", "wake"}:
        return _open(bond_policies.may_snooze(actor, case), case)
    if verb == "note":
        answer = policies.may_now("reply", actor, case, now=now)
        return policies.may_note(actor, case) if answer else answer
    return policies.may_now(verb, actor, case, now=now)


def do(actor: Actor, case: Case, verb: str, wish: Wish, now: datetime) -> Case:
    """Do it by the verb's own action; the case as it is then."""
    return _DO[verb](actor, case, wish, now)


def undo(actor: Actor, case: Case, verb: str, former: Staff | None, now: datetime) -> None:
    """Make up for the verb. `former`: whoever had the case before. Raises `Conflict` where nothing does."""
    if verb == "hold":
        resume_case(actor, case=case, now=now)
    elif verb == "snooze":
        unsnooze_case(actor, case=case, now=now)
    elif verb == "claim":
        if former is not None:
            raise Conflict(_("It was yours before. Give it back if somebody else is to have it."))
        release_case(actor, case=case, now=now)
    elif former is None:
        raise Conflict(_("Nobody had it before. Give it to somebody else instead."))
    elif former.pk == actor.id and case.assignee_id is None:
        claim_case(actor, case=case, now=now)
    else:
        assign_case(actor, case=case, assignee=former, now=now)


def _open(answer: Answer, case: Case) -> Answer:
    if answer and not case.is_open:
        return Denied("not_open", _("This case is not in your work any more."))
    return answer


def _nobody_has(answer: Answer, actor: Actor, case: Case) -> Answer:
    answer = _open(answer, case)
    if not answer or case.assignee is None:
        return answer
    if case.assignee_id == actor.id:
        return Denied("yours", _("You have this case already."))
    return Denied("taken", format_lazy(_("{name} has taken this case already."), name=lazily(case.assignee)))


def _claim(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return claim_case(actor, case=case, now=now)


def _release(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return release_case(actor, case=case, now=now)


def _assign(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    assert wish.assignee is not None
    if wish.assignee.branch_id is not None and wish.assignee.branch_id not in case.branch.ancestor_ids:
        raise Invalid({"assignee": _("This person works at another branch.")})
    return assign_case(actor, case=case, assignee=wish.assignee, now=now)


def _snooze(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return snooze_case(actor, case=case, until=wish.until, now=now).case


def _wake(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    if not unsnooze_case(actor, case=case, now=now):
        raise Conflict(_("You have not put this case aside."), code="not_asleep")
    return case


def _triage(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return triage_case(actor, case=case, note=wish.text, now=now)


def _say(actor: Actor, case: Case, wish: Wish, now: datetime, *, internal: bool = False) -> Case:
    reply_to_case(actor, case=case, body=wish.text, internal=internal, now=now)
    case.refresh_from_db(fields=["version"])
    return case


def _note(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return _say(actor, case, wish, now, internal=True)


def _hold(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return hold_case(actor, case=case, reason=wish.reason, note=wish.text, now=now)


def _resume(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return resume_case(actor, case=case, now=now)


def _resolve(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return resolve_case(actor, case=case, resolution=wish.text, now=now)


def _close(actor: Actor, case: Case, wish: Wish, now: datetime) -> Case:
    return close_case(actor, case=case, now=now)


_DO: Mapping[str, Callable[[Actor, Case, Wish, datetime], Case]] = {
    "claim": _claim,
    "release": _release,
    "assign": _assign,
    "snooze": _snooze,
    "wake": _wake,
    "triage": _triage,
    "reply": _say,
    "note": _note,
    "hold": _hold,
    "resume": _resume,
    "resolve": _resolve,
    "close": _close,
}
