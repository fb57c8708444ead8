"""Taking a person's words out of facts that were written before words were kept elsewhere, so that it shows and proves.

A fact is append-only; its hash stays, and so do the chain and the seals over it. What is left of its data is named,
by number and hash, in a later fact of the same subject (`redacted`), which is chained and sealed as every other one:
`verify` takes a fact that is not what was recorded for whole only if it is exactly what such a fact says.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from sepas.kernel.activity.models import Event, Redaction
from sepas.kernel.activity.record import digest

Redacted = list[list[Any]]
"""Pairs of a fact's number in its subject's history and the hash of what is left of it."""


def take_out(events: Iterable[Event], words: Mapping[str, Sequence[str]], *, now: datetime) -> Redacted:
    """Empty those fields of `events` that `words` names by the fact's name; what to record in the same transaction.

    What is empty already is left as it is, so it may be repeated.
    """
    found: Redacted = []
    for event in events:
        gone = {field: "" for field in words.get(event.name, ()) if event.data.get(field)}
        if not gone:
            continue
        event.data = event.data | gone
        Redaction.objects.get_or_create(event=event, defaults={"at": now})
        # Not the manager of facts, which refuses every change; the guard of the database asks for the row above.
        models.QuerySet(Event).filter(pk=event.pk).update(data=event.data)
        found.append([event.seq, digest(event)])
    return found
