"""Messages to people outside, as rows with states."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.parties.models import Organisation


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")


class MessageState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENT = "sent", _("sent")
    OUTBOX = "outbox", _("kept in the outbox")
    DEAD = "dead", _("failed")


class MessageQuerySet(OrganisationQuerySet["Message"]):
    pass


class Message(models.Model):
    """One message to one person. `key` makes it unique for what caused it; a gateway gets it as idempotency key."""

    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    recipient = models.CharField(max_length=254)
    language = models.CharField(max_length=5, default="fa")
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    key = models.CharField(max_length=120, unique=True)
    case_code = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    lease = models.CharField(max_length=36, blank=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["available_at"], condition=Q(state="queued"), name="message_due"),
            models.Index(fields=["organisation", "-created_at"], name="message_by_org"),
        ]
