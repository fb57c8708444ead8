"""Guarantees offered, registrations by owners, and decisions kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import ProductModel, Unit
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties.models import Customer, Organisation


class GuaranteeQuerySet(OrganisationQuerySet["Guarantee"]):
    pass


class Guarantee(models.Model):
    """A company's own promise: a rule pack of level `contract`, `campaign` or `goodwill`, as a document.

    A version never changes once a decision rests on it; a new text is a new row with the same `pack`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    document = models.JSONField()
    product_models = models.ManyToManyField(ProductModel, related_name="+", blank=True)
    """The models it is promised for; none: all of the organisation's."""
    created_at = models.DateTimeField()

    objects = GuaranteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "pack", "version"], name="guarantee_version")
        ]


class UnitScopedQuerySet(ScopedQuerySet):
    """Rows about a unit: its owner sees them, and the organisation's staff."""

    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(unit__owner__mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public or not actor.may("units.view"):
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class RegistrationState(models.TextChoices):
    ACTIVE = "active", _("active")
    DISPUTED = "disputed", _("under review")
    REJECTED = "rejected", _("rejected")
    ENDED = "ended", _("ended")


class Registration(models.Model):
    """An owner's registration of a unit's guarantee. At most one is active for a unit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.ACTIVE)
    reason = models.CharField(max_length=40, blank=True)
    """Why it is disputed or rejected: `duplicate`, `clone`, `sold_later`, …"""
    purchased_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """What the packs gave when it was registered; the decision is asked again whenever it matters."""
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="active"), name="registration_one_active"
            )
        ]


class Decision(models.Model):
    """A decision that was given to somebody, with everything needed to give it again, bit for bit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    record = models.JSONField()
    """`rules.Decision.record()`: facts, pack versions with hashes, result."""
    result_hash = models.CharField(max_length=64)
    provisional = models.BooleanField()
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    change = models.JSONField(default=dict, blank=True)
    """What differs from the superseded decision and which facts made the difference."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120, blank=True)

    objects = UnitScopedQuerySet.as_manager()
