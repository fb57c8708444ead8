"""How people like to look at their work: named selections of cases, and what each person has set."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Branch, Organisation, Staff


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    """One's own, those of the whole organisation, and those of a branch that one works in or for, or below which.
    Programs see all that are shared, and those of single people with `personal.edit`.
    """

    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is not None and actor.kind == Kind.TOKEN:
            own = Q(organisation_id=actor.organisation_id)
            return own if actor.may("personal.edit") else own & Q(shared=True)
        if actor.organisation_id is None or not actor.is_staff:
            return Q(pk__in=[])
        shared = Q(shared=True) & (Q(branch=None) | Q(_of_branch_of(actor)))
        return Q(organisation_id=actor.organisation_id) & (Q(owner_id=actor.id) | shared)


def _of_branch_of(actor: Actor) -> Exists:
    """Whether the branch of the outer row is above one of the actor's branches, or is one of them."""
    works_at = Staff.objects.visible_to(actor).filter(pk=actor.id or 0).values("branch_id")
    own = Q(pk__in=works_at) | Q(pk__in=actor.reach("cases.view").branches)
    return Exists(Branch.objects.visible_to(actor).filter(own, path__startswith=OuterRef("branch__path")))


class SavedView(models.Model):
    """A selection of cases under a name: somebody's own, or shared with a branch and all below it, or with everybody
    of the organisation.

    A shared one shows each person what that person may see; it gives nobody a right.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    shared = models.BooleanField(default=False)
    branch = models.ForeignKey(
        Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Of a shared view: with which branch, and all below it; none: with the whole organisation."""
    filters = models.JSONField(default=dict)
    """The inbox's parameters, as in its address; its order too."""
    columns = models.JSONField(default=list)
    """Columns in their order; empty: those that each reader has chosen for all lists."""
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "owner", "position"], name="view_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="view_name_once"),
            models.CheckConstraint(
                condition=Q(branch=None) | Q(shared=True), name="view_of_branch_is_shared"
            ),
        ]

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
