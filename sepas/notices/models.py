"""Messages to people outside, as rows with states."""

import re
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sepas.cases.queries import codes_of_cases
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties import masks
from sepas.parties.models import Customer, Organisation


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")


class MessageState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENT = "sent", _("sent")
    OUTBOX = "outbox", _("kept in the outbox")
    DEAD = "dead", _("failed")


class News(models.TextChoices):
    EVERY = "every", _("every step")
    NEEDED = "needed", _("only what needs me, and what must be told by law")


class NoticeChoiceQuerySet(ScopedQuerySet["NoticeChoice"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(customer__mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public or not actor.may("customers.view"):
            return Q(pk__in=[])
        return Q(customer__organisation_id=actor.organisation_id)


class NoticeChoice(models.Model):
    """By which ways and of what a customer of one organisation wants to hear. Without a row: everything, by SMS."""

    customer = models.OneToOneField(Customer, primary_key=True, on_delete=models.CASCADE, related_name="+")
    sms = models.BooleanField(default=True)
    email = models.BooleanField(default=False)
    news = models.CharField(max_length=8, choices=News, default=News.EVERY)
    chosen_at = models.DateTimeField(null=True)

    objects = NoticeChoiceQuerySet.as_manager()


class MessageTextQuerySet(OrganisationQuerySet["MessageText"]):
    pass


class MessageText(models.Model):
    """An organisation's own words for a message, by way and language; and, without a way, whether it is sent at all.

    Empty words are the standard ones: a row stays, so that its history does.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=60)
    channel = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=5, blank=True)
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField(blank=True)
    on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = MessageTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "template", "channel", "language"], name="message_text_once"
            )
        ]


class MessageQuerySet(ScopedQuerySet["Message"]):
    def _visible(self, actor: Actor) -> Q:
        return self._own(actor) | self._codes(actor)

    def halves(self, actor: Actor) -> tuple[Self, Self]:
        """What `visible_to` gives, in two: messages of the organisation, and codes of the install. A database walks an
        index for each; both as one condition it reads through.
        """
        own, codes = self.filter(self._own(actor)), self.filter(self._codes(actor))
        own._scope = codes._scope = "actor"
        return own, codes

    def _own(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        mine = Q(organisation_id=actor.organisation_id)
        reach = actor.reach("messages.view")
        if actor.kind == Kind.SYSTEM or reach.everywhere:
            return mine
        # A branch reads what its own cases sent: a message holds a customer's number and the case's secret link.
        return mine & Q(case_code__in=codes_of_cases(actor)) if reach else Q(pk__in=[])

    def _codes(self, actor: Actor) -> Q:
        """One-time codes belong to no organisation. Where no gateway sends them, somebody has to read them out."""
        if actor.organisation_id is None or actor.is_public or actor.kind == Kind.SYSTEM:
            return Q(pk__in=[])
        if not actor.reach("messages.view").everywhere:
            return Q(pk__in=[])
        known = Customer.objects.visible_to(actor).filter(mobile=OuterRef("recipient"))
        return Q(Exists(known), organisation=None, state=MessageState.OUTBOX)


class Message(models.Model):
    """One message to one person. `key` makes it unique for what caused it; a gateway gets it as idempotency
    key.
    """

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
    available_at = models.DateTimeField(null=True)
    """When it may be sent (again): now, in the morning, after a backoff, when a lease runs out; null when it
    is not waiting to be sent.
    """
    lease = models.CharField(max_length=36, blank=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    @property
    def shown(self) -> str:
        """The body as staff read it: a tracking link's secret acts as the customer, so it is left out.

        Only where messages are kept instead of being sent is it whole, because nobody else would ever get it.
        """
        if self.state == MessageState.OUTBOX and not masks.hides("fields.contact"):
            return self.body
        before, after = settings.SEPAS_TRACKING_PATH.split("{secret}")
        return re.sub(rf"({re.escape(before)})[\w-]{{16,}}({re.escape(after)})", r"\1…\2", self.body)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"], condition=Q(available_at__isnull=False), name="message_due"
            ),
            models.Index(fields=["organisation", "-created_at", "-id"], name="message_by_org"),
            models.Index(fields=["organisation", "state"], name="message_by_state"),
            models.Index(fields=["organisation", "recipient", "-id"], name="message_of_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="queued", available_at__isnull=False)
                | (~Q(state="queued") & Q(available_at__isnull=True)),
                name="message_waits_while_queued",
            )
        ]
