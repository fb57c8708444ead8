"""Staff, their sign-ins and their roles."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties.models.organisations import NOTHING, Branch, Organisation
from sepas.parties.roles import Role


class User(AbstractUser):
    """A sign-in of a member of staff. Customers have none: they are known by mobile number."""

    one_time_until = models.DateTimeField(null=True, blank=True)
    """Set while the password is one that somebody else gave; it serves until then, to choose one's own."""


class StaffQuerySet(OrganisationQuerySet["Staff"]):
    pass


class Staff(models.Model):
    """A member of an organisation's staff."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Where they work."""
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=5, default="fa")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name_fa


class RoleAssignmentQuerySet(ScopedQuerySet["RoleAssignment"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return NOTHING
        return Q(staff__organisation_id=actor.organisation_id)


class RoleAssignment(models.Model):
    """A role that somebody holds, in the whole organisation (`branch` empty) or in a branch and below it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role", "branch"], name="role_once"),
            # SQLite has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=["staff", "role"], condition=Q(branch=None), name="role_once_everywhere"
            ),
        ]
