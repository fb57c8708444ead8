"""Facts and reactions that only the kernel's tests know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from django.db import transaction

from sepas.kernel.activity import registry
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.actor import system

NOON = datetime(2026, 3, 21, 8, 30, tzinfo=UTC)
_subjects = count(1)


@registry.event("test.kettle_boiled", subject="kettle")
@dataclass(frozen=True, slots=True)
class KettleBoiled:
    litres: int = 1


def boil(
    subject: int | None = None, *, organisation: int | None = 7, litres: int = 1, at: datetime = NOON
) -> Event:
    """Record one fact of a kettle in its own transaction."""
    with transaction.atomic():
        return record(
            KettleBoiled(litres),
            actor=system(organisation),
            organisation_id=organisation,
            subject_id=subject if subject is not None else next(_subjects),
            at=at,
        )


@contextmanager
def reacting(run: Callable[..., None], name: str = "test.pour") -> Iterator[str]:
    """Register a reaction to boiled kettles for the length of a test."""
    registry.reacts_to(KettleBoiled, name=name)(run)
    try:
        yield name
    finally:
        registry._reactions.pop(name)
