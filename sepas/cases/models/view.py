"""How people like to look at their work: named selections of cases, and what each person has set."""

from django.db import models
from django.db.models import Q

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Organisation, Staff


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or not actor.is_staff:
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id) & (Q(owner_id=actor.id) | Q(shared=True))


class SavedView(models.Model):
    """A selection of cases under a name: somebody's own, or shared with everybody of the organisation.

    A shared one shows each person what that person may see; it gives nobody a right.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    shared = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)
    """The inbox's parameters, as in its address."""
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "owner", "position"], name="view_of_person")]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name


class DeskSettingsQuerySet(ScopedQuerySet["DeskSettings"]):
    def _visible(self, actor: Actor) -> Q:
        return Q(staff_id=actor.id) if actor.is_staff else Q(pk__in=[])


class DeskSettings(models.Model):
    """What one person has set for their desk."""

    staff = models.OneToOneField(Staff, primary_key=True, on_delete=models.CASCADE, related_name="+")
    first_view = models.ForeignKey(
        SavedView, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    """The view that the inbox begins with; none: all open cases."""
    columns = models.JSONField(default=list)
    """Columns of the inbox in their order; empty: all of them."""
    shortcuts = models.BooleanField(default=True)
    """Whether single keys do things."""

    objects = DeskSettingsQuerySet.as_manager()
