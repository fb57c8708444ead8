"""Files that are brought in, what was wrong in them, and files that are taken out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.exchange.lifecycle import State
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.ids import new_secret
from sepas.kernel.tenancy import M, ScopedQuerySet
from sepas.parties.models import Organisation


class Kinds(models.TextChoices):
    """What the rows of a file are."""

    UNITS = "units", _("Units")
    SALES = "sales", _("Sales")
    CUSTOMERS = "customers", _("Customers")
    CASES = "cases", _("Cases")
    STAFF = "staff", _("Staff")


def kept_at(row: "Import | Export", name: str) -> str:
    """A place that cannot be guessed; nothing of the file's own name."""
    secret = new_secret()
    suffix = name.rsplit(".", 1)[-1].lower()
    return f"exchange/{secret[:2]}/{secret}.{suffix if suffix in {'csv', 'xlsx', 'jsonl'} else 'bin'}"


class _Own(ScopedQuerySet[M]):
    permission = ""
    prefix = ""

    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        if actor.kind != Kind.SYSTEM and not actor.reach(self.permission).everywhere:
            return Q(pk__in=[])
        return Q(**{f"{self.prefix}organisation_id": actor.organisation_id})


class ImportQuerySet(_Own["Import"]):
    permission = "data.import"


class ImportFaultQuerySet(_Own["ImportFault"]):
    permission, prefix = "data.import", "of__"


class ExportQuerySet(_Own["Export"]):
    permission = "data.export"


class Job(models.Model):
    """What a worker does in steps for somebody who asked for it; `lease` names the process that has it now."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    asked_kind = models.CharField(max_length=16)
    asked_id = models.BigIntegerField(null=True)
    asked_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="fa")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    available_at = models.DateTimeField(null=True)
    """When a worker may take it (again); null while there is nothing to do."""
    lease = models.CharField(max_length=36, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    """Steps in a row that failed or whose worker died."""
    error = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Import(Job):
    """A file on its way in. What a batch did and `position`, how far it is, commit together."""

    kind = models.CharField(max_length=10, choices=Kinds)
    shape = models.CharField(max_length=20, blank=True)
    """The program that the file came from, by its columns; empty when it is nobody's."""
    file = models.FileField(upload_to=kept_at)
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    how = models.JSONField(default=dict)
    """How the file is read: format, encoding, delimiter, sheet, header."""
    mapping = models.JSONField(default=dict)
    """Field to number of the column."""
    options = models.JSONField(default=dict)
    """`money`: toman or rial; `update`: whether what differs is corrected."""
    dry = models.BooleanField(default=True)
    """Whether the rows are only tried."""
    position = models.PositiveIntegerField(default=0)
    """Data rows that were worked on."""
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    there = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    """Data rows of the file, once it was read to its end."""

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="import_newest"),
            models.Index(fields=["available_at"], condition=Q(available_at__isnull=False), name="import_due"),
        ]


class ImportFault(models.Model):
    """A row that was not taken, as it stood in the file, and why, in the language of whoever asked."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    """The number of the row in the file, as people count: the header is the first."""
    values = models.JSONField(default=list)
    problems = models.JSONField(default=dict)
    """Field to what is wrong with it."""

    objects = ImportFaultQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="import_fault_once")]


class BroughtInQuerySet(ScopedQuerySet["BroughtIn"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or not actor.reach("data.import").everywhere:
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class BroughtIn(models.Model):
    """What a row without a key of its own became, so that the same row is taken once: cases and staff."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kinds)
    key = models.CharField(max_length=120)
    subject_id = models.BigIntegerField()
    by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")

    objects = BroughtInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="brought_in_once")
        ]


class Export(Job):
    """A file on its way out. It is written from the beginning if its worker dies; it is there when it is whole."""

    what = models.CharField(max_length=20)
    form = models.CharField(max_length=5)
    """`csv`, `xlsx` or `jsonl`."""
    columns = models.JSONField(default=list)
    filters = models.JSONField(default=dict)
    calendar = models.CharField(max_length=10, default="jalali")
    bom = models.BooleanField(default=True)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    file = models.FileField(upload_to=kept_at, blank=True)
    keep_until = models.DateTimeField(null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="export_newest"),
            models.Index(fields=["available_at"], condition=Q(available_at__isnull=False), name="export_due"),
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="export_to_forget"
            ),
        ]
