"""Jobs that workers take turns at: one process has a job until its lease runs out."""

import os
import secrets
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Case, F, Q, When

from sepas.exchange.lifecycle import State
from sepas.exchange.models import Job
from sepas.kernel.actor import Actor
from sepas.kernel.outbox.work import backoff
from sepas.parties.actors import actor_again

LEASE = timedelta(seconds=15)
"""After so long another process may go on with a job; whoever still has it then finds that out before it commits."""
MOST_TRIES = 8
WHY = "workers serve every organisation"
_BOOT = secrets.token_hex(6)
J = TypeVar("J", bound=Job)


def me() -> str:
    """This process, also after a fork."""
    return f"{_BOOT}-{os.getpid()}"


def claim(model: type[J], now: datetime) -> J | None:
    """The job that this process has, else the one that waits longest; leased until `now + LEASE`.

    Whoever has a job goes on with it to its end, whatever came meanwhile: an export that is left begins anew, so of two
    that took turns neither would ever end.
    """
    rows: Any = model._default_manager
    due = rows.unscoped(WHY).filter(state=State.RUNNING, available_at__isnull=False)
    due = due.filter(Q(lease=me()) | Q(available_at__lte=now))
    job = due.order_by(Case(When(lease=me(), then=0), default=1), "available_at", "pk").first()
    if job is None:
        return None
    taken = due.filter(pk=job.pk, lease=job.lease, available_at=job.available_at).update(
        lease=me(), available_at=now + LEASE, tries=F("tries") + 1
    )
    if not taken:
        return None
    job.lease, job.tries = me(), job.tries + 1
    return job


def mine(job: Job) -> Any:
    """The job's row, as long as this process has it."""
    rows: Any = type(job)._default_manager
    return rows.unscoped(WHY).filter(pk=job.pk, state=State.RUNNING, lease=job.lease)


def put_off(job: Job, now: datetime, error: str) -> None:
    """After an error: a later try, by whichever process."""
    mine(job).update(available_at=now + backoff(job.tries), lease="", error=error)


def who_asked(job: Job, now: datetime) -> Actor | None:
    return actor_again(job.asked_kind, job.asked_id, job.organisation_id, now)
