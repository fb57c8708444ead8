"""Taking data out: at once for a few rows, in the background for any number. Each is a fact: who, what, how many."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sepas.exchange import policies
from sepas.exchange.events import ExportAsked, ExportDownloaded, ExportMade
from sepas.exchange.files.writing import BOM, csv_text
from sepas.exchange.lifecycle import State
from sepas.exchange.models import Export
from sepas.exchange.tables import TABLES
from sepas.exchange.tables.table import Look, Reader, Table
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.kernel.policy import require
from sepas.parties.models import Organisation

AT_ONCE = 20_000
"""Rows of a download that a web worker writes itself; more are written in the background."""
FORMS = ("csv", "xlsx", "jsonl")


def ask_export(
    actor: Actor,
    *,
    organisation: Organisation,
    what: str,
    form: str,
    columns: Sequence[str] = (),
    filters: Mapping[str, str] | None = None,
    look: Look | None = None,
    bom: bool = True,
    now: datetime,
) -> Export:
    """Let a worker write a file of everything that the actor may see of a table, narrowed by the filters of its list.

    Raises `Invalid` on `what`, `form`, `columns` or a filter.
    """
    table, narrowed = _asked(actor, organisation, what, columns, filters or {}, now)
    if form not in FORMS:
        raise Invalid({"form": _("Choose CSV, XLSX or JSON Lines.")}, data={"allowed": {"form": [*FORMS]}})
    look = look or Look(language="en" if actor.language == "en" else "fa")
    with transaction.atomic():
        row = Export.objects.create(
            organisation=organisation,
            what=table.name,
            form=form,
            columns=list(columns),
            filters=narrowed,
            calendar=look.calendar,
            bom=bom,
            state=State.RUNNING,
            available_at=now,
            created_at=now,
            started_at=now,
            asked_kind=actor.kind.value,
            asked_id=actor.id,
            asked_name=actor.name,
            language=look.language,
        )
        asked = ExportAsked(table.name, form, narrowed, list(columns))
        record(asked, actor=actor, organisation_id=organisation.pk, subject_id=row.pk, at=now, first=True)
    return row


def download(
    actor: Actor,
    *,
    organisation: Organisation,
    what: str,
    columns: Sequence[str] = (),
    filters: Mapping[str, str] | None = None,
    look: Look,
    now: datetime,
) -> Iterator[str]:
    """The text of a CSV at once, part by part. It is recorded, with its number of rows, before the first line leaves.

    Raises `Invalid`, and `Conflict` (`too_many_rows`) beyond `AT_ONCE`.
    """
    table, narrowed = _asked(actor, organisation, what, columns, filters or {}, now)
    rows = table.rows(actor, narrowed, now).count()
    if rows > AT_ONCE:
        raise Conflict(
            _(
                "These are %(rows)d rows. Ask for them as a file in the office; it is written in the background."
            )
            % {"rows": rows},
            code="too_many_rows",
            data={"rows": rows},
        )
    with transaction.atomic():
        row = Export.objects.create(
            organisation=organisation, what=table.name, form="csv", columns=list(columns), filters=narrowed,
            calendar=look.calendar, state=State.DONE, created_at=now, started_at=now, ended_at=now, rows=rows,
            asked_kind=actor.kind.value, asked_id=actor.id, asked_name=actor.name, language=look.language,
        )  # fmt: skip
        made = ExportMade(table.name, "csv", rows)
        record(made, actor=actor, organisation_id=organisation.pk, subject_id=row.pk, at=now, first=True)
    return _lines(actor, table, columns, narrowed, look, now)


def note_download(actor: Actor, *, row: Export, now: datetime) -> Export:
    """Somebody takes the file. Raises `NotFound` while there is none, and when it was kept long enough."""
    require(policies.may_fetch(actor, row))
    if row.state != State.DONE or not row.file or (row.keep_until and row.keep_until <= now):
        raise NotFound
    with transaction.atomic():
        taken = ExportDownloaded(row.what, row.form, row.rows)
        record(taken, actor=actor, organisation_id=row.organisation_id, subject_id=row.pk, at=now)
    return row


def _asked(
    actor: Actor,
    organisation: Organisation,
    what: str,
    columns: Sequence[str],
    filters: Mapping[str, str],
    now: datetime,
) -> tuple[Table, dict[str, str]]:
    require(policies.may_export(actor, organisation.pk))
    table = TABLES.get(what)
    if table is None:
        raise Invalid({"what": _("Choose what to take out.")}, data={"allowed": {"what": [*TABLES]}})
    table.chosen(columns)
    narrowed = {name: str(filters[name])[:200] for name in table.filters if filters.get(name)}
    table.rows(actor, narrowed, now)
    return table, narrowed


def _lines(
    actor: Actor, table: Table, columns: Sequence[str], filters: dict[str, str], look: Look, now: datetime
) -> Iterator[str]:
    chosen = table.chosen(columns)
    # The response is written after the request: the reader's language is set for each part alone.
    with override(look.language):
        parts = Reader(table, actor, filters, look, now).cells(chosen)
        head = csv_text([table.header(chosen)])
    yield BOM + head
    while True:
        with override(look.language):
            part = next(parts, None)
        if part is None:
            return
        yield csv_text(part)
