"""The services that an organisation offers."""

from django.db import models
from django.db.models import Q

from sepas.assets.models import ProductModel
from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.offers.lifecycle import DurationUnit, OfferState, Pricing, ServiceKind, Way
from sepas.parties.models import Organisation


class ServiceOfferQuerySet(OrganisationQuerySet["ServiceOffer"]):
    pass


class ServiceOffer(models.Model):
    """One service for one model, for a kind of product, or, where neither is said, for everything that is sold."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=ServiceKind)
    model = models.ForeignKey(
        ProductModel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product_class = models.CharField(max_length=40, blank=True)
    """A choice of the rules' vocabulary."""
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    text_fa = models.TextField(blank=True)
    """What is done, in the words of whoever sells it."""
    text_en = models.TextField(blank=True)
    way = models.CharField(max_length=10, choices=Way)
    duration = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long it usually takes, in `duration_unit`; None where nobody can say."""
    duration_unit = models.CharField(max_length=10, choices=DurationUnit, blank=True)
    pricing = models.CharField(max_length=10, choices=Pricing)
    price = models.BigIntegerField(null=True, blank=True)
    """In the smallest unit of the organisation's money (rial); only of a fixed price."""
    prepare_fa = models.TextField(blank=True)
    """What the customer does or has ready before it begins."""
    prepare_en = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    """The first and the last day on which it can be asked for; None for no limit."""
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.DRAFT)
    version = models.PositiveIntegerField(default=0)

    objects = ServiceOfferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "kind"], name="offer_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(pricing=str(Pricing.FIXED), price__isnull=False)
                | (~Q(pricing=str(Pricing.FIXED)) & Q(price__isnull=True)),
                name="offer_price_as_pricing",
            ),
            models.CheckConstraint(
                condition=Q(model__isnull=True) | Q(product_class=""), name="offer_model_or_class"
            ),
        ]

    def __str__(self) -> str:
        return self.name_fa
