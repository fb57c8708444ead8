"""Which flows an organisation has switched off."""

from django.db import models

from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.parties.models import Organisation


class SwitchedOffQuerySet(OrganisationQuerySet["SwitchedOff"]):
    pass


class SwitchedOff(models.Model):
    """A flow that does nothing in one organisation. No row: it runs."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    flow = models.CharField(max_length=60)
    since = models.DateTimeField()

    objects = SwitchedOffQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "flow"], name="flow_switch_once")]
        verbose_name_plural = "switched off"
