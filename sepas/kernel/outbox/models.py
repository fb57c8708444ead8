"""The delivery table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("waiting")
    DONE = "done", _("done")
    DEAD = "dead", _("failed")


class Delivery(models.Model):
    """A reaction owed to an event. A claimed one is pending with a lease in the future."""

    event = models.ForeignKey("kernel.Event", on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation_id = models.BigIntegerField(null=True)
    reaction = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    """When it may be claimed (again): now, after a backoff, or when a lease runs out."""
    lease = models.CharField(max_length=36, blank=True)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["available_at", "id"], condition=models.Q(state="pending"), name="delivery_due"
            ),
            models.Index(
                fields=["available_at"],
                condition=models.Q(state="pending", lease__gt=""),
                name="delivery_leased",
            ),
            models.Index(fields=["organisation_id"], condition=models.Q(state="dead"), name="delivery_dead"),
        ]
        verbose_name_plural = "deliveries"
