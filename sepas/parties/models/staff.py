"""Staff, their sign-ins and their roles."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties.models.organisations import NOTHING, Branch, Organisation
from sepas.parties.roles import CUSTOM, Role


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


class CustomRoleQuerySet(OrganisationQuerySet["CustomRole"]):
    pass


class CustomRole(models.Model):
    """A role of an organisation's own: names of permissions, with the built-in role that it is made from.

    The built-in one says which of them hold only on a person's own work. A role out of use stays for its history.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name_fa = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    based_on = models.CharField(max_length=20, choices=Role)
    permissions = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    objects = CustomRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name_fa"], condition=Q(active=True), name="custom_role_once"
            )
        ]

    def __str__(self) -> str:
        return self.name_fa

    @property
    def key(self) -> str:
        """What stands for it where a built-in role has its name."""
        return f"{CUSTOM}{self.pk}"


class RoleAssignmentQuerySet(ScopedQuerySet["RoleAssignment"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return NOTHING
        return Q(staff__organisation_id=actor.organisation_id)


class RoleAssignment(models.Model):
    """A role that somebody holds, in the whole organisation (`branch` empty) or in a branch and below it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    """A built-in role, or the key of a `custom` one."""
    custom = models.ForeignKey(CustomRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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

    @property
    def label(self) -> Mapping[str, str] | str:
        """The role's name; of an organisation's own role in both languages."""
        if self.custom is None:
            return str(Role(self.role).label)
        return {"fa": self.custom.name_fa, "en": self.custom.name_en or self.custom.name_fa}
