"""Proving that a history is whole: hashes recomputed, links followed, seals compared, nothing skipped.

One subject's chain shows a changed event and one taken out of its middle. The seals show what a chain cannot: an
event cut from the end, a whole subject gone. The signature shows a seal made without the install's secret. What
nobody can show from inside is a database and secret rewritten together; for that, keep `head` somewhere else and
give it back as `known`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.crypto import constant_time_compare

from sepas.kernel.activity.models import Checkpoint, Event
from sepas.kernel.activity.record import digest
from sepas.kernel.activity.seal import checkpoint_hash, merkle_root, signature

What = Literal[
    "changed",  # an event is not what was recorded
    "unlinked",  # an event does not follow from the one before it
    "missing",  # events before this one are gone from its subject's history
    "removed",  # a checkpoint sealed more events than there are
    "added",  # a checkpoint holds more events than it sealed
    "root",  # as many events as were sealed, but not the same ones
    "forged",  # a checkpoint does not say what it was made from
    "unsigned",  # a checkpoint was not made with this install's secret
    "broken",  # a checkpoint does not follow from the one before it
    "gone",  # a checkpoint known from elsewhere is not there
    "rewritten",  # a checkpoint known from elsewhere is there with another content
]


@dataclass(frozen=True, slots=True)
class Break:
    """Where a history stops being what was written: an event of a subject."""

    event_id: int
    seq: int
    what: What


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in an organisation's history, and where: an event, or a checkpoint by its number.

    `count` is how many events are missing or too many where that is known.
    """

    what: What
    event_id: int | None = None
    checkpoint: int | None = None
    count: int = 0


def breaks(subject_type: str, subject_id: int) -> list[Break]:
    """Every break in one subject's chain; an empty list is a proof that what is there is as it was recorded."""
    return list(_chain(Event.objects.of(subject_type, subject_id)))


def flaws(organisation_id: int | None, *, known: Mapping[int, str] | None = None) -> list[Flaw]:
    """Everything wrong with an organisation's history, every subject and every checkpoint; empty when whole.

    `known` maps checkpoint numbers to hashes kept outside (see `head`). Reads every event once.
    """
    found = []
    sealed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    subject: list[Event] = []
    mine = Event.objects.filter(organisation_id=organisation_id).order_by("subject_type", "subject_id", "seq")
    for row in mine.iterator(chunk_size=2000):
        if row.checkpoint_id is not None:
            sealed[row.checkpoint_id].append((row.pk, row.hash))
        if subject and (subject[0].subject_type, subject[0].subject_id) != (row.subject_type, row.subject_id):
            found += _flaws_of(subject)
            subject = []
        subject.append(row)
    found += _flaws_of(subject)
    checkpoints = list(Checkpoint.objects.filter(organisation_id=organisation_id).order_by("seq"))
    return found + _of_checkpoints(checkpoints, sealed) + _of_known(checkpoints, known or {})


def head(organisation_id: int | None) -> tuple[int, str] | None:
    """The last checkpoint's number and hash: print it, mail it, keep it away from the database."""
    return (
        Checkpoint.objects.filter(organisation_id=organisation_id)
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )


def _flaws_of(subject: Iterable[Event]) -> list[Flaw]:
    return [Flaw(found.what, event_id=found.event_id) for found in _chain(subject)]


def _chain(rows: Iterable[Event]) -> Iterable[Break]:
    rows = list(rows)
    left = {int(seq): hash for row in rows for seq, hash in row.data.get("redacted") or ()}
    previous, expected = "", 1
    for row in rows:
        if row.seq != expected:
            yield Break(row.pk, row.seq, "missing")
        if row.previous_hash != previous:
            yield Break(row.pk, row.seq, "unlinked")
        # Where words were taken out, what is left must be what the fact that tells of it names.
        if digest(row) not in (row.hash, left.get(row.seq)):
            yield Break(row.pk, row.seq, "changed")
        previous, expected = row.hash, row.seq + 1


def _of_checkpoints(checkpoints: list[Checkpoint], sealed: Mapping[int, list[tuple[int, str]]]) -> list[Flaw]:
    found: list[Flaw] = []
    previous, expected = "", 1
    for row in checkpoints:
        events = sorted(sealed.get(row.pk, []))
        short = row.events - len(events)
        if short > 0:
            found.append(Flaw("removed", checkpoint=row.seq, count=short))
        elif short < 0:
            found.append(Flaw("added", checkpoint=row.seq, count=-short))
        elif merkle_root([hash for _, hash in events]) != row.root:
            found.append(Flaw("root", checkpoint=row.seq))
        if checkpoint_hash(row) != row.hash:
            found.append(Flaw("forged", checkpoint=row.seq))
        if not _signed(row):
            found.append(Flaw("unsigned", checkpoint=row.seq))
        if row.seq != expected or row.previous_hash != previous:
            found.append(Flaw("broken", checkpoint=row.seq))
        previous, expected = row.hash, row.seq + 1
    return found


def _signed(row: Checkpoint) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(signature(row.hash, secret=secret), row.signature) for secret in secrets)


def _of_known(checkpoints: list[Checkpoint], known: Mapping[int, str]) -> list[Flaw]:
    there = {row.seq: row.hash for row in checkpoints}
    return [
        Flaw("gone" if seq not in there else "rewritten", checkpoint=seq)
        for seq, hash in sorted(known.items())
        if there.get(seq) != hash
    ]
