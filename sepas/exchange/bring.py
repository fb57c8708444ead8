"""A batch of rows: what they do and how far the file is commit together, so that nothing is lost or doubled."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from sepas.exchange.events import ImportEnded
from sepas.exchange.files.reading import How, rows
from sepas.exchange.jobs import LEASE, MOST_TRIES, mine, who_asked
from sepas.exchange.kinds import BATCH, TAKES
from sepas.exchange.lifecycle import State
from sepas.exchange.models import Import, ImportFault
from sepas.exchange.policies import may_import
from sepas.exchange.values import Outcome, Row, Taking
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Invalid
from sepas.parties.queries import organisation


@dataclass
class _Open:
    """A file that this process reads, and how far: seeking in it would mean to read it from the beginning."""

    key: tuple[int, datetime | None]
    position: int
    rows: Iterator[tuple[int, list[str]]]
    file: IO[bytes]


_reading: _Open | None = None


def batch(job: Import, now: datetime) -> int:
    """Work on the next rows of a claimed import; returns how many."""
    with override(job.language):
        actor = who_asked(job, now)
        if job.tries > MOST_TRIES:
            return _fail(job, _("This stopped %(tries)d times at the same rows: %(error)s")
                         % {"tries": MOST_TRIES, "error": job.error or "?"}, now)  # fmt: skip
        if actor is None or not may_import(actor, job.organisation_id):
            return _fail(job, _("Whoever started this may not bring in data any more."), now)
        try:
            found = _next(job, BATCH[job.kind])
        except Invalid as error:
            return _fail(job, str(error.message), now)
        done = _take(job, actor, found, now)
    if done is None or len(found) < BATCH[job.kind]:
        forget()
    return len(found) or 1


def forget() -> None:
    """Let the file go that this process reads."""
    global _reading  # noqa: PLW0603 - one process works on one file at a time
    if _reading is not None:
        _reading.rows.close()  # type: ignore[attr-defined]
        _reading.file.close()
    _reading = None


def _next(job: Import, many: int) -> list[Row]:
    global _reading  # noqa: PLW0603
    key = (job.pk, job.started_at)
    if _reading is None or _reading.key != key or _reading.position != job.position:
        forget()
        file = job.file.storage.open(str(job.file.name), "rb")
        found = rows(file, How.of(job.how))
        _reading = _Open(key, job.position, found, file)
        # The header, and the rows that were worked on before.
        for _skipped in islice(found, job.position + 1):
            pass
    taken = [Row(line, cells) for line, cells in islice(_reading.rows, many)]
    _reading.position += len(taken)
    return taken


def _take(job: Import, actor: Actor, found: list[Row], now: datetime) -> bool | None:
    """None when the import was stopped or taken over meanwhile; then nothing of this batch is kept."""
    with transaction.atomic():
        moved = mine(job).filter(position=job.position).update(position=job.position + len(found))
        if not moved:
            return None
        outcomes = _outcomes(job, actor, found, now) if found else []
        counts = Counter(outcome.what for outcome in outcomes)
        changes: dict[str, Any] = {what: F(what) + times for what, times in counts.items()}
        ImportFault.objects.bulk_create(
            ImportFault(of=job, line=row.line, values=list(row.cells), problems=outcome.problems)
            for row, outcome in zip(found, outcomes, strict=True)
            if outcome.what == "wrong"
        )
        mine(job).update(tries=0, error="", available_at=now + LEASE, **changes)
        if len(found) < BATCH[job.kind]:
            _end(job, actor, now)
    return True


def _outcomes(job: Import, actor: Actor, found: list[Row], now: datetime) -> list[Outcome]:
    """What the rows did, or with a dry run would have done: the same code, and then undone."""
    with transaction.atomic():
        taking = Taking(
            actor, organisation(job.organisation_id), job.kind, dict(job.mapping), dict(job.options), job.pk
        )
        outcomes = TAKES[job.kind](taking, found, now)
        if job.dry:
            transaction.set_rollback(True)
    return outcomes


def _end(job: Import, actor: Actor, now: datetime) -> None:
    state = State.CHECKED if job.dry else State.DONE
    mine(job).update(
        state=state, total=F("position"), available_at=None, lease="", ended_at=now, version=F("version") + 1
    )
    _tell(job, actor, "", now)


def _fail(job: Import, error: str, now: datetime) -> int:
    forget()
    with transaction.atomic():
        failed = mine(job).update(
            state=State.FAILED,
            error=error,
            available_at=None,
            lease="",
            ended_at=now,
            version=F("version") + 1,
        )
        if failed:
            _tell(job, system(job.organisation_id), error, now)
    return 1


def _tell(job: Import, actor: Actor, error: str, now: datetime) -> None:
    job.refresh_from_db()
    counted = {name: getattr(job, name) for name in ("added", "changed", "there", "wrong")}
    record(
        ImportEnded(job.kind, job.dry, **counted, error=error),
        actor=actor,
        organisation_id=job.organisation_id,
        subject_id=job.pk,
        at=now,
    )
