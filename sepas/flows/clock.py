"""What time alone brings about, in one place for the process that watches it."""

from datetime import datetime

from sepas.cases.promises import tick as promises
from sepas.flows import close_after_window
from sepas.parties.actions.codes import forget_codes
from sepas.teamwork.actions.presence import forget_presence
from sepas.warranty import attempts
from sepas.warranty.actions.handovers import expire_handovers


def tick(now: datetime) -> int:
    """Find what is due by `now`: promises at risk or late, resolved cases to close, offers of units that nobody took.
    Returns how many things were done.
    """
    return promises.tick(now) + close_after_window.run(now) + expire_handovers(now=now)


def forget(now: datetime) -> None:
    """Delete what is kept only to limit tries and is too old to matter."""
    forget_codes(now=now)
    attempts.forget(now=now)
    forget_presence(now)
