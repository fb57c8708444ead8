"""A part of an export: rows until a moment's work is done. What was written stays in a file of this process."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from sepas.exchange.events import ExportMade
from sepas.exchange.files.writing import BOM, Book, csv_text, json_lines
from sepas.exchange.jobs import LEASE, MOST_TRIES, mine, who_asked
from sepas.exchange.lifecycle import State
from sepas.exchange.models import Export
from sepas.exchange.policies import may_export
from sepas.exchange.tables import TABLES
from sepas.exchange.tables.table import Look, Reader
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.relaxed import sparing
from sepas.parties import masks

ROWS = 500
"""Rows of one step; between two, the worker looks at everything else."""
CLOSED_A_SECOND, COPIED_A_SECOND = 1_000, 2_000_000
"""What even a busy machine manages of the two steps that cannot be cut: rows of a workbook that is closed, bytes of a
finished file. Whoever does them has the job for so long."""
WHY = "files that were kept long enough are forgotten"
BEGUN = "sepas-export-"
"""How files begin that are being written. Whoever writes one holds its lock."""


@dataclass
class _Writing:
    job: int
    path: Path
    lock: int
    counts: Iterator[int]
    rows: int = 0


_writing: _Writing | None = None


def part(job: Export, now: datetime) -> int:
    """Write some rows of a claimed export; returns how many. The last part makes the file one that can be fetched.

    A worker that dies leaves nothing but a file of its own; whoever goes on begins anew.
    """
    global _writing  # noqa: PLW0603 - one process writes one file at a time
    with override(job.language):
        actor = who_asked(job, now)
        if actor is None or not may_export(actor, job.organisation_id):
            return _fail(job, _("Whoever asked for this may not take out data any more."), now)
        if job.tries > MOST_TRIES:
            return _fail(job, job.error or _("It failed several times."), now)
        if _writing is None or _writing.job != job.pk:
            forget()
            _writing = _begin(job, actor, now)
        done, ended = 0, False
        with sparing(), masks.hiding(masks.hidden_from(actor)):
            while done < ROWS and not ended:
                count = next(_writing.counts, None)
                ended = count is None
                done += count or 0
        _writing.rows += done
        if ended:
            _finish(job, actor, _writing, now)
            forget()
        else:
            _keep(job, now, rows=_writing.rows, tries=0)
    return done or 1


def _keep(job: Export, now: datetime, *, size: int = 0, **changes: int) -> None:
    """Have the job for long enough that the next step is done before another process takes it for abandoned."""
    closing = changes.get("rows", 0) / CLOSED_A_SECOND if job.form == "xlsx" else 0
    until = now + LEASE + timedelta(seconds=closing + size / COPIED_A_SECOND)
    mine(job).update(available_at=until, **changes)


def forget() -> None:
    """Let the file go that this process writes."""
    global _writing  # noqa: PLW0603
    if _writing is not None:
        _writing.counts.close()  # type: ignore[attr-defined]
        _writing.path.unlink(missing_ok=True)
        os.close(_writing.lock)
    _writing = None


def forget_old(now: datetime) -> int:
    """Delete files that were kept long enough; that there was an export stays known. Half a file that a killed process
    left goes too.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{BEGUN}*"):
        # It is not ours, or somebody writes it, or another process was quicker.
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
    old = list(Export.objects.unscoped(WHY).filter(keep_until__lte=now)[:100])
    for row in old:
        row.file.delete(save=False)
        Export.objects.unscoped(WHY).filter(pk=row.pk).update(file="", keep_until=None)
    return len(old)


def _begin(job: Export, actor: Actor, now: datetime) -> _Writing:
    handle, name = tempfile.mkstemp(prefix=BEGUN, suffix=f".{job.form}")
    path, lock = Path(name), os.dup(handle)
    fcntl.flock(lock, fcntl.LOCK_EX)
    writer = _book if job.form == "xlsx" else _lines
    return _Writing(job.pk, path, lock, writer(job, actor, handle, path, now))


def _look(job: Export) -> Look:
    return Look(job.calendar, job.language)  # type: ignore[arg-type]


def _lines(job: Export, actor: Actor, handle: int, path: Path, now: datetime) -> Iterator[int]:
    """CSV or JSON Lines; yields how many rows each part had."""
    table = TABLES[job.what]
    reader, columns = Reader(table, actor, job.filters, _look(job), now), table.chosen(job.columns)
    with open(handle, "wb") as file:
        if job.form == "csv":
            file.write(((BOM if job.bom else "") + csv_text([table.header(columns)])).encode())
            for cells in reader.cells(columns):
                file.write(csv_text(cells).encode())
                yield len(cells)
        else:
            for objects in reader.objects():
                file.write(json_lines(objects))
                yield len(objects)


def _book(job: Export, actor: Actor, handle: int, path: Path, now: datetime) -> Iterator[int]:
    table, look = TABLES[job.what], _look(job)
    reader, columns = Reader(table, actor, job.filters, look, now), table.chosen(job.columns)
    open(handle).close()
    book = Book(table.header(columns), title=str(table.label), right_to_left=look.language == "fa")
    for cells in reader.cells(columns):
        for row in cells:
            book.add(row)
        yield len(cells)
    book.save(str(path))


def _finish(job: Export, actor: Actor, written: _Writing, now: datetime) -> None:
    _keep(job, now, size=written.path.stat().st_size)
    with written.path.open("rb") as file:
        name = Export._meta.get_field("file").generate_filename(job, f"x.{job.form}")
        kept = job.file.storage.save(name, File(file))
    with transaction.atomic():
        changed = mine(job).update(
            state=State.DONE,
            file=kept,
            rows=written.rows,
            size=written.path.stat().st_size,
            ended_at=now,
            keep_until=now + timedelta(days=settings.SEPAS_EXPORT_DAYS),
            available_at=None,
            lease="",
            error="",
            version=F("version") + 1,
        )
        if changed:
            made = ExportMade(job.what, job.form, written.rows)
            record(made, actor=actor, organisation_id=job.organisation_id, subject_id=job.pk, at=now)
    if not changed:
        job.file.storage.delete(kept)


def _fail(job: Export, error: str, now: datetime) -> int:
    forget()
    changes: dict[str, Any] = {"state": State.FAILED, "error": error, "ended_at": now}
    mine(job).update(available_at=None, lease="", version=F("version") + 1, **changes)
    return 1
