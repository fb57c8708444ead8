"""The parts list of a model."""

from django.db import models

from sepas.assets.models import ProductModel
from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.parties.models import Organisation


class PartQuerySet(OrganisationQuerySet["Part"]):
    pass


class Part(models.Model):
    """One part of a model, by the code under which it is ordered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    orderable = models.BooleanField(default=True)
    price = models.BigIntegerField(null=True, blank=True)
    """In the smallest unit of the organisation's money (rial)."""
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Days until it arrives when it is not in stock."""

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "model", "code"], name="part_of_model"),
        ]

    def __str__(self) -> str:
        return self.code
