"""What time alone brings about, in one place for the process that watches it."""

from datetime import datetime

from sepas.cases.actions.attend import remind_due
from sepas.cases.actions.orphans import forget_orphans
from sepas.cases.actions.snooze import wake_due
from sepas.cases.promises import tick as promises
from sepas.exchange import make
from sepas.flows import close_after_window, notice_forgotten
from sepas.kernel import once
from sepas.parties.actions.codes import forget_codes
from sepas.teamwork.actions.presence import forget_presence
from sepas.warranty import attempts
from sepas.warranty.actions.handovers import expire_handovers


def tick(now: datetime) -> int:
    """Find what is due by `now`: promises at risk or late, resolved cases to close, offers of units that nobody took,
    what was put aside until now, appointments of tomorrow, what was
    forgotten. Returns how many things were done.
    """
    found = promises.tick(now) + close_after_window.run(now) + expire_handovers(now=now)
    return found + remind_due(now) + wake_due(now) + notice_forgotten.run(now)


def forget(now: datetime) -> None:
    """Delete what is kept only to limit tries and is too old to matter, and files that were kept long enough."""
    forget_codes(now=now)
    attempts.forget(now=now)
    once.forget_old(now)
    forget_orphans(now)
    forget_presence(now)
    make.forget_old(now)
