"""Product models and the units of them that people own."""

from django.db import models
from django.db.models import Q

from sepas.assets.lifecycle import ModelState, UnitState
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties.models import Branch, Customer, Organisation


class ProductModelQuerySet(OrganisationQuerySet["ProductModel"]):
    pass


class ProductModel(models.Model):
    """A model that is sold. `product_class` and `vehicle_class` are the choices of the rules' vocabulary."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    brand = models.CharField(max_length=60, blank=True)
    product_class = models.CharField(max_length=40)
    vehicle_class = models.CharField(max_length=40, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    """Further facts that hold for every unit of the model, by the vocabulary's names."""
    launched_on = models.DateField(null=True, blank=True)
    """The first day it could be bought; an earlier purchase date is a slip."""
    last_sold_on = models.DateField(null=True, blank=True)
    """The day the last unit was delivered; parts are owed for years after it."""
    service_interval_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """Months from one periodic service to the next, as its maker recommends; None where none is needed."""
    manual_url = models.CharField(max_length=300, blank=True)
    """Where the maker keeps the manual, by http or https."""
    state = models.CharField(max_length=13, choices=ModelState, default=ModelState.ON_SALE)
    """Models that were sold before anybody asked whether they are ready are on sale."""
    service_until = models.DateField(null=True, blank=True)
    """The last day on which parts and service are owed, said when it was discontinued."""
    sold_outside = models.PositiveIntegerField(default=0)
    """Units that were sold or registered while it was not on sale, since its state last changed."""
    search = models.TextField(blank=True)
    """Folded code, names and brand, for search."""
    version = models.PositiveIntegerField(default=0)

    objects = ProductModelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="model_code"),
            models.UniqueConstraint(
                fields=["organisation", "gtin"], condition=~Q(gtin=""), name="model_gtin"
            ),
        ]
        indexes = [models.Index(fields=["gtin"], condition=~Q(gtin=""), name="model_by_gtin")]

    def __str__(self) -> str:
        return self.name_fa


class UnitQuerySet(ScopedQuerySet["Unit"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(owner__mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        if actor.kind != Kind.SYSTEM and not actor.may("units.view"):
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class Unit(models.Model):
    """One thing in the field, by serial number. Dates are facts for the rules and may be unknown."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    serial = models.CharField(max_length=60)
    serial_key = models.CharField(max_length=60)
    """The serial folded for comparison (`serials.serial_key`)."""
    look_alike = models.CharField(max_length=60, blank=True)
    """The key with letters that look like digits written as digits, to offer what was meant."""
    state = models.CharField(max_length=10, choices=UnitState, default=UnitState.IN_USE)
    manufactured_on = models.DateField(null=True, blank=True)
    import_declared_on = models.DateField(null=True, blank=True)
    sold_on = models.DateField(null=True, blank=True)
    sold_by = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sales_channel = models.CharField(max_length=20, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    installed_on = models.DateField(null=True, blank=True)
    activated_on = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    """Further facts that hold for this unit alone, by the vocabulary's names."""
    owner = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lost_on = models.DateField(null=True, blank=True)
    """The day its owner reported it lost or stolen; None once it was found."""
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "model", "serial_key"], name="unit_serial")
        ]
        indexes = [
            models.Index(fields=["serial_key"], name="unit_by_serial"),
            models.Index(fields=["organisation", "look_alike"], name="unit_by_look"),
            models.Index(fields=["organisation", "-id"], name="unit_newest"),
            models.Index(fields=["organisation", "serial_key", "id"], name="unit_in_order"),
        ]

    def __str__(self) -> str:
        return self.serial
