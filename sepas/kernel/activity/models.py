"""The activity table and its seals."""

from typing import Any

from django.db import models
from django.db.models import F


class AppendOnly(RuntimeError):
    """An attempt to change history."""


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **changes: Any) -> int:
        if set(changes) - {"checkpoint", "checkpoint_id"}:
            raise AppendOnly("facts are never changed; record a new one")
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("facts are never deleted")

    def of(self, subject_type: str, subject_id: int) -> "EventQuerySet":
        """The history of one subject, oldest first."""
        return self.filter(subject_type=subject_type, subject_id=subject_id).order_by("seq")


class Event(models.Model):
    """One fact. `hash` covers every column but `id` and `checkpoint`, and the same subject's previous hash."""

    organisation_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    checkpoint = models.ForeignKey(
        "Checkpoint", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "seq"], name="event_subject_seq"),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "at", "id"], name="event_by_time"),
            models.Index(
                fields=["organisation_id", "actor_id", "actor_kind", "at", "id"],
                condition=models.Q(actor_id__isnull=False),
                name="event_of_actor",
            ),
            models.Index(
                F("organisation_id"), F("id"), condition=models.Q(checkpoint=None), name="event_unsealed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.subject_id}/{self.seq}"


class Redaction(models.Model):
    """Words were taken out of a fact (`redact`). What proves it is a later fact of the same subject."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Checkpoint(models.Model):
    """A seal over an organisation's events since the last one: the Merkle root of their hashes, chained."""

    organisation_id = models.BigIntegerField(null=True)
    seq = models.PositiveIntegerField()
    first_event_id = models.BigIntegerField()
    last_event_id = models.BigIntegerField()
    events = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=64)
    """Keyed with the install's secret, so that the database alone is not enough to forge a seal."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "seq"], name="checkpoint_seq"),
            # SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=["seq"], condition=models.Q(organisation_id=None), name="checkpoint_seq_of_nobody"
            ),
        ]
