"""What stands beside a model: its parts, its manuals, and what is worth a photo."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import ProductModel
from sepas.cases.lifecycle import Kind
from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.parties.models import Organisation


class ManualLanguage(models.TextChoices):
    FA = "fa", _("Persian")
    EN = "en", _("English")


class PartQuerySet(OrganisationQuerySet["Part"]):
    pass


class Part(models.Model):
    """One part of a model, by the code under which it is ordered."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    orderable = models.BooleanField(default=True)
    price = models.BigIntegerField(null=True, blank=True)
    """In the smallest unit of the organisation's money (rial)."""
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Days until it arrives when it is not in stock."""

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "model", "code"], name="part_of_model"),
        ]

    def __str__(self) -> str:
        return self.code


def unguessable(manual: "Manual", name: str) -> str:
    """Where the bytes are kept: nothing of the file's own name, nothing that can be guessed."""
    return f"manuals/{manual.key[:2]}/{manual.key}.pdf"


class ManualQuerySet(OrganisationQuerySet["Manual"]):
    pass


class Manual(models.Model):
    """The manual of a model in one language, as a file of ours. Anybody who has its address may read it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, choices=ManualLanguage)
    key = models.CharField(max_length=40, unique=True)
    """Its address; a new one with every file, so that what a browser kept is never taken for the present one."""
    file = models.FileField(upload_to=unguessable)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    objects = ManualQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "model", "language"], name="manual_of_model"),
        ]

    def __str__(self) -> str:
        return self.name


class PhotoHintQuerySet(OrganisationQuerySet["PhotoHint"]):
    pass


class PhotoHint(models.Model):
    """One thing worth a photo when service is asked for: of one model, or of a kind of product."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(
        ProductModel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    product_class = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    """The kind of request that it helps with; empty for every one that photos help with."""
    title_fa = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    hint_fa = models.CharField(max_length=240, blank=True)
    """How to take it, in a line."""
    hint_en = models.CharField(max_length=240, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = PhotoHintQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "product_class"], name="photo_hint_of_class")]
        constraints = [
            models.CheckConstraint(
                condition=Q(model__isnull=True, product_class__gt="")
                | Q(model__isnull=False, product_class=""),
                name="photo_hint_model_or_class",
            ),
        ]

    def __str__(self) -> str:
        return self.title_fa

    @property
    def name_fa(self) -> str:
        return self.title_fa

    @property
    def name_en(self) -> str:
        return self.title_en
