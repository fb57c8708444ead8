"""What an organisation itself promises, besides the law."""

from django.db import models

from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.parties.models import Organisation


class ServicePromiseQuerySet(OrganisationQuerySet["ServicePromise"]):
    pass


class ServicePromise(models.Model):
    """«We answer within one working day»: a target for one kind of case (or all), counted as it says."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    """A kind of case; empty for every kind without a promise of its own."""
    name = models.CharField(max_length=40)
    """What is promised: `first_reply` or `resolution`."""
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    """As clocks count: `hour`, `opening_hour`, `day`, `business_day`, `month`."""
    pausable_by = models.JSONField(default=list, blank=True)
    """Reasons of hold that stop the clock."""
    text = models.JSONField(default=dict)
    """The promise in words for the customer, `{"fa": …, "en": …}`."""
    version = models.PositiveIntegerField(default=0)

    objects = ServicePromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "name"], name="service_promise_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind or '*'}/{self.name}: {self.amount} {self.unit}"
