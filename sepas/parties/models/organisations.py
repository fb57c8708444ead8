"""Organisations, their branches, and their days off the ordinary."""

from django.db import models
from django.db.models import F, Q

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet

NOTHING = Q(pk__in=[])


class OwnOrganisationQuerySet(ScopedQuerySet["Organisation"]):
    def _visible(self, actor: Actor) -> Q:
        return Q(pk=actor.organisation_id) if actor.organisation_id else NOTHING


class Organisation(models.Model):
    """A company that serves. Everything else belongs to one."""

    slug = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    jurisdiction = models.CharField(max_length=8, default="IR")
    currency = models.CharField(max_length=3, default="IRR")
    language = models.CharField(max_length=5, default="fa")
    calendar = models.CharField(max_length=10, default="jalali")
    time_zone = models.CharField(max_length=40, default="Asia/Tehran")
    phone = models.CharField(max_length=20, blank=True)
    quiet_from = models.CharField(max_length=5, default="22:00")
    """From this time of day on nobody is sent what can wait, until `quiet_until`; both alike: there is no such time."""
    quiet_until = models.CharField(max_length=5, default="08:00")
    customers_choose = models.BooleanField(default=False)
    """Whether customers take one of the free times for an appointment themselves, not only wish for a day."""
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    structure_version = models.PositiveIntegerField(default=0)
    """Grows with changes of the branch tree and of who administers, so that these wait for each other."""

    objects = OwnOrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name_fa


class BranchQuerySet(OrganisationQuerySet["Branch"]):
    pass


class Branch(models.Model):
    """A place that serves. Branches form a tree; `path` holds the ids from the root, `/1/4/`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, blank=True)
    code = models.SlugField(max_length=30)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    hours = models.JSONField(default=dict, blank=True)
    """Opening hours: weekday (0 Monday … 6 Sunday, as text) to a list of ["09:00", "13:00"] intervals."""
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="branch_code"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="branch_not_own_parent"),
        ]
        indexes = [models.Index(fields=["path"], name="branch_by_path", opclasses=["varchar_pattern_ops"])]
        verbose_name_plural = "branches"

    def __str__(self) -> str:
        return self.name_fa

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this branch itself."""
        return [int(part) for part in self.path.split("/") if part]


class SpecialDayQuerySet(OrganisationQuerySet["SpecialDay"]):
    pass


class SpecialDay(models.Model):
    """An exception to weekly hours and official holidays: closed, open, or other hours.

    It holds for the whole organisation, or for a branch and all below it; the nearest one wins.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    title = models.CharField(max_length=120)
    intervals = models.JSONField(default=list, blank=True)
    """Empty: closed all day."""
    version = models.PositiveIntegerField(default=0)

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "branch", "day"], name="special_day_once"),
            # SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=["organisation", "day"], condition=Q(branch=None), name="special_day_once_everywhere"
            ),
        ]
