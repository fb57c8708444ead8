"""How owners show that a unit is theirs, and how they give it to one another: cards, invoices, handovers."""

from django.db import models
from django.db.models import Q

from sepas.assets.models import Unit
from sepas.kernel.actor import Actor
from sepas.kernel.actor import Kind as ActorKind
from sepas.kernel.ids import new_secret
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Customer, Organisation
from sepas.warranty.lifecycle import HandoverState, InvoiceState
from sepas.warranty.models.guarantees import Registration, UnitScopedQuerySet

SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


class GuaranteeCardQuerySet(UnitScopedQuerySet):
    pass


class GuaranteeCard(models.Model):
    """A card in the box with a code of its own (`codes.new_card_code`); whoever holds it names the unit by it.

    At most one serves for a unit; a new card takes the place of one that was lost or spoiled.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    issued_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = GuaranteeCardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="card_code"),
            models.UniqueConstraint(fields=["unit"], condition=Q(void_at=None), name="card_one_serves"),
        ]
        indexes = [models.Index(fields=["code"], name="card_by_code")]


def unguessable(invoice: "Invoice", name: str) -> str:
    """Where the bytes are kept: nothing of the file's own name, nothing that can be guessed."""
    secret = new_secret()
    return f"invoices/{secret[:2]}/{secret}.{SUFFIX.get(invoice.content_type, 'bin')}"


class InvoiceQuerySet(ScopedQuerySet["Invoice"]):
    """A customer sees what they sent themselves, and it stays theirs: a later owner of the unit does not."""

    def _visible(self, actor: Actor) -> Q:
        if actor.kind == ActorKind.CUSTOMER and actor.mobile:
            return Q(customer__mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        if actor.kind != ActorKind.SYSTEM and not actor.may("registrations.view"):
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class Invoice(models.Model):
    """A paper by which somebody says that a unit is theirs; `unit` is None until staff found which one it is."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    dated_on = models.DateField()
    shop = models.CharField(max_length=120)
    product = models.CharField(max_length=200, blank=True)
    """What was bought, in the customer's words."""
    serial = models.CharField(max_length=60, blank=True)
    """As the customer read it; it may be wrong or not on file."""
    file = models.FileField(upload_to=unguessable)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=InvoiceState, default=InvoiceState.PENDING)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField(blank=True)
    """What staff wrote when they settled it."""
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "number", "dated_on", "sha256"], name="invoice_sent_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "created_at"],
                condition=Q(state="pending"),
                name="invoice_to_settle",
            ),
            models.Index(fields=["unit", "created_at"], name="invoice_by_unit"),
        ]


class HandoverQuerySet(ScopedQuerySet["Handover"]):
    """The one who gives and the one who is to receive see it; so do staff."""

    def _visible(self, actor: Actor) -> Q:
        if actor.kind == ActorKind.CUSTOMER and actor.mobile:
            return Q(from_customer__mobile=actor.mobile) | Q(to_mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        if actor.kind != ActorKind.SYSTEM and not actor.may("registrations.view"):
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class Handover(models.Model):
    """A unit on its way from one owner to the next, who takes it by proving the number that was named.

    `secret` is the link that the next owner is sent; it shows the product and nothing of the giver.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    from_customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    to_mobile = models.CharField(max_length=16)
    to_customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    secret = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.OFFERED)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(state="offered"), name="handover_one_open")
        ]
        indexes = [
            models.Index(fields=["to_mobile", "state"], name="handover_by_mobile"),
            models.Index(fields=["expires_at"], condition=Q(state="offered"), name="handover_to_expire"),
        ]
