"""Where somebody is signed in, for themselves and those who look after them; and ending one of these sessions."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.staff import held_by
from sepas.parties.events import StaffSessionEnded
from sepas.parties.models import Staff


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody is signed in."""

    pk: int
    address: str
    browser: str
    since: datetime
    key: str = ""
    """What the browser is known by, to tell one's own present one."""

    def __repr__(self) -> str:
        return f"Session({self.pk})"


def sessions_of(actor: Actor, staff: Staff) -> list[Session]:
    """Sessions of a person, newest first, a few; none for whoever may not end them. Two queries at most."""
    if not policies.may_end_session(actor, staff, held_by(staff)):
        return []
    rows = UserSession.objects.filter(user_id=staff.user_id).order_by("-created_at")[:20]
    return [Session(row.pk, row.ip, row.user_agent, row.created_at, row.session_key) for row in rows]


def end_session(actor: Actor, *, staff: Staff, session_id: int, now: datetime) -> None:
    """Sign somebody out in one browser. Raises `Refused` for a person with more rights, `NotFound` for no session
    of theirs.
    """
    require(policies.may_end_session(actor, staff, held_by(staff)))
    row = UserSession.objects.filter(pk=session_id, user_id=staff.user_id).first()
    if row is None:
        raise NotFound(_("This session is over already."))
    with transaction.atomic():
        swap(staff)
        ended = StaffSessionEnded(row.ip, row.created_at)
        row.end()
        record(ended, actor=actor, organisation_id=staff.organisation_id, subject_id=staff.pk, at=now)
