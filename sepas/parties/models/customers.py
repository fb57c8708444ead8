"""Customers and what they consented to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models.organisations import NOTHING, Organisation


class CustomerQuerySet(ScopedQuerySet["Customer"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public:
            return NOTHING
        if actor.kind != Kind.SYSTEM and not actor.may("customers.view"):
            return NOTHING
        return Q(organisation_id=actor.organisation_id)


class Customer(models.Model):
    """A person or company served by one organisation, known by mobile number (E.164).

    Whoever may see customers sees all of the organisation: people walk into any branch.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    mobile = models.CharField(max_length=16)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="fa")
    city = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    search = models.TextField(blank=True)
    """Folded name and number, for search."""
    created_at = models.DateTimeField()
    erase_asked_at = models.DateTimeField(null=True, blank=True)
    """They asked to be forgotten; what open cases still need goes when the last of them closes."""
    erased_at = models.DateTimeField(null=True, blank=True)
    """From then on `mobile` is a pseudonym, and nothing else of the person is here."""
    version = models.PositiveIntegerField(default=0)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "mobile"], name="customer_mobile")]
        indexes = [
            models.Index(fields=["mobile"], name="customer_by_mobile"),
            models.Index(fields=["organisation", "-id"], name="customer_newest"),
        ]

    def __str__(self) -> str:
        return self.name or self.mobile


class ConsentPurpose(models.TextChoices):
    SURVEY = "survey", _("asking how satisfied you are")
    OFFERS = "offers", _("offers and news")
    DEVICE_DATA = "device_data", _("using data that the device sends")
    IMPROVEMENT = "improvement", _("using your cases to improve the service")


class ConsentSource(models.TextChoices):
    PORTAL = "portal", _("on the website")
    PHONE = "phone", _("by phone")
    BRANCH = "branch", _("at a branch")
    API = "api", _("through a partner")


class ConsentQuerySet(ScopedQuerySet["Consent"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(customer__mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public:
            return NOTHING
        if actor.kind != Kind.SYSTEM and not actor.may("customers.view"):
            return NOTHING
        return Q(customer__organisation_id=actor.organisation_id)


class Consent(models.Model):
    """A customer's permission for one purpose, given and perhaps withdrawn; given again is a new row."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    channel = models.CharField(max_length=10, choices=ConsentSource)
    """How it was given."""
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "purpose"], condition=Q(withdrawn_at=None), name="consent_standing_once"
            )
        ]
