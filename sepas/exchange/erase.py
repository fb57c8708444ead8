"""Forgetting a person in files: what was taken out while they were there, and rows that were not brought in."""

from django.db.models import TextField
from django.db.models.functions import Cast

from sepas.exchange.lifecycle import State
from sepas.exchange.models import Export, Import, ImportFault

OVER = (State.DONE, State.CANCELLED, State.FAILED)
WHY = "an erased person stands in no file"


def erase_from_files(organisation_id: int, *, mobile: str) -> int:
    """Delete the organisation's files that were taken out until now (that they were, stays known), the files that
    were brought in and hold the person's number, and the rows kept of those; how many files and rows.

    A file is searched as it is, so one whose number is written in another way is found only by its rows.
    """
    found = 0
    for export in Export.objects.unscoped(WHY).filter(organisation=organisation_id).exclude(file=""):
        export.file.delete(save=False)
        Export.objects.unscoped(WHY).filter(pk=export.pk).update(file="", keep_until=None)
        found += 1
    national = mobile[-10:]
    faults = ImportFault.objects.unscoped(WHY).filter(of__organisation=organisation_id)
    rows = faults.annotate(text=Cast("values", TextField())).filter(text__contains=national)
    of = set(rows.values_list("of", flat=True))
    found += rows.update(values=[], problems={})
    done = Import.objects.unscoped(WHY).filter(organisation=organisation_id).exclude(file="")
    for job in done.filter(state__in=OVER):
        if job.pk in of or _holds(job, national):
            job.file.delete(save=False)
            Import.objects.unscoped(WHY).filter(pk=job.pk).update(file="")
            found += 1
    return found


def _holds(job: Import, digits: str) -> bool:
    """Whether the file holds the digits; a workbook is compressed, so any of customers or their cases is let go."""
    if job.name.lower().endswith(".xlsx"):
        return job.kind not in {"units"}
    wanted, tail = digits.encode(), b""
    with job.file.open("rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            if wanted in tail + part:
                return True
            tail = part[-len(wanted) :]
    return False
