"""Who has the page of a case open. Rows age by themselves; nobody has to say goodbye."""

from datetime import datetime, timedelta

from sepas.cases.models import Case
from sepas.cases.policies import may_view
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.kernel.relaxed import relaxed
from sepas.teamwork.models import Presence

FRESH = timedelta(seconds=50)
"""How long a sign of life counts; the page gives one every twenty seconds."""


def be_present(actor: Actor, *, case: Case, answering: bool, now: datetime) -> None:
    """`actor` looks at `case` now, and writes an answer or not."""
    require(may_view(actor, case))
    assert actor.id is not None
    with relaxed():
        Presence.objects.visible_to(actor).update_or_create(
            case=case, staff_id=actor.id, defaults={"answering": answering, "at": now}
        )


def forget_presence(now: datetime) -> int:
    """Delete signs of life that are long over."""
    old = Presence.objects.unscoped("housekeeping").filter(at__lt=now - timedelta(hours=1))
    return old.delete()[0]
