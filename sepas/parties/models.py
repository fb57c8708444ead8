"""Organisations, branches, staff, customers."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet


class User(AbstractUser):
    """A sign-in of a member of staff. Customers have none: they are known by mobile number."""


class OrganisationQuerySetOwn(ScopedQuerySet["Organisation"]):
    def _visible(self, actor: Actor) -> Q:
        return Q(pk=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])


class Organisation(models.Model):
    """A company that serves. Everything else belongs to one."""

    slug = models.SlugField(unique=True)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    jurisdiction = models.CharField(max_length=2, default="IR")
    currency = models.CharField(max_length=3, default="IRR")
    language = models.CharField(max_length=5, default="fa")
    calendar = models.CharField(max_length=10, default="jalali")
    time_zone = models.CharField(max_length=40, default="Asia/Tehran")
    phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    objects = OrganisationQuerySetOwn.as_manager()

    def __str__(self) -> str:
        return self.name_fa


class BranchQuerySet(OrganisationQuerySet["Branch"]):
    pass


class Branch(models.Model):
    """A place that serves. Branches form a tree; `path` holds the ids from the root, `/1/4/`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, blank=True, db_index=True)
    code = models.SlugField(max_length=30)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    hours = models.JSONField(default=dict, blank=True)
    """Opening hours: weekday (0 Monday … 6 Sunday, as text) to a list of ["09:00", "13:00"] intervals."""
    active = models.BooleanField(default=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="branch_code")]
        verbose_name_plural = "branches"

    def __str__(self) -> str:
        return self.name_fa


class SpecialDayQuerySet(OrganisationQuerySet["SpecialDay"]):
    pass


class SpecialDay(models.Model):
    """An organisation's or branch's own exception to the official holidays: closed, open, or other hours."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    title = models.CharField(max_length=120)
    intervals = models.JSONField(default=list, blank=True)
    """Empty: closed all day."""

    objects = SpecialDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "branch", "day"], name="special_day_once", nulls_distinct=False
            )
        ]


class Role(models.TextChoices):
    AGENT = "agent", _("Contact-centre agent")
    TECHNICIAN = "technician", _("Technician")
    BRANCH_MANAGER = "branch_manager", _("Branch manager")
    QUALITY_MANAGER = "quality_manager", _("Quality manager")
    DIRECTOR = "director", _("Director")
    ADMINISTRATOR = "administrator", _("Administrator")


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
    active = models.BooleanField(default=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name_fa


class RoleAssignmentQuerySet(ScopedQuerySet["RoleAssignment"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        return Q(staff__organisation_id=actor.organisation_id)


class RoleAssignment(models.Model):
    """A role that somebody holds, in the whole organisation (`branch` empty) or in a branch and below it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "branch"], name="role_once", nulls_distinct=False
            )
        ]


class CustomerQuerySet(ScopedQuerySet["Customer"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public or not actor.may("customers.view"):
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class Customer(models.Model):
    """A person or company served by one organisation, known by mobile number (E.164)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mobile = models.CharField(max_length=16)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="fa")
    city = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    search = models.TextField(blank=True)
    """Folded name and number, for search."""
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "mobile"], name="customer_mobile")]
        indexes = [models.Index(fields=["mobile"], name="customer_by_mobile")]

    def __str__(self) -> str:
        return self.name or self.mobile
