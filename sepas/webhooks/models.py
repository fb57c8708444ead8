"""Where other programs want to hear what happens, what is owed to them, and each try to tell them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import M, ScopedQuerySet
from sepas.parties.models import Organisation, Staff


class EndpointState(models.TextChoices):
    ACTIVE = "active", _("on")
    OFF = "off", _("switched off")
    FAILED = "failed", _("switched off after failing for long")
    REMOVED = "removed", _("removed")


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENT = "sent", _("accepted")
    DEAD = "dead", _("failed")


class WebhookQuerySet(ScopedQuerySet[M]):
    """Whoever may edit the organisation's webhooks sees them and what was sent."""

    path = "organisation_id"

    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        if actor.kind != Kind.SYSTEM and not actor.reach("webhooks.edit").everywhere:
            return Q(pk__in=[])
        return Q(**{self.path: actor.organisation_id})


class EndpointQuerySet(WebhookQuerySet["Endpoint"]):
    pass


class DeliveryQuerySet(WebhookQuerySet["WebhookDelivery"]):
    pass


class TryQuerySet(WebhookQuerySet["WebhookTry"]):
    path = "delivery__organisation_id"


class Endpoint(models.Model):
    """An address of another program. Its secrets are encrypted, and shown only when they are made."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    """Names of events that it hears."""
    details = models.BooleanField(default=False)
    """Whether texts and names of people go along; else only ids, codes and values."""
    amounts = models.BooleanField(default=False)
    """Whether amounts of money go along; else there is null in their place."""
    contact = models.EmailField(blank=True)
    """Who is told when it is switched off for failing."""
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    """Until then the secret before signs too, so that the receiver can change without a gap."""
    state = models.CharField(max_length=8, choices=EndpointState, default=EndpointState.ACTIVE)
    failing_since = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation"], condition=Q(state="active"), name="webhook_active_by_org"),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event owed to one endpoint. `key` and `payload` are the same at every try."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """None for a test."""
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=40, unique=True)
    """`webhook-id`: the receiver knows by it what it has had already."""
    payload = models.TextField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField(null=True)
    """When it may be sent (again); null when it is not waiting."""
    lease = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event"], condition=Q(event__isnull=False), name="webhook_once"
            ),
            models.CheckConstraint(
                condition=Q(state="queued", available_at__isnull=False)
                | (~Q(state="queued") & Q(available_at__isnull=True)),
                name="webhook_waits_while_queued",
            ),
        ]
        indexes = [
            models.Index(
                fields=["available_at"], condition=Q(available_at__isnull=False), name="webhook_due"
            ),
            models.Index(fields=["endpoint", "-id"], name="webhook_by_endpoint"),
            models.Index(fields=["organisation"], condition=Q(state="dead"), name="webhook_dead"),
        ]
        verbose_name_plural = "webhook deliveries"


class WebhookTry(models.Model):
    """One try: what was sent and what came back, shortened."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField(default=0)
    request = models.TextField(blank=True)
    response = models.TextField(blank=True)
    error = models.TextField(blank=True)

    objects = TryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "webhook tries"
