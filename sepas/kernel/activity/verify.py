"""Proving that a history is whole: hashes recomputed, links followed, nothing skipped."""

from dataclasses import dataclass

from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import digest


@dataclass(frozen=True, slots=True)
class Break:
    """Where a history stops being what was written: `what` is `changed`, `unlinked` or `missing`."""

    event_id: int
    seq: int
    what: str


def breaks(subject_type: str, subject_id: int) -> list[Break]:
    """Every break in one subject's chain; an empty list is a proof that it is as it was recorded."""
    found, previous, expected = [], "", 1
    for row in Event.objects.of(subject_type, subject_id):
        if row.seq != expected:
            found.append(Break(row.pk, row.seq, "missing"))
        if row.previous_hash != previous:
            found.append(Break(row.pk, row.seq, "unlinked"))
        if digest(row) != row.hash:
            found.append(Break(row.pk, row.seq, "changed"))
        previous, expected = row.hash, row.seq + 1
    return found
