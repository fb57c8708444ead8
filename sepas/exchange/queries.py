"""Reads of imports and exports. Each says how many SQL queries it takes."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.exchange.actions.upload import Preview, look
from sepas.exchange.fields import FIELDS, fields_of
from sepas.exchange.files.reading import How
from sepas.exchange.files.writing import csv_lines
from sepas.exchange.headers import TEMPLATES
from sepas.exchange.lifecycle import State
from sepas.exchange.models import BroughtIn, Export, Import, ImportFault, Kinds
from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.parties.models import Staff

PAGE = 50


def imports(actor: Actor, *, before: int | None = None) -> QuerySet[Import]:
    """The organisation's imports, newest first, to be sliced; `before` an id. One query."""
    found = Import.objects.visible_to(actor).order_by("-pk")
    return found.filter(pk__lt=before) if before else found


def exports(actor: Actor) -> QuerySet[Export]:
    """The organisation's exports, newest first, to be sliced. One query."""
    return Export.objects.visible_to(actor).order_by("-pk")


def one_import(actor: Actor, pk: int) -> Import:
    """With its organisation; raises `NotFound`. One query."""
    found = Import.objects.visible_to(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def one_export(actor: Actor, pk: int) -> Export:
    """Raises `NotFound`. One query."""
    found = Export.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def same_file(actor: Actor, row: Import) -> Import | None:
    """An earlier import of the very same file that brought rows in. One query."""
    rows = Import.objects.visible_to(actor).filter(sha256=row.sha256, state=State.DONE, pk__lt=row.pk)
    return rows.order_by("-pk").first()


def preview(row: Import) -> Preview:
    """The first rows of the file. No query."""
    with row.file.open("rb") as file:
        return look(file, How.of(row.how))


def faults(actor: Actor, row: Import) -> QuerySet[ImportFault]:
    """Rows that were not taken, in the order of the file, to be sliced. One query."""
    return ImportFault.objects.visible_to(actor).filter(of=row).order_by("line")


def told(row: Import, fault: ImportFault) -> list[tuple[str, str, str]]:
    """For each problem of a row: the field as people know it, what stood there, what is wrong."""
    known = fields_of(row.kind)
    found = []
    for name, problem in fault.problems.items():
        place = row.mapping.get(name)
        cell = fault.values[place] if place is not None and place < len(fault.values) else ""
        found.append((str(known[name].label) if name in known else "", cell, problem))
    return found


def fault_lines(actor: Actor, row: Import) -> Iterator[str]:
    """The rows that were not taken as CSV, with their number and the reason behind: mended, it can be sent again."""

    def rows() -> Iterator[Sequence[object]]:
        yield [*preview(row).header, str(_("Row of the file")), str(_("What is wrong"))]
        for fault in faults(actor, row).iterator(chunk_size=1000):
            reasons = [f"{label}: {text}" if label else text for label, _cell, text in told(row, fault)]
            yield [*fault.values, fault.line, " | ".join(reasons)]

    return csv_lines(rows())


def template_lines(name: str) -> Iterator[str]:
    """An empty table with one row as an example: of a kind, in the reader's language, or in another program's words.

    Raises `NotFound`.
    """
    if name in TEMPLATES:
        _title, header, example = TEMPLATES[name]
        return csv_lines([header, example])
    if name not in FIELDS:
        raise NotFound
    fields = FIELDS[name]
    return csv_lines([[str(field.label) for field in fields], [field.example for field in fields]])


def waiting_staff(actor: Actor, row: Import) -> list[Staff]:
    """People whom this import added and who have not signed in with a password of theirs yet. Two queries."""
    if row.kind != Kinds.STAFF:
        return []
    ids = list(BroughtIn.objects.visible_to(actor).filter(by=row).values_list("subject_id", flat=True))
    people = Staff.objects.visible_to(actor).filter(
        pk__in=ids, active=True, user__last_login=None, user__one_time_until__isnull=False
    )
    return list(people.select_related("user", "branch", "organisation").order_by("pk"))
