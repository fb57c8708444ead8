"""Sealing: a checkpoint over an organisation's new events, chained to the one before and signed.

The root is a Merkle root (RFC 6962: leaves and nodes hashed with different prefixes) of the events' hashes in the
order of their ids. On PostgreSQL a smaller id may commit after a larger one; since an event remembers its
checkpoint and not the other way round, such a late one is simply sealed by the next.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from sepas.kernel.activity.models import Checkpoint, Event

LIMIT = 10_000
"""Events per checkpoint, so that sealing a long backlog stays a series of short transactions."""


def seal(organisation_id: int | None, now: datetime) -> Checkpoint | None:
    """Seal up to `LIMIT` of the organisation's unsealed events; None when there are none, or another sealer won."""
    try:
        with transaction.atomic():
            return _seal(organisation_id, now)
    except IntegrityError:
        return None


def seal_all(now: datetime) -> int:
    """Seal every organisation's new events; returns how many checkpoints were made."""
    made = 0
    waiting = Event.objects.filter(checkpoint=None).values_list("organisation_id", flat=True).distinct()
    for organisation_id in list(waiting.order_by()):
        while seal(organisation_id, now):
            made += 1
    return made


def _seal(organisation_id: int | None, now: datetime) -> Checkpoint | None:
    unsealed = Event.objects.filter(organisation_id=organisation_id, checkpoint=None).order_by("pk")
    found = list(unsealed.values_list("pk", "hash")[:LIMIT])
    if not found:
        return None
    before = Checkpoint.objects.filter(organisation_id=organisation_id).order_by("-seq").first()
    made = Checkpoint(
        organisation_id=organisation_id,
        seq=before.seq + 1 if before else 1,
        first_event_id=found[0][0],
        last_event_id=found[-1][0],
        events=len(found),
        root=merkle_root([hash for _, hash in found]),
        previous_hash=before.hash if before else "",
        at=now,
    )
    made.hash = checkpoint_hash(made)
    made.signature = signature(made.hash)
    made.save(force_insert=True)
    ids = [pk for pk, _ in found]
    marked = sum(
        Event.objects.filter(pk__in=ids[start : start + 500], checkpoint=None).update(checkpoint=made)
        for start in range(0, len(ids), 500)
    )
    if marked != len(ids):
        raise IntegrityError("some of these events were sealed by another")
    return made


def merkle_root(hashes: Sequence[str]) -> str:
    """The Merkle tree hash of RFC 6962 section 2.1 over hex digests; of an empty list the hash of nothing."""
    if not hashes:
        return hashlib.sha256(b"").hexdigest()
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(item)).digest() for item in hashes]
    # Pairing level by level, the odd one carried up, gives the same tree as the recursive definition.
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)
        ]
        level = pairs + (level[-1:] if len(level) % 2 else [])
    return level[0].hex()


def checkpoint_hash(row: Checkpoint) -> str:
    """SHA-256 over the canonical JSON of everything that a checkpoint says."""
    covered = {
        "organisation": row.organisation_id,
        "seq": row.seq,
        "first": row.first_event_id,
        "last": row.last_event_id,
        "events": row.events,
        "root": row.root,
        "previous": row.previous_hash,
        "at": row.at.astimezone(UTC).isoformat(),
    }
    return hashlib.sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def signature(hash: str, *, secret: str | bytes | None = None) -> str:
    """The keyed signature of a checkpoint's hash, with the install's secret unless another is given."""
    return salted_hmac("sepas.kernel.seal", hash, secret=secret, algorithm="sha256").hexdigest()
