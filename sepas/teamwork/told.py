"""What each colleague wants to be told, and by which way."""

from django.db import models
from django.db.models import Q

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Staff

APP, EMAIL = "app", "email"
WAYS = (APP, EMAIL)
USUAL = (APP,)
"""What somebody hears by who has chosen nothing."""


class ToldChoiceQuerySet(ScopedQuerySet["ToldChoice"]):
    """Everybody their own; programs with `personal.edit` those of their organisation."""

    def _visible(self, actor: Actor) -> Q:
        if actor.is_staff:
            return Q(staff_id=actor.id)
        if actor.organisation_id is not None and actor.may("personal.edit"):
            return Q(staff__organisation_id=actor.organisation_id)
        return Q(pk__in=[])


class ToldChoice(models.Model):
    """One row for whoever chose something."""

    staff = models.OneToOneField(Staff, primary_key=True, on_delete=models.CASCADE, related_name="+")
    ways = models.JSONField(default=dict)
    """Value of `Reason` to a list of `WAYS`; a reason that is not there: `USUAL`."""
    email = models.EmailField(blank=True)
    """Where e-mail about work goes; empty: to the address of the sign-in."""
    version = models.PositiveIntegerField(default=0)

    objects = ToldChoiceQuerySet.as_manager()
